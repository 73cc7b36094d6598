"""The next person at a tablet goes back, in a browser that keeps pages: there is nothing to see."""

from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize
from pytest_django.live_server_helper import LiveServer

from tests.builders import a_filled_in_visit, a_response, a_user
from tests.journeys.hands import give, press, sign_in, start_visit
from tests.journeys.keeping import BY_HAND, QUICK, REST, WAYS, Left
from tests.journeys.keeping import Way as Turn
from triage.accounts.models import User
from triage.engine.terms import Tier
from triage.intake.access import DEVICE_COOKIE
from triage.intake.actions import hand_over, pair
from triage.intake.models import Way
from triage.ui.templatetags.backstop import code as written

WORDS = "Canary under my left rib"
PAGES = ("/form/", "/form/part/about/", "/form/part/pain/", "/form/part/coping/", "/form/check/")
# What only the previous patient's answers put on a page.
TRACES = (WORDS, "1992", "6 of 10", "is ticked:")
TABLET: ViewportSize = {"width": 820, "height": 1180}


@pytest.fixture
def tab(keeping: Browser) -> Iterator[Page]:
    """A tablet that keeps pages."""
    context = keeping.new_context(viewport=TABLET)
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

    assert Left(tab, address, TRACES, ()).seen() == [WORDS]
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
    tab.clock.fast_forward(280_000)
    tab.get_by_role("heading", name="Are you still there?").wait_for()
    tab.clock.fast_forward(31_000)
    tab.wait_for_url("**/form/away/")


def hand_back_at_kiosk(tab: Page) -> None:
    """Send, and leave the kiosk to the next."""
    send(tab)
    press(tab, "I have finished")
    tab.get_by_role("heading", name="Welcome").wait_for()


ENDS = {
    "sent": send,
    "handed back": hand_back,
    "handed back at a kiosk": hand_back_at_kiosk,
    "put away": walk_off,
}


@pytest.fixture
def at_check(keeping: Browser, live_server: LiveServer, form: object) -> Callable[..., Left]:
    """Return how to get a tablet whose patient has looked at several pages of their answers."""

    def tablet(*, way: Way = Way.TABLET, scripts: bool = True) -> Left:
        context = keeping.new_context(viewport=TABLET, java_script_enabled=scripts)
        tab = context.new_page()
        tab.set_default_timeout(20_000)
        visit = a_filled_in_visit("V01", {"own_words": WORDS, "birth_date": "1992-03-12"})
        if way is Way.KIOSK:
            token = pair("Window", by=a_user("the-manager"))[1]
            context.add_cookies(
                [{"name": DEVICE_COOKIE, "value": token, "domain": "localhost", "path": "/form/"}]
            )
        give(context, hand_over(visit, way=way, by=a_user("the-desk")))
        tiers = visit.ruleset.definition.tiers
        told = next(one.patient_text for one in tiers if one.tier is Tier.SELF_CARE)
        left = Left(tab, live_server.url, (*TRACES, written(visit.code), told), PAGES, scripts)
        for place in PAGES:
            tab.goto(live_server.url + place)
            if place == "/form/":
                assert written(visit.code) in left.seen()
        assert WORDS in left.seen()
        return left

    return tablet


def end(left: Left, how: str) -> None:
    """Let the patient come to an end; as long as the receipt stands there, it may say what it says."""
    ENDS[how](left.tab)
    if how == "sent":
        assert len(left.seen()) == 2
        left.traces = left.traces[:-2]


@pytest.mark.hazard("H07")
@pytest.mark.parametrize(
    "how",
    ["handed back", *(pytest.param(one, marks=pytest.mark.long) for one in ("sent", "put away"))],
)
@pytest.mark.parametrize(
    "ways",
    [QUICK, pytest.param(REST, marks=pytest.mark.long)],
    ids=["three ways", "the other ways"],
)
def test_no_way_back_shows_the_answers_of_the_previous_patient(
    at_check: Callable[..., Left], how: str, ways: Sequence[Turn]
) -> None:
    for way in ways:
        left = at_check()
        end(left, how)

        way(left)
        assert left.seen() == [], way.__doc__
        left.tab.context.close()


@pytest.mark.hazard("H07")
@pytest.mark.long
@pytest.mark.parametrize(("way", "scripts"), [(Way.KIOSK, True), (Way.TABLET, False)])
def test_no_way_back_shows_them_on_a_kiosk_or_without_scripts(
    at_check: Callable[..., Left], way: Way, scripts: bool
) -> None:
    how = "handed back at a kiosk" if way is Way.KIOSK else "handed back"
    for turn in WAYS if scripts else BY_HAND:
        left = at_check(way=way, scripts=scripts)
        end(left, how)

        turn(left)
        assert left.seen() == [], turn.__doc__
        left.tab.context.close()


# --- What staff had on the screen before they handed it over ----------------------------------------


@pytest.mark.long
@pytest.mark.hazard("H07")
@pytest.mark.parametrize("ways", [QUICK, REST], ids=len)
def test_no_way_back_shows_a_patient_what_staff_had_on_the_screen(
    keeping: Browser, live_server: LiveServer, doctor: User, ways: Sequence[Turn]
) -> None:
    visit = a_response("V02", {"own_words": WORDS}, name="Priya Raman").visit
    traces = ("Priya Raman", WORDS, written(visit.code))
    places = ("/", f"/visits/{visit.code}/", "/signed/", "/visits/start/")
    for number, way in enumerate(ways):
        tab = keeping.new_context(viewport=TABLET).new_page()
        tab.set_default_timeout(20_000)
        left = Left(tab, live_server.url, traces, places)
        sign_in(tab, live_server.url, doctor)
        for place in places[:2]:
            tab.goto(live_server.url + place)
            assert "Priya Raman" in left.seen()
        name = f"Ada Marlow {number}"
        start_visit(tab, live_server.url, name=name, born=("12", "3", "1992"))

        way(left)
        assert left.seen() == [], way.__doc__
        tab.context.close()
