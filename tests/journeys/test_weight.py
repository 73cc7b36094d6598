"""How much the first pages of a patient weigh, with everything they load."""

import gzip
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response
from pytest_django.live_server_helper import LiveServer

from tests.builders import a_visit
from triage.intake.access import COOKIE

LIMIT = 60 * 1024


@pytest.mark.usefixtures("form")
def test_the_first_pages_weigh_less_than_60_kb(page: Page, live_server: LiveServer) -> None:
    _, token = a_visit()
    page.context.add_cookies(
        [{"name": COOKIE, "value": token, "domain": "localhost", "path": "/form/"}]
    )
    replies: list[Response] = []
    # The driver cannot hold a built-in.
    page.on("response", lambda reply: replies.append(reply))  # noqa: PLW0108

    weights: dict[str, int] = {}
    for address in ("/form/", "/form/part/about/"):
        page.goto(live_server.url + address, wait_until="networkidle")
        weights |= {urlsplit(one.url).path: len(gzip.compress(one.body())) for one in replies}
        replies.clear()
        # A browser without a window asks for no icon, and one with a window for one of them.
        for icon in page.locator("link[rel=icon]").all():
            link = str(icon.get_attribute("href"))
            weights[link] = len(
                gzip.compress(page.context.request.get(live_server.url + link).body())
            )

    assert {"/form/", "/form/part/about/", "/static/css/tokens.css"} <= set(weights)
    assert sum(weights.values()) <= LIMIT, weights
