"""Sending again in every way people find: one response each, and the same receipt."""

from collections.abc import Callable

import pytest
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
    """Send, go back, and send what is found there."""
    press(page, "Send my answers")
    receipt(page)
    page.goto(f"{site}/form/check/")
    page.go_back()
    if page.get_by_role("button", name="Send my answers").count():
        press(page, "Send my answers")


def replay(page: Page, _site: str) -> None:
    """Let the very same request be made again, as a proxy does."""
    with page.expect_request(lambda asked: asked.method == "POST") as sent:
        press(page, "Send my answers")
    receipt(page)
    again = page.context.request.fetch(
        sent.value.url, method="POST", headers=sent.value.all_headers(), data=sent.value.post_data
    )
    assert again.ok
    page.reload()


WAYS = {double_click: 500, reload: 200, back_and_send: 200, replay: 200}
A_FEW = 4


@pytest.mark.hazard("H08")
@pytest.mark.parametrize(
    ("way", "times"),
    [
        (double_click, A_FEW),
        (replay, A_FEW),
        *(pytest.param(way, times, marks=pytest.mark.long) for way, times in WAYS.items()),
    ],
    ids=lambda value: value.__name__ if callable(value) else value,
)
def test_sending_again_makes_nothing_more(
    browser: Browser,
    live_server: LiveServer,
    form: object,
    page: Page,
    way: Callable[[Page, str], None],
    times: int,
) -> None:
    """Half of them in a browser without scripts."""
    desk = a_user("the-desk")
    contexts = [browser.new_context(java_script_enabled=scripts) for scripts in (True, False)]
    for number in range(times):
        visit = a_filled_in_visit("V03")
        # Two requests at once would meet inside one transaction here: a database in memory has one
        # connection for all. So a double click goes through the script.
        mine = contexts[0 if way is double_click else number % 2].new_page()
        give(mine.context, hand_over(visit, by=desk))
        mine.goto(f"{live_server.url}/form/check/")

        way(mine, live_server.url)
        assert receipt(mine) == written(visit.code), number
        assert Visit.objects.get(pk=visit.pk).responses.count() == 1, number
        mine.close()
    for context in contexts:
        context.close()
