"""The network fails while something is sent: never a false "sent", and a retry makes one response."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route
from pytest_django.live_server_helper import LiveServer

from tests.builders import a_filled_in_visit, a_user
from tests.journeys.hands import give, press, tap
from triage.intake.actions import hand_over
from triage.intake.models import Response, Visit
from triage.ui.templatetags.backstop import code as written

PORTAL = "<!doctype html><title>Wi-Fi</title><main><h1>Your answers have arrived</h1>Log in</main>"
Cut = Callable[[Route], None]


def refused(route: Route) -> None:
    """The network is gone."""
    route.abort("internetdisconnected")


def reply_lost(route: Route) -> None:
    """The server takes it, and its answer never comes."""
    route.fetch(max_redirects=0)
    route.abort("connectionreset")


def portal(route: Route) -> None:
    """A network in between answers with a page of its own, which even claims success."""
    route.fulfill(status=200, content_type="text/html", body=PORTAL)


def portal_in_json(route: Route) -> None:
    """It answers in the form a script waits for, and leads elsewhere."""
    route.fulfill(status=200, json={"to": "https://portal.example/"})


def portal_elsewhere(route: Route) -> None:
    """It leads to its own site."""
    route.fulfill(status=302, headers={"Location": "https://portal.example/"})


def proxy_error(route: Route) -> None:
    """A proxy finds no server behind it."""
    route.fulfill(status=502, content_type="text/html", body=PORTAL)


def proxy_memory(route: Route) -> None:
    """A proxy answers with an old copy of the page, as if nothing had been sent."""
    route.fulfill(status=200, content_type="text/html", body="")


CUTS = (refused, reply_lost, portal, portal_in_json, portal_elsewhere, proxy_error, proxy_memory)
BOTH = [refused, reply_lost]


@pytest.fixture
def at_check(page: Page, live_server: LiveServer, form: object) -> Visit:
    """The browser stands where a visit is sent."""
    visit = a_filled_in_visit("V03")
    token = hand_over(visit, by=a_user("the-desk"))
    give(page.context, token)
    page.goto(f"{live_server.url}/form/check/")
    return visit


def break_posts(page: Page, cut: Cut) -> None:
    """Let the next thing that is sent meet a broken network."""

    def posts(route: Route) -> None:
        if route.request.method == "POST":
            cut(route)
        else:
            route.continue_()

    page.route("**/form/**", posts)


@pytest.mark.hazard("H08", "H09")
def test_whatever_the_network_does_nothing_is_called_sent_that_is_not(
    page: Page, at_check: Visit
) -> None:
    dialog = page.get_by_role("dialog", name="Not sent. Tell the desk.")
    for cut in CUTS:
        break_posts(page, cut)
        press(page, "Send my answers")
        dialog.wait_for()
        assert not page.get_by_role("heading", name="have arrived").count(), cut.__doc__
        dialog.get_by_role("button", name="Back to the page").click()
        page.unroute_all()

    press(page, "Send my answers")
    page.get_by_role("heading", name="Your answers have arrived").wait_for()
    assert Response.objects.count() == 1
    assert page.locator(".receipt .code").inner_text() == written(at_check.code)


@pytest.mark.hazard("H09")
@pytest.mark.parametrize("cut", BOTH)
def test_trying_again_sends_once(page: Page, at_check: Visit, cut: Cut) -> None:
    break_posts(page, cut)
    press(page, "Send my answers")
    again = page.get_by_role("button", name="Try again")
    again.wait_for()
    page.unroute_all()
    again.click()

    page.get_by_role("heading", name="Your answers have arrived").wait_for()
    assert Response.objects.count() == 1


@pytest.mark.hazard("H09")
def test_a_server_that_says_nothing_is_given_up_after_ten_seconds(
    page: Page, at_check: Visit
) -> None:
    page.evaluate(
        "AbortSignal.timeout = () => { const c = new AbortController(); setTimeout(() => c.abort(), 50); return c.signal; }"
    )
    break_posts(page, lambda _route: None)
    press(page, "Send my answers")

    page.get_by_role("dialog", name="Not sent. Tell the desk.").wait_for()


@pytest.mark.hazard("H08")
def test_a_page_that_could_not_be_saved_says_so_and_keeps_its_answers(
    page: Page, live_server: LiveServer, at_check: Visit
) -> None:
    page.goto(f"{live_server.url}/form/part/pain/")
    for cut in CUTS:
        tap(page, "pain_now", "9")
        break_posts(page, cut)
        press(page, "Continue")
        dialog = page.get_by_role("dialog", name="Not saved. Tell the desk.")
        dialog.wait_for()
        assert "call your emergency number" in dialog.inner_text()
        dialog.get_by_role("button", name="Back to the page").click()
        assert page.locator("#id_pain_now-9").is_checked(), cut.__doc__
        page.unroute_all()

    press(page, "Continue")
    page.wait_for_url("**/form/part/nerve/")
    assert Visit.objects.get().told["pain_now"] == 9


@pytest.mark.long
def test_while_nothing_comes_back_the_page_says_to_wait(page: Page, at_check: Visit) -> None:
    held: list[Route] = []
    break_posts(page, held.append)
    press(page, "Send my answers")
    page.get_by_text("Sending. Please wait.").wait_for()
    # A second tap, while the first is under way, sends nothing.
    press(page, "Send my answers")

    assert len(held) == 1
    held[0].continue_()
    page.get_by_role("heading", name="Your answers have arrived").wait_for()
