"""The browser dies at every page: nothing saved is lost, and staff see how far it came, and its tier."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.test import Client
from playwright.sync_api import Browser, Error, Page
from pytest_django.live_server_helper import LiveServer

from tests.builders import a_user, a_visit, born, the_definition, the_vignette
from tests.journeys.hands import answer_page, give, press
from triage.accounts.models import User
from triage.engine.terms import Answer
from triage.intake.actions import hand_over
from triage.intake.models import Visit
from triage.ui.tiers import WORDS, tier_code

PAGES = [page.key for page in the_definition().pages]


def die(page: Page) -> None:
    """Kill the process that draws the page: nothing on it can say a last word."""
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")


def seen_by_staff(staff: Client, visit: Visit) -> None:
    """Look for the visit on the list, under the tier of what was said so far."""
    row = staff.get("/").content.decode().split(str(visit.patient.name))
    assert len(row) > 1
    if visit.tier:
        assert str(WORDS[tier_code(visit.tier)]) in row[0][-2_000:] + row[1][:2_000]


@pytest.fixture
def reopened(browser: Browser, live_server: LiveServer, form: object) -> Callable[[str], Page]:
    """Return how to open the form on a screen that knows nothing but its secret."""

    def opened(token: str) -> Page:
        page = browser.new_context(viewport={"width": 820, "height": 1180}).new_page()
        page.set_default_timeout(20_000)
        give(page.context, token)
        page.goto(f"{live_server.url}/form/")
        with page.expect_navigation():
            page.locator("main .btn--primary").click()
        return page

    return opened


@pytest.fixture
def staff(clinician: User, client_for: Callable[[User], Client]) -> Client:
    return client_for(clinician)


@pytest.mark.hazard("H09", "H19")
@pytest.mark.long
@pytest.mark.parametrize("vignette_id", ["V02", "V01"])
def test_a_browser_that_dies_at_every_page_loses_nothing_that_was_saved(
    page: Page, reopened: Callable[[str], Page], staff: Client, vignette_id: str
) -> None:
    vignette = the_vignette(vignette_id)
    visit, token = a_visit(birth_date=born(vignette.age))
    said, died_at = dict(vignette.answers), list[str]()
    mine = reopened(token)

    while "/part/" in mine.url:
        before = Visit.objects.get(pk=visit.pk).told
        died_at.append(mine.url.split("/part/")[1].split("/")[0])
        answer_page(mine, said, tick)
        die(mine)
        mine.context.close()
        seen_by_staff(staff, Visit.objects.get(pk=visit.pk))
        assert Visit.objects.get(pk=visit.pk).told == before
        # The screen it was, or another one from the desk.
        if len(died_at) % 2:
            token = hand_over(visit, by=a_user("the-desk"))
        mine = reopened(token)
        assert f"/part/{died_at[-1]}/" in mine.url
        go_on(mine, said)

    assert died_at == [key for key in PAGES if key in died_at]
    assert len(died_at) >= 10
    press(mine, "Send my answers")
    mine.get_by_role("heading", name="Your answers have arrived").wait_for()
    assert Visit.objects.get(pk=visit.pk).responses.get().tier is vignette.tier
    mine.context.close()


def go_on(page: Page, said: dict[str, Answer]) -> None:
    """Answer the page and leave it, past the stop page too."""
    answer_page(page, said, tick)
    with page.expect_navigation():
        press(page, "Continue")
    if "/form/emergency/" in page.url:
        with page.expect_navigation():
            press(page, "I have told staff")


def tick(page: Page, name: str, code: str) -> None:
    """Choose an answer without the tap: how it is tapped is tried elsewhere."""
    page.locator(f'[id="id_{name}-{code}"]').check(force=True)
