"""The browser dies at every page: nothing saved is lost, and staff see how far it came, and its tier."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from django.test import Client
from playwright.sync_api import Browser, Error, Page
from pytest_django.live_server_helper import LiveServer

from tests.builders import a_user, a_visit, born, the_definition, the_vignette
from tests.journeys.hands import answer_page, give, press
from triage.accounts.models import User
from triage.engine.assess import findings, most_urgent
from triage.engine.terms import Answer, Tier
from triage.intake.actions import hand_over
from triage.intake.models import Visit
from triage.ui.tiers import WORDS, tier_code

SENT = "Your answers have arrived"
PAGES = [page.key for page in the_definition().pages]


def die(page: Page) -> None:
    """Kill the process that draws the page: nothing on it can say a last word."""
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")


def seen_by_staff(staff: Client, visit: Visit) -> None:
    """Look at the visit's own row: it has the tier of what was said so far, or sent, in words too."""
    rows = staff.get("/").content.decode().split('<tr role="row" data-tier="')[1:]
    (row,) = [one for one in rows if str(visit.patient.name) in one]
    sent = visit.responses.first()
    meant = sent.tier if sent else most_urgent(findings(visit.ruleset, visit.reported()))
    assert row.split('"')[0] == tier_code(meant)
    badge = row.split('class="c-tier">')[1].split("</td>")[0]
    assert (str(WORDS[tier_code(meant)]) if meant else "No result yet") in badge


@pytest.fixture
def reopened(browser: Browser, live_server: LiveServer, form: object) -> Callable[..., Page]:
    """Return how to open the form on a screen that knows nothing but its secret."""

    def opened(token: str, *, go_on: bool = True) -> Page:
        page = browser.new_context(viewport={"width": 820, "height": 1180}).new_page()
        page.set_default_timeout(20_000)
        give(page.context, token)
        page.goto(f"{live_server.url}/form/")
        if go_on:
            with page.expect_navigation():
                page.locator("main .btn--primary").click()
        return page

    return opened


@pytest.fixture
def staff(clinician: User, client_for: Callable[[User], Client]) -> Client:
    return client_for(clinician)


@dataclass
class Patient:
    """Somebody whose screen dies on every page, and what staff see of them meanwhile."""

    visit: Visit
    token: str
    open: Callable[..., Page]
    staff: Client
    died_at: list[str] = field(default_factory=list)

    def now(self) -> Visit:
        """Return the visit as it is kept."""
        return Visit.objects.get(pk=self.visit.pk)

    def dies(self, page: Page, *, go_on: bool = True) -> Page:
        """Kill the page; it opens again on the screen it was on, or on another one from the desk."""
        before = self.now().told
        self.died_at.append(page.url.split("/form/")[1].removeprefix("part/").strip("/"))
        die(page)
        page.context.close()
        seen_by_staff(self.staff, self.now())
        assert self.now().told == before
        if len(self.died_at) % 2 and self.now().submitted_at is None:
            self.token = hand_over(self.visit, by=a_user("the-desk"))
        return self.open(self.token, go_on=go_on)


@pytest.mark.hazard("H09", "H19")
@pytest.mark.long
@pytest.mark.parametrize("vignette_id", ["V02", "V01"])
def test_a_browser_that_dies_at_every_page_loses_nothing_that_was_saved(
    page: Page, reopened: Callable[..., Page], staff: Client, vignette_id: str
) -> None:
    vignette = the_vignette(vignette_id)
    said = dict(vignette.answers)
    patient = Patient(*a_visit(birth_date=born(vignette.age)), reopened, staff)
    mine = reopened(patient.token)

    while "/part/" in mine.url:
        answer_page(mine, said, tick)
        mine = patient.dies(mine)
        assert f"/part/{patient.died_at[-1]}/" in mine.url
        go_on(mine, said)
        if mine.url.endswith("/form/emergency/"):
            mine = patient.dies(mine)
            assert patient.now().emergency_at is not None
    mine = patient.dies(mine)
    assert mine.url.endswith("/form/check/")
    press(mine, "Send my answers")
    mine.get_by_role("heading", name=SENT).wait_for()
    mine = patient.dies(mine, go_on=False)
    mine.get_by_role("heading", name=SENT).wait_for()

    parts = [key for key in PAGES if key in patient.died_at]
    stops = ["emergency"] if vignette.tier is Tier.EMERGENCY else []
    # The first questions and the stop page have the same name.
    assert sorted(patient.died_at) == sorted([*parts, *stops, "check", "done"])
    assert len(patient.died_at) >= 12
    assert patient.now().responses.get().tier is vignette.tier
    mine.context.close()


def go_on(page: Page, said: dict[str, Answer]) -> None:
    """Answer the page and leave it."""
    answer_page(page, said, tick)
    with page.expect_navigation():
        press(page, "Continue")


def tick(page: Page, name: str, code: str) -> None:
    """Choose an answer without the tap: how it is tapped is tried elsewhere."""
    page.locator(f'[id="id_{name}-{code}"]').check(force=True)
