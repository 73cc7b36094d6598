"""What an open page does to be noticed: the sound, the title, and a screen that staff left."""

from importlib import import_module

import pytest
from django.conf import settings
from django.utils import timezone

from tests.builders import a_response
from triage.accounts.sessions import LEFT, USED, WHOLE
from triage.worklist.actions import acknowledge
from triage.worklist.models import Escalation, Step

pytestmark = pytest.mark.django_db(transaction=True)

SPEAKER = """
window.tones = 0;
window.mayBeHeard = %s;
window.AudioContext = class {
  get currentTime() { return 0 }
  get destination() { return null }
  get state() { return window.mayBeHeard ? "running" : "suspended" }
  async resume() { window.mayBeHeard = true }
};
window.OscillatorNode = class { connect() {} start() { window.tones += 1 } stop() {} };
"""
MUTE = "Sound is off in this browser: press a key or tap."


@pytest.fixture
def sounding(browse_as, live_server, clinician):
    """Return how to open a page on which some alerts sound, and the codes of these."""

    def opened(*, may_be_heard: bool):
        page, codes = browse_as(clinician), ["AAAAAA"]
        page.add_init_script(SPEAKER % str(may_be_heard).lower())

        def bar(route):
            told = " ".join(codes)
            state = f'data-state="{told}" data-count="{len(codes)}" data-sounding="{told}"'
            route.fulfill(status=200, body=f"<section {state}>heard {told}.</section>")

        page.route("**/alerts/", bar)
        page.clock.install()
        page.goto(f"{live_server.url}/signed/")
        return page, codes

    return opened


def look(page, codes, times=3):
    for _look in range(times):
        page.clock.run_for(2_100)
        page.get_by_text(f"heard {' '.join(codes)}.").wait_for()


@pytest.mark.hazard("H01")
def test_an_alert_sounds_each_minute_until_somebody_acknowledges_it(sounding):
    page, codes = sounding(may_be_heard=True)

    look(page, codes)
    assert page.evaluate("tones") == 3
    codes.append("BBBBBB")
    look(page, codes)
    assert page.evaluate("tones") == 6
    page.reload()
    look(page, codes)
    assert page.evaluate("tones") == 0
    page.clock.run_for(60_000)
    look(page, codes)
    assert page.evaluate("tones") == 3
    codes.clear()
    look(page, codes)
    page.clock.run_for(120_000)
    look(page, codes)
    assert page.evaluate("tones") == 3


@pytest.mark.hazard("H01")
def test_a_browser_that_plays_nothing_says_so_and_plays_at_the_first_key(sounding):
    page, codes = sounding(may_be_heard=False)
    look(page, codes)

    assert page.get_by_text(MUTE).is_visible()
    assert page.evaluate("[tones, sessionStorage.getItem('sounded')]") == [0, None]
    page.keyboard.press("Shift")

    page.wait_for_function("tones === 3")
    look(page, codes)
    assert not page.get_by_text(MUTE).is_visible()


def test_the_title_counts_the_emergencies(sounding):
    page, codes = sounding(may_be_heard=True)
    name = page.title().removeprefix("(1) ")
    look(page, codes)
    assert page.title() == f"(1) {name}"

    codes.append("BBBBBB")
    look(page, codes, times=1)
    assert page.title() == f"(2) {name}"


def test_a_page_that_comes_to_the_front_asks_at_once(sounding):
    page, codes = sounding(may_be_heard=True)
    look(page, codes, times=1)

    with page.expect_request("**/alerts/"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


# --- A screen that staff left -------------------------------------------------------------------------


def nobody_used(session_key: str) -> None:
    """Let nobody have used the screen for long."""
    store = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    store[USED] = 0
    store.save()


def session_of(page) -> str:
    cookies = page.context.cookies()
    return next(str(one["value"]) for one in cookies if one["name"] == settings.SESSION_COOKIE_NAME)


@pytest.mark.long
@pytest.mark.hazard("H01", "H22")
def test_a_screen_that_nobody_uses_goes_on_counting_and_names_nobody(
    browse_as, live_server, clinician, barriers
):
    page = browse_as(clinician)
    page.goto(live_server.url)
    nobody_used(session_of(page))
    page.wait_for_url("**/accounts/sign-in/**")
    assert page.get_by_text("nobody used this screen").is_visible()

    visit = a_response("V02", name="Ada Marlow").visit
    told = page.get_by_role("heading", name="1 emergency not acknowledged")
    told.wait_for()
    assert barriers() == []
    content = page.content()
    assert page.title().startswith("(1) ")
    assert [one for one in ("Marlow", visit.code, "/visits/") if one in content] == []
    acknowledge(visit, by=clinician)
    told.wait_for(state="hidden")


@pytest.mark.hazard("H01")
def test_a_screen_that_was_left_is_told_what_sounds(client_for, clinician):
    client = client_for(clinician)
    nobody_used(client.session.session_key)
    client.get("/")
    visit = a_response("V02").visit
    now = timezone.now()
    Escalation.objects.create(visit=visit, step=Step.SOUND, due_at=now, try_at=now, done_at=now)

    page = client.get("/alerts/count/").content.decode()

    assert 'data-count="1" data-sounding="1 "' in page
    assert visit.code not in page


@pytest.mark.hazard("H22")
def test_the_count_is_for_screens_that_staff_left_today(client, client_for, clinician):
    assert client.get("/alerts/count/").status_code == 403
    left = client_for(clinician)
    assert left.get("/alerts/count/").status_code == 403
    nobody_used(left.session.session_key)
    left.get("/")
    assert left.get("/alerts/count/").status_code == 200
    session = left.session
    session[LEFT] -= WHOLE
    session.save()
    assert left.get("/alerts/count/").status_code == 403


@pytest.mark.hazard("H22")
def test_who_signs_out_leaves_nothing_to_count(client_for, clinician):
    client = client_for(clinician)
    client.post("/accounts/sign-out/")

    assert client.get("/alerts/count/").status_code == 403
    assert "data-alerts" not in client.get("/accounts/sign-in/").content.decode()


@pytest.mark.hazard("H22")
def test_a_patients_page_on_a_screen_that_was_left_gets_no_mark(client_for, clinician):
    client = client_for(clinician)
    nobody_used(client.session.session_key)
    client.get("/form/finished/")

    assert client.get("/alerts/count/").status_code == 403
