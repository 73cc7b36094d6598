"""Every page of patients and staff, plain and in error, through the same eyes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.builders import a_filled_in_visit, a_response, a_user, a_visit, the_definition
from tests.conftest import WCAG
from tests.journeys.looks import Eyes, a_visit_asked_everything, seen_by
from triage.accounts.models import User
from triage.content.models import Release
from triage.intake.actions import save_answers
from triage.intake.models import Visit

# One page of each kind of question.
KINDS = ["about", "where", "pain", "coping"]
NO_MISTAKE = {"nerve", "health", "neck", "other"}


@pytest.fixture
def keys(request: pytest.FixtureRequest) -> list[str]:
    """The pages of questions to look at: all of them when there is time."""
    is_long = request.node.get_closest_marker("long") is not None
    return [one.key for one in the_definition().pages] if is_long else KINDS


def test_axe_is_asked_for_all_of_wcag_2_2() -> None:
    assert {"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"} <= set(WCAG)


@seen_by("tablet, light")
@pytest.mark.hazard("H20")
@pytest.mark.usefixtures("form")
def test_every_page_of_questions(
    eyes: Eyes, at: Callable[[str], None], hold: Callable[[Visit], Visit], keys: list[str]
) -> None:
    hold(a_visit_asked_everything())
    pages = [one for one in the_definition().pages if one.key in keys]

    for one in pages:
        at(f"/form/part/{one.key}/")
        eyes.look(one.title)
    assert len(eyes.looked_at) == len(keys)
    assert "\n".join(eyes.wrong) == ""


@pytest.mark.long
@seen_by("phone, dark")
@pytest.mark.hazard("H20")
@pytest.mark.usefixtures("form")
def test_every_page_of_questions_with_its_mistakes(
    eyes: Eyes,
    at: Callable[[str], None],
    hold: Callable[[Visit], Visit],
    page: Page,
    keys: list[str],
) -> None:
    hold(a_visit()[0])

    # Some pages have no mistake to make, or are not asked of somebody who has said nothing.
    for key in [one for one in keys if one not in NO_MISTAKE]:
        at(f"/form/part/{key}/")
        for box in page.locator("#page .dateparts input").all():
            box.fill("77")
        page.get_by_role("button", name="Continue").click()
        eyes.look("another look")
        assert page.title().startswith("Error: ")
    assert "\n".join(eyes.wrong) == ""


@pytest.mark.long
@seen_by("phone, right to left")
@pytest.mark.hazard("H01", "H20")
@pytest.mark.usefixtures("form")
def test_every_page_where_a_form_stops(
    eyes: Eyes, at: Callable[[str], None], hold: Callable[[Visit], Visit], page: Page
) -> None:
    at("/form/")
    assert [heard for heard in eyes.complaints if "403" not in heard] == []
    eyes.complaints.clear()
    eyes.look("No form is open here")

    visit = hold(a_visit()[0])
    at("/form/")
    eyes.look("It takes about")
    at("/form/check/")
    page.get_by_role("button", name="Send my answers").click()
    eyes.look("Some questions still need an answer")
    at("/form/help/")
    eyes.look("Do you need help?")
    page.get_by_role("button", name="Tell staff that I need help").click()
    eyes.look("Staff can see that you need help")
    at("/form/paused/")
    eyes.look("You have stopped")
    save_answers(visit, "emergency", {"emergency_now": ("limb_dead",)}, by=a_user("the-desk"))
    at("/form/emergency/")
    eyes.look("Get help now")

    hold(a_filled_in_visit("V02", {"own_words": "It hurts."}))
    at("/form/check/")
    eyes.look("Check your answers")
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_role("heading", name="Your answers have arrived").wait_for()
    eyes.look("Your answers have arrived")
    page.get_by_role("button", name="I have finished").click()
    eyes.look("Please hand this tablet back")
    assert "\n".join(eyes.wrong) == ""


@pytest.mark.long
@seen_by("phone, dark")
@pytest.mark.hazard("H07", "H09")
@pytest.mark.usefixtures("form")
def test_everything_that_lies_over_a_page(
    eyes: Eyes, at: Callable[[str], None], hold: Callable[[Visit], Visit], page: Page
) -> None:
    hold(a_visit()[0])
    for address, box, words in (
        ("/form/part/pain/", "idle", "Are you still there?"),
        ("/form/part/pain/", "failed", "Not saved. Tell the desk."),
        ("/form/check/", "failed", "Not sent. Tell the desk."),
    ):
        at(address)
        page.evaluate("box => document.querySelector(`dialog[data-${box}]`).showModal()", box)
        eyes.look(words)
        assert page.evaluate("document.activeElement.closest('dialog[open]') !== null")
    at("/form/still-there/")
    eyes.look("Are you still there?")
    at("/form/away/")
    eyes.look("This form was put away")
    assert "\n".join(eyes.wrong) == ""


@pytest.mark.usefixtures("form")
def test_every_way_to_what_is_missing_lands_on_its_question(
    at: Callable[[str], None], hold: Callable[[Visit], Visit], page: Page
) -> None:
    hold(a_visit()[0])
    at("/form/check/")
    page.get_by_role("button", name="Send my answers").click()

    page.locator(".summary").wait_for()
    links = page.locator(".summary a")
    addresses = [str(link.get_attribute("href")) for link in links.all()]
    assert len(addresses) > 20
    for address in addresses[:: len(addresses) // 6]:
        at(address)
        assert page.locator(":target").is_visible(), address


@pytest.mark.long
def test_every_page_at_the_desk(
    eyes: Eyes, at: Callable[[str], None], page: Page, form: Release, browse_as, front_desk: User
) -> None:
    eyes.patients = False
    at("/accounts/sign-in/")
    eyes.look("Cannot sign in?")
    page.get_by_role("button", name="Sign in").click()
    eyes.look("another look")

    browse_as(front_desk)
    at("/visits/start/")
    eyes.look("Hand over this screen")
    page.get_by_role("button", name="Hand over this screen").click()
    eyes.look("another look")
    a_response("V02")
    a_visit(name="Priya Raman")
    at("/")
    eyes.look("Priya Raman")
    assert "\n".join(eyes.wrong) == ""


@pytest.mark.long
def test_every_page_of_the_clinician(
    eyes: Eyes, at: Callable[[str], None], page: Page, form: Release, browse_as, clinician: User
) -> None:
    eyes.patients = False
    visit = a_response("V02", {"own_words": "It hurts.\nA lot."}).visit
    a_response("V03", name="Daniel Frost")
    a_visit(name="Priya Raman")
    browse_as(clinician)

    at("/")
    eyes.look("Daniel Frost")
    at(f"/visits/{visit.code}/")
    eyes.look("What you do")
    page.get_by_role("button", name="Sign off").click()
    eyes.look("another look")
    page.get_by_label("Your decision").select_option(index=1)
    page.get_by_role("button", name="Sign off").click()
    eyes.look("is signed off")
    at(f"/visits/{visit.code}/")
    eyes.look("Signed off")
    at("/signed/")
    eyes.look("The latest on top")
    assert "\n".join(eyes.wrong) == ""


def test_the_first_pages_of_the_admin(
    eyes: Eyes, at: Callable[[str], None], page: Page, form: Release, browse_as, author: User
) -> None:
    eyes.patients, eyes.own = False, False
    at("/admin/login/")
    eyes.look("Sign in")
    browse_as(author)
    at("/admin/")
    eyes.look("Content")
    assert "\n".join(eyes.wrong) == ""
