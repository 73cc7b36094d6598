"""How long somebody stays signed in, and how often somebody may guess."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.accounts.codes import PASSWORD, with_password
from triage.accounts import sessions

SIGN_IN = "/accounts/sign-in/"


class Clock:
    """The clock of the sessions, which a test turns."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(sessions, "time", clock)
    return clock


def test_a_screen_nobody_uses_is_signed_out_after_15_minutes(clock, client_for, clinician):
    client = client_for(clinician)
    clock.now += sessions.UNUSED - 1
    assert client.get("/signed/").status_code == 200
    clock.now += sessions.UNUSED

    asked = client.get("/signed/")

    assert asked["Location"] == f"{SIGN_IN}?next=/signed/"
    assert "nobody used this screen" in client.get(asked["Location"]).content.decode()
    assert list(client.session.keys()) == [sessions.LEFT]


def test_somebody_who_works_all_day_signs_in_anew_after_12_hours(clock, client_for, clinician):
    client = client_for(clinician)
    for _ in range(12 * 6 - 1):
        clock.now += 600
        assert client.get("/signed/").status_code == 200
    clock.now += 600

    assert client.get("/signed/")["Location"].startswith(SIGN_IN)


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(clock, client_for, clinician):
    client = client_for(clinician)
    by_itself = {sessions.BY_ITSELF: "1"}
    for _ in range(14):
        clock.now += 60
        assert client.get("/alerts/", headers=by_itself).status_code == 200
    clock.now += 60

    assert client.get("/alerts/", headers=by_itself).status_code == 401
    assert client.get("/").status_code == 302


def test_a_session_without_a_clock_is_too_old(client_for, clinician):
    client = client_for(clinician)
    session = client.session
    del session[sessions.BEGAN]
    session.save()

    assert client.get("/")["Location"].startswith(SIGN_IN)


def test_what_was_posted_is_not_asked_for_again_with_a_get(clock, client_for, clinician):
    client = client_for(clinician)
    clock.now += sessions.UNUSED

    assert client.post("/")["Location"] == f"{SIGN_IN}?next=/accounts/"


@pytest.mark.django_db
def test_a_stranger_has_no_session(client):
    client.get(SIGN_IN)

    assert "sessionid" not in client.cookies


def test_the_key_of_a_session_changes_at_the_door(client, clinician):
    with_password(clinician)
    session = client.session
    session["planted"] = 1
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted

    client.post(SIGN_IN, {"login": "okafor", "password": PASSWORD})

    assert client.cookies["sessionid"].value != planted
    assert Client(headers={"cookie": f"sessionid={planted}"}).get("/").status_code == 302


def test_a_cookie_of_old_opens_nothing_after_signing_out(client_for, clinician):
    client = client_for(clinician)
    old = client.cookies["sessionid"].value
    client.post("/accounts/sign-out/")

    assert Client(headers={"cookie": f"sessionid={old}"}).get("/")["Location"].startswith(SIGN_IN)


def test_a_new_password_ends_every_other_session(client, client_for, clinician):
    with_password(clinician)
    other = client_for(clinician)
    client.post(SIGN_IN, {"login": "okafor", "password": PASSWORD})
    new = "another horse battery staple"

    client.post(
        "/accounts/password/",
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )

    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302


# --- Guessing ---------------------------------------------------------------------------------------


@pytest.fixture
def _no_tries_yet(db):
    cache.clear()


def guess(login: str, password: str, address: str = "192.0.2.1") -> str:
    """Try once from an address, and return what the page says; nothing when it lets one in."""
    client = Client(REMOTE_ADDR=address)
    return client.post(SIGN_IN, {"login": login, "password": password}).content.decode()


@pytest.mark.usefixtures("_no_tries_yet")
def test_after_five_wrong_tries_even_the_right_password_has_to_wait(clinician):
    with_password(clinician)
    for _ in range(5):
        assert "do not go together" in guess("okafor", "wrong")

    assert "Too many tries" in guess("okafor", PASSWORD)
    assert "Too many tries" in guess("OKAFOR", PASSWORD)


@pytest.mark.usefixtures("_no_tries_yet")
def test_a_guesser_locks_out_neither_the_owner_elsewhere_nor_a_colleague_here(
    clinician, front_desk
):
    with_password(clinician)
    with_password(front_desk)
    for number in range(60):
        guess(f"nobody-{number}", "wrong")
    for _ in range(8):
        guess("okafor", "wrong")

    assert guess("okafor", PASSWORD, address="192.0.2.2") == ""
    assert guess("reyes", PASSWORD) == ""


@pytest.mark.usefixtures("_no_tries_yet")
def test_the_wait_grows(clinician, monkeypatch):
    with_password(clinician)
    clock = Clock()
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", clock.time)
    for _ in range(5):
        guess("okafor", "wrong")
    clock.now += 61
    for _ in range(5):
        assert "do not go together" in guess("okafor", "wrong")
    clock.now += 61

    assert "Too many tries" in guess("okafor", PASSWORD)
    clock.now += 600
    assert guess("okafor", PASSWORD) == ""


@pytest.mark.usefixtures("_no_tries_yet")
def test_an_address_that_a_client_claims_for_itself_counts_for_nothing(clinician):
    with_password(clinician)
    for number in range(6):
        Client(REMOTE_ADDR="192.0.2.1", headers={"x-forwarded-for": f"198.51.100.{number}"}).post(
            SIGN_IN, {"login": "okafor", "password": "wrong"}
        )

    assert "Too many tries" in guess("okafor", PASSWORD)


@pytest.mark.usefixtures("_no_tries_yet")
def test_behind_a_proxy_the_address_that_the_proxy_saw_counts(clinician, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    with_password(clinician)

    def tried(seen: str, password: str) -> str:
        forwarded = {"x-forwarded-for": f"203.0.113.9, {seen}"}
        client = Client(REMOTE_ADDR="127.0.0.1", headers=forwarded)
        return client.post(SIGN_IN, {"login": "okafor", "password": password}).content.decode()

    for _ in range(5):
        tried("192.0.2.1", "wrong")

    assert "Too many tries" in tried("192.0.2.1", PASSWORD)
    assert tried("192.0.2.2", PASSWORD) == ""
