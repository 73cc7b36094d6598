"""Every page of patients and staff, plain and in error, through the same eyes."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.builders import a_filled_in_visit, a_response, a_user, a_visit, the_definition
from tests.conftest import WCAG
from tests.journeys.hands import give
from tests.journeys.looks import Eyes
from triage.accounts.models import User
from triage.content.models import Release
from triage.engine.terms import Answer
from triage.intake.actions import hand_over, save_answers
from triage.intake.models import Visit

EVERYTHING_SHOWN: dict[str, dict[str, Answer]] = {
    "where": {"main_area": "whole_back", "pain_areas": ("neck",), "leg_spread": "both_legs"},
    "start": {"duration": "gt_3m", "trigger": ("fall_accident", "posture_desk")},
    "nerve": {"weakness": ("leg_one",)},
    "health": {"risk_history": ("cancer",), "belly_urine": ("belly_pain_new",)},
    "other": {"symptom_list": ("headache",)},
    "coping": {"tried": ("ice",), "function_limit": 9},
}


@pytest.fixture
def at(page: Page, live_server: LiveServer) -> Callable[[str], None]:
    """Return how to open an address."""

    def opened(address: str) -> None:
        page.goto(live_server.url + address)

    return opened


# Every page is seen by every eye when there is time, and by one of them each time.
LOOKS = {
    "tablet": (820, "light", ""),
    "phone, dark": (390, "dark", ""),
    "phone, right to left": (390, "light", "ur"),
    "desktop, dark, right to left": (1280, "dark", "ur"),
}


def seen_by(first: str) -> pytest.MarkDecorator:
    """Look through one pair of eyes each time, and through the others when there is time."""
    others = [pytest.param(one, marks=pytest.mark.long) for one in LOOKS if one != first]
    return pytest.mark.parametrize("eyes", [first, *others], indirect=True)


@pytest.fixture
def eyes(page: Page, complaints: list[str], request: pytest.FixtureRequest, settings: Any) -> Eyes:
    width, scheme, language = LOOKS[getattr(request, "param", "tablet")]
    settings.LANGUAGE_CODE = language or settings.LANGUAGE_CODE
    page.set_viewport_size({"width": width, "height": 1180})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    return Eyes(page, complaints, patients=True)


def holding(page: Page, visit: Visit) -> Visit:
    """Give the browser a visit."""
    token = hand_over(visit, by=a_user("the-desk"))
    give(page.context, token)
    return visit


@pytest.fixture
def hold(page: Page) -> Callable[[Visit], Visit]:
    """Return how to give the browser a visit."""
    return lambda visit: holding(page, visit)


def a_visit_asked_everything() -> Visit:
    """Every question is open, and nothing more is answered than opens them."""
    visit, _ = a_visit()
    for key, answers in EVERYTHING_SHOWN.items():
        save_answers(visit, key, answers, left=False, by=a_user("the-desk"))
    return visit


def test_axe_is_asked_for_all_of_wcag_2_2() -> None:
    assert {"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"} <= set(WCAG)


@seen_by("tablet")
@pytest.mark.hazard("H20")
@pytest.mark.usefixtures("form")
def test_every_page_of_questions(
    eyes: Eyes, at: Callable[[str], None], hold: Callable[[Visit], Visit], page: Page
) -> None:
    hold(a_visit_asked_everything())
    pages = the_definition().pages

    for one in pages:
        at(f"/form/part/{one.key}/")
        eyes.look(one.title)
    assert len(eyes.looked_at) == 11
    assert "\n".join(eyes.wrong) == ""


@seen_by("phone, dark")
@pytest.mark.hazard("H20")
@pytest.mark.usefixtures("form")
def test_every_page_of_questions_with_its_mistakes(
    eyes: Eyes, at: Callable[[str], None], hold: Callable[[Visit], Visit], page: Page
) -> None:
    hold(a_visit()[0])

    for key in ("about", "emergency", "where", "start", "pain", "pelvis", "coping"):
        at(f"/form/part/{key}/")
        for box in page.locator("#page .dateparts input").all():
            box.fill("77")
        page.get_by_role("button", name="Continue").click()
        eyes.look("another look")
        assert page.title().startswith("Error: ")
    assert "\n".join(eyes.wrong) == ""


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
    eyes.look("It takes about 5 minutes.")
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
