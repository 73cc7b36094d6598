"""Sending again in every way people find: one response each, and the same receipt."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.signals import request_started
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.builders import a_filled_in_visit, a_user
from tests.journeys.hands import give, press
from triage.intake.actions import hand_over
from triage.intake.models import Visit
from triage.ui.templatetags.backstop import code as written

SENT = "Your answers have arrived"


def receipt(page: Page) -> str:
    """Return the code of the receipt on the screen."""
    page.get_by_role("heading", name=SENT).wait_for()
    return page.locator(".receipt .code").inner_text()


def double_click(page: Page, _site: str) -> None:
    """Tap twice, fast."""
    page.get_by_role("button", name="Send my answers").dblclick()


def reload(page: Page, _site: str) -> None:
    """Send, and load the receipt anew."""
    press(page, "Send my answers")
    receipt(page)
    page.reload()


def back_and_send(page: Page, site: str) -> None:
    """Send, and send once more from the check that stood open in a second tab."""
    other = page.context.new_page()
    other.goto(f"{site}/form/check/")
    press(page, "Send my answers")
    code = receipt(page)
    press(other, "Send my answers")
    assert receipt(other) == code
    other.close()


def replay(page: Page, _site: str) -> None:
    """Let the very same request be made again, as a proxy does."""
    with page.expect_request(lambda asked: asked.method == "POST") as sent:
        press(page, "Send my answers")
    receipt(page)
    again = page.context.request.fetch(
        sent.value.url, method="POST", headers=sent.value.all_headers(), data=sent.value.post_data
    )
    assert again.ok
    assert "/form/done/" in again.url or "/form/done/" in again.text()
    page.reload()


WAYS = {double_click: 500, reload: 200, back_and_send: 200, replay: 200}
# How often each way lets the server be asked to send: a script keeps a double click to itself, and a
# receipt is only shown again.
ASKED: dict[Callable[[Page, str], None], int] = {
    double_click: 1,
    reload: 1,
    back_and_send: 2,
    replay: 2,
}


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """Every request to send that reaches the server."""
    heard: list[str] = []

    def hear(environ: dict[str, Any], **_: Any) -> None:
        if (environ["REQUEST_METHOD"], environ["PATH_INFO"]) == ("POST", "/form/check/"):
            heard.append(environ["PATH_INFO"])

    request_started.connect(hear)
    yield heard
    request_started.disconnect(hear)


@pytest.mark.long
@pytest.mark.hazard("H08")
@pytest.mark.usefixtures("form", "page")
@pytest.mark.parametrize(
    ("way", "times"),
    WAYS.items(),
    ids=lambda value: value.__name__ if callable(value) else value,
)
def test_sending_again_makes_nothing_more(
    browser: Browser,
    live_server: LiveServer,
    asked: list[str],
    way: Callable[[Page, str], None],
    times: int,
) -> None:
    """Half of them in a browser without scripts."""
    desk = a_user("the-desk")
    contexts = [browser.new_context(java_script_enabled=scripts) for scripts in (True, False)]
    for number in range(times):
        visit = a_filled_in_visit("V03")
        # A double click goes through the script; that two requests meet is tried with the form's own
        # tests.
        mine = contexts[0 if way is double_click else number % 2].new_page()
        give(mine.context, hand_over(visit, by=desk))
        mine.goto(f"{live_server.url}/form/check/")
        asked.clear()

        way(mine, live_server.url)
        assert receipt(mine) == written(visit.code), number
        assert Visit.objects.get(pk=visit.pk).responses.count() == 1, number
        assert len(asked) == ASKED[way], number
        mine.close()
    for context in contexts:
        context.close()
