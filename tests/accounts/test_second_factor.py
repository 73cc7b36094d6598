"""A password alone opens nothing: every session shows a second factor of its own."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.accounts.codes import PASSWORD, code_of, with_app, with_password
from triage.accounts.actions import reset_second_factor
from triage.audit.models import AuditEvent

SIGN_IN = "/accounts/sign-in/"
ASK = "/accounts/sign-in/code/"
SET_UP = "/accounts/second-factor/app/"
STAFF_PAGES = ["/", "/signed/", "/visits/start/", "/admin/", "/alerts/", "/accounts/"]


@pytest.fixture(autouse=True)
def _required(settings):
    settings.BACKSTOP_SECOND_FACTOR = True


def enter(client: Client, person: str = "okafor") -> str:
    """Sign in by password and return where that leads."""
    return str(client.post(SIGN_IN, {"login": person, "password": PASSWORD})["Location"])


def test_whoever_owns_an_app_is_asked_for_its_code_before_the_session_begins(client, clinician):
    with_app(clinician)

    assert enter(client) == ASK
    assert "_auth_user_id" not in client.session
    assert client.get("/")["Location"].startswith(SIGN_IN)

    assert client.post(ASK, {"code": code_of()})["Location"] == "/accounts/"
    assert client.get("/").status_code == 200


def test_a_wrong_code_opens_nothing_and_is_noted(client, clinician):
    with_app(clinician)
    enter(client)

    page = client.post(ASK, {"code": "000000"})

    assert "That code is not right" in page.content.decode()
    assert client.get("/").status_code == 302
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.subject_id) == ("accounts.second_factor_failed", str(clinician.pk))


@pytest.mark.hazard("H22")
def test_after_five_wrong_codes_even_the_right_one_has_to_wait_in_every_browser(client, clinician):
    cache.clear()
    with_app(clinician)
    enter(client)
    for _ in range(5):
        page = client.post(ASK, {"code": "000000"}).content.decode()
        assert "That code is not right" in page

    for browser in (client, Client(REMOTE_ADDR="192.0.2.2")):
        enter(browser)
        page = browser.post(ASK, {"code": code_of()}).content.decode()
        assert "Too many tries" in page
        assert browser.get("/").status_code == 302
    cache.clear()


def test_a_code_is_good_once(clinician):
    with_app(clinician)
    code, first, second = code_of(), Client(), Client()
    enter(first)
    first.post(ASK, {"code": code})
    enter(second)

    second.post(ASK, {"code": code})

    assert second.get("/").status_code == 302


@pytest.mark.parametrize("address", STAFF_PAGES)
def test_whoever_owns_none_is_sent_to_set_one_up(address, client, clinician):
    with_password(clinician)
    enter(client)
    if address == "/admin/":
        assert client.get(address).status_code == 403
        return

    assert client.get(address)["Location"].startswith("/accounts/second-factor/?next=")


def test_setting_up_an_app_shows_it_and_hands_out_recovery_codes_once(client, clinician):
    with_password(clinician)
    enter(client)
    page = client.get(SET_UP).content.decode()
    secret = re.search(r'own__key">(\w+)<', page)
    assert secret
    assert "<path" in page

    assert (
        client.post(SET_UP, {"code": code_of(secret[1])})["Location"]
        == "/accounts/second-factor/codes/"
    )
    shown = re.findall(
        r"<code>(\w+)</code>", client.get("/accounts/second-factor/codes/").content.decode()
    )
    again = client.get("/accounts/second-factor/codes/").content.decode()

    assert len(shown) == 10
    assert [code for code in shown if code in again] == []
    assert client.get("/").status_code == 200

    other = Client()
    enter(other)
    assert other.post(ASK, {"code": shown[0]})["Location"] == "/accounts/"


def test_a_session_that_never_showed_it_has_to_even_when_the_person_owns_one(client_for, clinician):
    """It began before the app was set up elsewhere, or while none was asked for."""
    with_app(clinician)
    client = client_for(clinician)

    for address in (
        *STAFF_PAGES,
        "/accounts/second-factor/",
        "/accounts/second-factor/app/remove/",
    ):
        if address != "/admin/":
            assert client.get(address)["Location"].startswith("/accounts/show/code/?next="), address

    assert client.post("/accounts/show/code/?next=/", {"code": code_of()})["Location"] == "/"
    assert client.get("/").status_code == 200


def test_a_page_before_the_second_factor_names_no_patient(client_for, clinician):
    page = client_for(clinician).get("/accounts/second-factor/")

    assert "alert_template" not in page.context


def test_the_code_is_asked_for_again_before_the_app_is_removed(client, clinician, monkeypatch):
    with_app(clinician)
    enter(client)
    client.post(ASK, {"code": code_of()})
    monkeypatch.setattr("triage.accounts.adapter.RECENT", 0)

    asked = client.post("/accounts/second-factor/app/remove/")

    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert Authenticator.objects.filter(user=clinician).exists()


def test_removing_it_closes_the_house_until_another_is_set_up(client, clinician):
    with_app(clinician)
    enter(client)
    client.post(ASK, {"code": code_of()})

    client.post("/accounts/second-factor/app/remove/")

    assert not Authenticator.objects.filter(user=clinician).exists()
    assert AuditEvent.objects.filter(action="accounts.second_factor_removed").exists()
    fresh = Client()
    enter(fresh)
    assert fresh.get("/")["Location"].startswith("/accounts/second-factor/")


def test_a_manager_resets_what_was_lost_and_every_session_ends(
    client, client_for, clinician, manager
):
    with_app(clinician)
    enter(client)
    client.post(ASK, {"code": code_of()})

    reset_second_factor(clinician, by=manager)

    assert client.get("/")["Location"].startswith(SIGN_IN)
    assert enter(client) == "/accounts/"
    assert client.get("/")["Location"].startswith("/accounts/second-factor/")
    event = AuditEvent.objects.get(action="accounts.second_factor_reset")
    assert (event.user, event.subject_id) == (manager, str(clinician.pk))


def test_the_half_way_session_can_be_left(client, clinician):
    with_app(clinician)
    enter(client)

    client.post("/accounts/sign-out/")

    assert client.get(SIGN_IN).status_code == 200
    assert client.get(ASK)["Location"].startswith(SIGN_IN)


def test_a_passkey_that_says_nothing_opens_nothing(client, clinician):
    for said in ("", "{}", "[]", "null", '{"response": {"userHandle": "MQ"}}'):
        client.post("/accounts/sign-in/passkey/", {"credential": said})

        assert "_auth_user_id" not in client.session


def test_in_the_demo_nobody_is_asked(client, clinician, settings):
    settings.BACKSTOP_SECOND_FACTOR = False
    with_password(clinician)
    enter(client)

    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/signup/",
        "/accounts/email/",
        "/accounts/password/reset/",
        "/accounts/social/",
        "/accounts/login/code/",
    ],
)
@pytest.mark.django_db
def test_nobody_signs_up_and_no_mail_opens_the_door(address, client):
    assert client.get(address).status_code == 404
