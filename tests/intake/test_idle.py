"""A shared screen that nobody touches forgets its patient; what was saved waits at the desk."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.builders import a_user, a_visit
from tests.intake.screen import Screen, markup
from triage.audit.models import AuditEvent
from triage.intake.access import COOKIE
from triage.intake.actions import hand_over
from triage.intake.idle import idle_after
from triage.intake.models import Visit, Way

SECONDS = {Way.KIOSK: 90, Way.TABLET: 300}
NEVER = [Way.LINK, Way.TOGETHER, Way.PAPER]

Later = Callable[[float], None]


@pytest.fixture
def later(monkeypatch) -> Later:
    """Return how to let seconds pass."""
    start, passed = timezone.now(), [0.0]

    def now() -> datetime:
        return start + timedelta(seconds=passed[0])

    def wait(seconds: float) -> None:
        passed[0] += seconds

    monkeypatch.setattr(timezone, "now", now)
    return wait


def by_way(way: Way) -> Screen:
    visit, _ = a_visit()
    return Screen.of(visit, hand_over(visit, way=way, by=a_user("the-desk")))


@pytest.mark.hazard("H07")
@pytest.mark.parametrize(("way", "seconds"), SECONDS.items())
def test_a_shared_screen_loses_the_visit_when_nobody_touches_it(way, seconds, later):
    screen = by_way(way)
    screen.send("about", filled_by="self", birth_date="1992-03-12", sex_birth="male")
    later(seconds + 20)
    assert screen.see("page", "about").status_code == 200

    later(seconds + 31)
    for answer in (screen.see("page", "about"), screen.send("about", filled_by="carer")):
        assert answer.status_code == 403
        assert b"1992" not in answer.content
    assert screen.kept["filled_by"] == "self"


@pytest.mark.hazard("H07")
def test_every_touch_begins_the_time_anew(later):
    screen = by_way(Way.KIOSK)

    for _ in range(10):
        later(100)
        assert screen.client.get(reverse("intake:here")).status_code == 204
    assert screen.see("page", "about").status_code == 200


READS = [("welcome",), ("page", "pain"), ("check",), ("help",), ("paused",)]
STATEMENTS = {"see": 1, "leave": 8, "send": 12}


@pytest.fixture
def statements(settings) -> Callable[[Callable[[], object]], list[str]]:
    """Return what a request tells the database, beginnings and ends of transactions too."""

    def told(request: Callable[[], object]) -> list[str]:
        with CaptureQueriesContext(connection) as heard:
            request()
        return [query["sql"] for query in heard.captured_queries]

    return told


@pytest.mark.hazard("H19")
@pytest.mark.parametrize("way", [Way.KIOSK, Way.TABLET])
@pytest.mark.parametrize("name", READS, ids=str)
def test_looking_at_a_page_begins_no_transaction_and_writes_nothing(way, name, statements):
    screen = by_way(way)
    screen.see("welcome")
    held = screen.visit.held_until

    told = statements(lambda: screen.see(*name))
    assert [one for one in told if not one.startswith("SELECT")] == []
    assert len(told) <= STATEMENTS["see"]
    assert screen.visit.held_until == held


@pytest.mark.hazard("H19")
def test_a_page_is_left_and_a_form_is_sent_in_one_transaction_of_few_statements(
    at_check, statements
):
    screen = at_check()
    screen.see("welcome")

    left = statements(lambda: screen.send("coping", own_words="It hurts.", function_limit=3))
    assert sum("SAVEPOINT" in one for one in left) == 2
    assert len(left) <= STATEMENTS["leave"]
    sent = statements(lambda: screen.press("check"))
    assert screen.visit.submitted_at is not None
    assert len(sent) <= STATEMENTS["send"]


@pytest.mark.parametrize("way", NEVER)
def test_a_screen_that_nobody_else_uses_is_never_put_away(way, later, front_desk):
    screen = by_way(way)
    screen.client.force_login(front_desk)
    held = screen.visit.held_until
    later(3_600)

    page = screen.see("page", "about")
    assert page.status_code == 200
    assert b"data-idle" not in page.content
    assert screen.visit.held_until == held


@pytest.mark.hazard("H07")
def test_putting_away_ends_the_hold_for_good_and_the_desk_can_go_on():
    screen = by_way(Way.KIOSK)
    screen.send("pain", "stop", pain_now=7)
    secret = screen.client.cookies[COOKIE].value
    answer = screen.client.post(reverse("intake:away"))

    assert answer["Location"] == reverse("intake:away")
    assert answer.cookies[COOKIE].value == ""
    screen.client.cookies[COOKIE] = secret
    assert screen.see("page", "pain").status_code == 403
    assert AuditEvent.objects.about(screen.visit)[0].action == "intake.visit_taken_back"
    again = Screen.of(screen.visit, hand_over(screen.visit, by=a_user("the-desk")))
    assert again.kept["pain_now"] == 7


def test_putting_away_what_nobody_holds_changes_nothing(client):
    assert client.post(reverse("intake:away")).status_code == 302
    assert not Visit.objects.exists()


@pytest.mark.hazard("H01", "H07")
def test_after_an_emergency_there_is_time_to_show_the_screen():
    screen = by_way(Way.KIOSK)
    assert idle_after(screen.visit) == 90

    screen.send("emergency", emergency_now=("limb_dead",))
    assert idle_after(screen.visit) == 300


@pytest.mark.hazard("H07")
@pytest.mark.parametrize("name", ["welcome", "paused", "help", "check", "page"])
def test_every_page_of_a_shared_screen_warns_and_works_without_scripts(name):
    screen = by_way(Way.TABLET)
    page = screen.see(name, *(["pain"] if name == "page" else []))

    refresh = [one["content"] for one in markup(page).all("meta") if "http-equiv" in one]
    assert refresh == [f"300; url={reverse('intake:still_there')}"]
    (dialog,) = (one for one in markup(page).all("dialog") if "data-idle" in one)
    assert dialog["data-idle"] == "300"


@pytest.mark.hazard("H07")
@pytest.mark.parametrize("name", ["still_there", "away"])
def test_the_pages_of_a_screen_put_away_tell_of_nobody(name):
    screen = by_way(Way.TABLET)
    held = screen.visit.held_until
    page = screen.client.get(reverse(f"intake:{name}"))

    assert page.status_code == 200
    assert screen.visit.code.encode() not in page.content
    assert screen.visit.held_until == held
