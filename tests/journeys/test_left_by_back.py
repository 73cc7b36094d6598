"""A page that is left by the Back button keeps what stands on it; a browser that was killed finds its form again."""

import signal
from collections.abc import Callable
from contextlib import suppress
from os import kill
from pathlib import Path
from subprocess import run
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import (
    BrowserContext,
    BrowserType,
    Error,
    Page,
    ViewportSize,
)
from pytest_django.live_server_helper import LiveServer

from tests.builders import a_visit
from tests.journeys.hands import give, press, sign_in, start_visit, tap
from triage.accounts.models import User
from triage.audit.models import AuditEvent
from triage.engine.terms import Tier
from triage.intake.access import COOKIE
from triage.intake.models import Visit

SIZE: ViewportSize = {"width": 820, "height": 1180}


@pytest.fixture
def at(page: Page, live_server: LiveServer, form: object) -> Callable[[str], Page]:
    """Return how to get a tablet to a page of the form, past the page before it."""
    give(page.context, a_visit()[1])
    page.set_viewport_size(SIZE)

    def gone_to(key: str) -> Page:
        page.goto(f"{live_server.url}{reverse('intake:welcome')}")
        page.goto(f"{live_server.url}{reverse('intake:page', args=[key])}")
        page.locator("#page").wait_for()
        return page

    return gone_to


def once(page: Page, is_so: Callable[[], bool]) -> None:
    """Wait for what a page sends while it goes away: no browser tells of the answer."""
    for _ in range(100):
        if is_so():
            return
        page.wait_for_timeout(100)
    raise AssertionError("It does not arrive.")


def saved_times() -> int:
    return AuditEvent.objects.filter(action="intake.answers_saved").count()


@pytest.mark.hazard("H09")
def test_the_back_button_keeps_what_stands_on_the_page(at: Callable[[str], Page]) -> None:
    page = at("coping")
    page.locator("#id_own_words").fill("It hurts.")
    page.go_back(wait_until="commit")
    once(page, lambda: "own_words" in Visit.objects.get().told)

    visit = Visit.objects.get()
    assert visit.told["own_words"] == "It hurts."
    assert (visit.reached, visit.help_asked_at, visit.submitted_at) == ([], None, None)
    assert page.url.endswith("/form/")
    page.go_forward(wait_until="commit")
    page.locator("#id_own_words").wait_for()
    assert page.locator("#id_own_words").input_value() == "It hurts."


@pytest.mark.hazard("H01")
def test_an_emergency_is_not_lost_by_a_gesture_back(at: Callable[[str], Page]) -> None:
    page = at("emergency")
    tap(page, "emergency_now", "limb_dead")
    with page.expect_navigation(wait_until="commit"):
        page.evaluate("history.back()")
    once(page, lambda: Visit.objects.get().emergency_at is not None)

    assert Visit.objects.get().tier is Tier.EMERGENCY
    at("emergency")
    press(page, "Continue")
    page.wait_for_url("**/form/emergency/")


@pytest.mark.long
def test_a_page_that_nobody_touched_and_one_that_was_sent_are_not_sent_again(
    at: Callable[[str], Page],
) -> None:
    page = at("emergency")
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    page.go_back(wait_until="commit")
    page.wait_for_load_state()
    assert sent == []

    at("emergency")
    tap(page, "emergency_now", "none")
    press(page, "Continue")
    page.wait_for_url("**/part/where/")
    page.wait_for_load_state("networkidle")
    assert len(sent) == 1
    assert saved_times() == 1


# --- "None of these" --------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.hazard("H08")
def test_none_of_these_stands_alone_and_says_what_it_took_away(at: Callable[[str], Page]) -> None:
    page = at("emergency")
    said = page.locator("[data-said]").first
    tap(page, "emergency_now", "limb_cold")
    tap(page, "emergency_now", "limb_dead")
    tap(page, "emergency_now", "none")

    ticked = "[name=emergency_now]:checked"
    assert page.locator(ticked).evaluate_all("all => all.map(one => one.value)") == ["none"]
    labels = [
        page.locator(f'label[for="id_emergency_now-{code}"]').inner_text().strip()
        for code in ("limb_cold", "limb_dead")
    ]
    assert said.inner_text() == f"{said.get_attribute('data-said')} {'; '.join(labels)}."

    tap(page, "emergency_now", "limb_cold")
    assert page.locator(ticked).evaluate_all("all => all.map(one => one.value)") == ["limb_cold"]
    assert "None of these" in said.inner_text()
    tap(page, "emergency_now", "limb_dead")
    assert said.inner_text() == ""
    assert page.locator(ticked).count() == 2


# --- A browser that was killed ----------------------------------------------------------------------


@pytest.fixture
def tablet(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], tmp_path: Path
) -> Callable[[], BrowserContext]:
    """Return how to start the browser of one tablet, which finds its own profile again."""

    def started() -> BrowserContext:
        context = browser_type.launch_persistent_context(
            tmp_path / "profile", viewport=SIZE, **browser_type_launch_args
        )
        context.set_default_timeout(20_000)
        return context

    return started


def kill_it(profile: Path, context: BrowserContext) -> None:
    """Kill the browser as a flat battery does: none of its processes says a last word."""
    found = run(["pgrep", "-f", f"user-data-dir={profile}"], capture_output=True, check=True)  # noqa: S603, S607
    for pid in found.stdout.split():
        with suppress(ProcessLookupError):
            kill(int(pid), signal.SIGKILL)
    with suppress(Error):
        context.close()


def form_on(context: BrowserContext, live_server: LiveServer) -> Page:
    page = context.pages[0]
    page.goto(f"{live_server.url}/form/")
    return page


@pytest.mark.long
@pytest.mark.hazard("H09", "H19")
def test_a_tablet_whose_browser_was_killed_goes_on_by_itself(
    tablet: Callable[[], BrowserContext], tmp_path: Path, live_server: LiveServer, desk: User
) -> None:
    context = tablet()
    page = context.pages[0]
    sign_in(page, live_server.url, desk)
    start_visit(page, live_server.url, name="Ada Marlow", born=("12", "3", "1992"))
    page.goto(f"{live_server.url}/form/part/coping/")
    page.locator("#id_own_words").fill("It hurts.")
    with page.expect_navigation():
        page.get_by_role("button", name="Back").click()
    # Chromium writes its cookies down every 30 seconds.
    page.wait_for_timeout(35_000)
    kill_it(tmp_path / "profile", context)

    again = tablet()
    page = form_on(again, live_server)
    page.get_by_role("heading", name="Your back or neck pain").wait_for()
    page.goto(f"{live_server.url}/form/part/coping/")
    assert page.locator("#id_own_words").input_value() == "It hurts."
    # Nobody is signed in on it.
    page.goto(f"{live_server.url}/")
    assert "/accounts/sign-in/" in page.url
    kept = {one["name"]: one for one in again.cookies()}
    assert kept[COOKIE]["expires"] > 0
    again.close()
