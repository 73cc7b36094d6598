"""The next person at a tablet goes back, in a browser that keeps pages: there is nothing to see."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType, Error, Page
from pytest_django.live_server_helper import LiveServer

from tests.builders import a_filled_in_visit, a_user
from tests.journeys.hands import give, press
from triage.intake.actions import hand_over
from triage.intake.models import Way

WORDS = "Canary under my left rib"
PAGES = ("", "part/about/", "part/pain/", "part/coping/", "check/")
# What only the previous patient's answers put on a page.
TRACES = (WORDS, "1992", "6 of 10", "is ticked:")
LOOK = """() => document.documentElement.outerHTML + [...document.querySelectorAll("input, textarea")]
  .filter(one => one.type !== "hidden")
  .map(one => one.checked && one.name ? `is ticked:${one.name}` : /radio|checkbox/.test(one.type) ? "" : one.value).join(" ")"""

WHOLE = f"""() => new Promise(done => {{
  const look = () => done(({LOOK})());
  document.readyState === "complete" ? setTimeout(look) : addEventListener("load", () => setTimeout(look));
}})"""


# --- A browser that keeps pages, as a patient's does ------------------------------------------------


@pytest.fixture(scope="module")
def keeping(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any]
) -> Iterator[Browser]:
    """Start Chromium with the cache for the Back button on: Playwright switches it off."""
    browser = browser_type.launch(
        **browser_type_launch_args, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield browser
    browser.close()


@pytest.fixture
def tab(keeping: Browser) -> Iterator[Page]:
    context = keeping.new_context(viewport={"width": 820, "height": 1180})
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


class _Careless(BaseHTTPRequestHandler):
    """Two pages of a site that lets the browser keep them."""

    asked: list[str]

    def do_GET(self) -> None:
        """Answer with a box to type in."""
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"<title>Careless</title><input type=text><a href=/next>Next</a>")

    def log_message(self, *_words: Any) -> None:
        """Keep quiet."""


@pytest.fixture
def careless() -> Iterator[tuple[str, list[str]]]:
    """Return the address of the careless site, and what it was asked for."""
    asked: list[str] = []
    handler = type("Handler", (_Careless,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", asked
        server.shutdown()


def left_on(page: Page) -> list[str]:
    """Return what is to be seen of the previous patient."""
    found: set[str] = set()
    # At once, and when whatever is loaded has come.
    for script in (LOOK, WHOLE):
        seen = _asked(page, script)
        found |= {trace for trace in TRACES if trace in seen}
    return sorted(found)


def _asked(page: Page, script: str) -> str:
    for _ in range(5):
        try:
            return str(page.evaluate(script))
        except Error:
            # In the middle of going elsewhere there is no page to look at.
            page.wait_for_load_state("domcontentloaded")
    raise AssertionError("There is no page to look at.")


@pytest.mark.hazard("H07")
def test_the_test_can_see_what_a_careless_site_leaves_behind(
    tab: Page, careless: tuple[str, list[str]]
) -> None:
    address, asked = careless
    tab.goto(address)
    tab.locator("input").fill(WORDS)
    tab.get_by_role("link").click()
    tab.wait_for_url("**/next")
    tab.go_back(wait_until="commit")

    assert left_on(tab) == [WORDS]
    assert [path for path in asked if "favicon" not in path] == ["/", "/next"]


# --- Ends, and ways back ----------------------------------------------------------------------------


def send(tab: Page) -> None:
    """Send, and leave the receipt on the screen."""
    press(tab, "Send my answers")
    tab.get_by_role("heading", name="Your answers have arrived").wait_for()


def hand_back(tab: Page) -> None:
    """Send, and say that one has finished."""
    send(tab)
    press(tab, "I have finished")
    tab.get_by_text("Please hand this tablet back").wait_for()


def walk_off(tab: Page) -> None:
    """Leave the tablet on a page of answers until it is put away."""
    tab.clock.install()
    tab.go_back(wait_until="commit")
    tab.get_by_role("button", name="Continue").wait_for()
    assert left_on(tab)
    tab.clock.fast_forward(280_000)
    tab.get_by_role("heading", name="Are you still there?").wait_for()
    tab.clock.fast_forward(31_000)
    tab.wait_for_url("**/form/away/")


ENDS = {"sent": send, "handed back": hand_back, "put away": walk_off}


def back(tab: Page) -> None:
    """Press Back."""
    tab.go_back(wait_until="commit")


def back_by_script(tab: Page) -> None:
    """Go back as a gesture does."""
    with tab.expect_navigation(wait_until="commit"):
        tab.evaluate("history.back()")


def several_back(tab: Page) -> None:
    """Choose an entry of the list behind the Back button."""
    with tab.expect_navigation(wait_until="commit"):
        tab.evaluate("history.go(-3)")


def to_the_beginning(tab: Page) -> None:
    """Go back through everything, looking at each page."""
    for _ in PAGES:
        tab.go_back(wait_until="commit")
        assert left_on(tab) == []


def back_and_forward(tab: Page) -> None:
    """Go back and forward again."""
    tab.go_back(wait_until="commit")
    tab.go_forward(wait_until="commit")


def reload(tab: Page) -> None:
    """Load the page anew."""
    tab.reload()


def by_address(tab: Page) -> None:
    """Type the address of each page."""
    origin = tab.url.split("/form/")[0]
    for place in PAGES:
        tab.goto(f"{origin}/form/{place}")
        assert left_on(tab) == []


def in_a_new_tab(tab: Page) -> None:
    """Open the last page in a second tab."""
    other = tab.context.new_page()
    other.goto(f"{tab.url.split('/form/')[0]}/form/part/coping/")
    assert left_on(other) == []
    other.close()


def without_network(tab: Page) -> None:
    """Go back while the server cannot be asked."""
    tab.context.set_offline(True)
    with suppress(Error):  # the browser's own page says that there is no network
        tab.go_back(wait_until="commit")
    assert left_on(tab) == []
    tab.context.set_offline(False)


WAYS: tuple[Callable[[Page], None], ...] = (
    back,
    back_by_script,
    several_back,
    to_the_beginning,
    back_and_forward,
    reload,
    by_address,
    in_a_new_tab,
    without_network,
)


QUICK = (back, to_the_beginning, without_network)


@pytest.fixture
def at_check(keeping: Browser, live_server: LiveServer, form: object) -> Callable[[], Page]:
    """Return how to get a tablet whose patient has looked at several pages of their answers."""

    def tablet() -> Page:
        tab = keeping.new_context(viewport={"width": 820, "height": 1180}).new_page()
        tab.set_default_timeout(10_000)
        visit = a_filled_in_visit("V01", {"own_words": WORDS, "birth_date": "1992-03-12"})
        token = hand_over(visit, way=Way.TABLET, by=a_user("the-desk"))
        give(tab.context, token)
        for place in PAGES:
            tab.goto(f"{live_server.url}/form/{place}")
        assert WORDS in left_on(tab)
        return tab

    return tablet


@pytest.mark.hazard("H07")
@pytest.mark.parametrize(
    "end",
    ["sent", *(pytest.param(end, marks=pytest.mark.long) for end in ENDS if end != "sent")],
)
@pytest.mark.parametrize(
    "ways",
    [QUICK, pytest.param([one for one in WAYS if one not in QUICK], marks=pytest.mark.long)],
    ids=["three ways", "the other ways"],
)
def test_no_way_back_shows_the_answers_of_the_previous_patient(
    at_check: Callable[[], Page], end: str, ways: Sequence[Callable[[Page], None]]
) -> None:
    for way in ways:
        tab = at_check()
        ENDS[end](tab)

        way(tab)
        assert left_on(tab) == [], way.__doc__
        tab.context.close()
