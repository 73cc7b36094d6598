"""A day of each role in the browser: front desk, clinician, auditor."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.builders import a_published_release, a_response, a_visit
from tests.worklist.opened import sign_off
from triage.accounts.models import User
from triage.intake.actions import ask_for_help
from triage.intake.models import Visit
from triage.worklist.models import Acknowledgement, Act, Decision, SignOff

pytestmark = pytest.mark.django_db(transaction=True)

Browse = Callable[[User], Page]
# What the issue of speed asks: from the list and back to it.
MOST_CLICKS = 6


class Finger:
    """Presses what it is told, and counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def press(self, role: str, name: str) -> None:
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        self.clicks += 1

    def choose(self, label: str, option: str) -> None:
        """Open a list and pick from it: two presses."""
        self.page.get_by_label(label).select_option(option)
        self.clicks += 2


@pytest.mark.long
def test_the_front_desk_sees_who_must_be_seen_and_no_answer(
    browse_as: Browse, live_server, front_desk: User, barriers
):
    emergency = a_response("V02").visit
    helped, _ = a_visit(name="Priya Raman")
    ask_for_help(helped, by=front_desk)
    page = browse_as(front_desk)

    page.goto(live_server.url)
    found = barriers()
    assert page.get_by_text("Asks for help:").is_visible()
    assert emergency.ruleset.rule(emergency.findings[0]).title not in page.content()
    page.get_by_role("button", name="Acknowledge as L. Reyes").click()
    page.get_by_text("acknowledged by L. Reyes").wait_for()
    page.get_by_label("Name, code").fill("priya")
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_text("Only visits that match").wait_for()
    page.get_by_role("link", name="Signed off").click()
    page.get_by_role("heading", name="Signed off").wait_for()

    assert Acknowledgement.objects.get().acknowledged_by == front_desk
    assert found + barriers() == []


def test_a_routine_visit_is_signed_off_with_few_clicks(
    browse_as: Browse, live_server, clinician: User
):
    a_response("V11", name="Marcus Bell")
    page = browse_as(clinician)
    page.goto(live_server.url)
    finger = Finger(page)

    finger.press("link", "Marcus Bell")
    finger.choose("Your decision", "visit")
    finger.press("button", "Sign off Marcus Bell")
    page.get_by_text("is signed off").wait_for()

    assert page.url == f"{live_server.url}/"
    assert SignOff.objects.get().decision == Decision.VISIT
    assert finger.clicks <= MOST_CLICKS


def test_a_clinician_takes_an_emergency_from_the_bar_to_the_final_outcome(
    browse_as: Browse, live_server, clinician: User
):
    a_response("V01", name="Ada Marlow")
    page = browse_as(clinician)
    page.goto(live_server.url)
    visit = a_response("V02").visit
    page.get_by_role("heading", name="1 emergency not acknowledged").wait_for()
    page.locator(".alert__list a").click()

    page.locator("#acts").get_by_role("button", name="Acknowledge as Dr N. Okafor").click()
    page.get_by_text("Acknowledged by Dr N. Okafor", exact=True).wait_for()
    page.get_by_role("button", name="Take this visit").click()
    page.get_by_text("With Dr N. Okafor").wait_for()
    for link, field, said in (
        ("Note an examination", "Findings in words", "Saddle numb to touch."),
        ("Note the outcome", "What was done", "MRI asked for."),
    ):
        page.get_by_role("link", name=link).click()
        page.get_by_label(field).fill(said)
        page.get_by_role("button", name="Keep").click()
        page.get_by_text(said).wait_for()
    page.get_by_label("Your decision").select_option("hospital")
    page.get_by_role("button", name="Sign off").click()
    page.get_by_text("is signed off").wait_for()
    page.goto(f"{live_server.url}/visits/{visit.code}/final/")
    page.get_by_label("In the end it was").select_option("serious")
    page.get_by_role("button", name="Keep").click()
    page.get_by_text("A serious cause, confirmed").wait_for()

    assert [act.kind for act in Act.objects.all()] == ["claim", "examination", "outcome", "final"]


def test_the_auditor_narrows_the_trail_and_takes_it_along(
    browse_as: Browse, live_server, auditor: User, clinician: User, barriers
):
    sign_off(a_response("V01").visit, decision=Decision.ADVICE, by=clinician)
    page = browse_as(auditor)

    page.goto(f"{live_server.url}/keys/")
    page.get_by_role("link", name="Audit", exact=True).click()
    page.get_by_label("What was done").select_option(label="signed off a visit")
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_role("cell", name="Dr N. Okafor").wait_for()
    assert page.get_by_role("row").count() == 2
    with page.expect_download() as taken:
        page.get_by_role("link", name="Save all of these as CSV").click()

    lines = taken.value.path().read_text("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "worklist.signed_off" in lines[1]
    assert barriers() == []


@pytest.mark.long
def test_nobody_is_shut_out_of_any_page_of_staff(
    browse_as: Browse, live_server, clinician: User, barriers
):
    for vignette in ("V01", "V02"):
        visit = a_response(vignette).visit
    broken = a_response("V03", name="Broken").visit
    Visit.objects.filter(pk=broken.pk).update(findings=["NO-99"])
    page, found = browse_as(clinician), []

    for address in (
        *("/numbers/", "/keys/", "/signed/"),
        f"/visits/{visit.code}/",
        f"/visits/{broken.code}/",
    ):
        page.goto(live_server.url + address)
        found += [f"{address}: {one}" for one in barriers()]
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
        page.set_viewport_size({"width": 1280, "height": 720})

    assert found == []


@pytest.fixture(autouse=True)
def _content() -> None:
    """The form that ships, published."""
    a_published_release()
