"""Signing in, signing out, and where each role starts."""

import pytest

from triage.audit.models import AuditEvent

WORDS = "correct horse battery staple"


@pytest.fixture
def with_password(clinician):
    clinician.set_password(WORDS)
    clinician.save()
    return clinician


def test_staff_sign_in_and_start_where_their_work_is(client, with_password):
    response = client.post("/accounts/sign-in/", {"login": "okafor", "password": WORDS})

    assert response.url == "/accounts/"
    assert client.get("/accounts/").url == "/"
    assert AuditEvent.objects.latest("pk").action == "accounts.signed_in"


def test_a_wrong_password_is_told_in_plain_words_and_noted(client, with_password):
    response = client.post("/accounts/sign-in/", {"login": "okafor", "password": "guess"})

    assert response.status_code == 200
    assert "do not go together" in response.content.decode()
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.who, event.subject_id) == (
        "accounts.sign_in_failed",
        "Somebody not signed in",
        str(with_password.pk),
    )


@pytest.mark.django_db
def test_what_was_typed_by_a_stranger_is_kept_nowhere(client):
    client.post("/accounts/sign-in/", {"login": "my secret", "password": "guess"})

    assert "my secret" not in str(AuditEvent.objects.values_list())


@pytest.mark.django_db
def test_an_empty_form_says_what_to_type(client):
    page = client.post("/accounts/sign-in/", {}).content.decode()

    assert "Type your user name." in page
    assert "Type your password." in page


def test_signing_in_leads_nowhere_outside(client, with_password):
    login = {"login": "okafor", "password": WORDS, "next": "https://elsewhere.example/"}

    assert client.post("/accounts/sign-in/", login).url == "/accounts/"


def test_signing_out_takes_a_post_and_is_noted(client_for, clinician):
    client = client_for(clinician)
    assert client.get("/accounts/sign-out/").status_code == 405

    assert client.post("/accounts/sign-out/").url == "/accounts/sign-in/"
    assert AuditEvent.objects.get(action="accounts.signed_out").user == clinician
    assert client.get("/accounts/").url.startswith("/accounts/sign-in/")


@pytest.mark.django_db
def test_signing_out_twice_does_no_harm(client):
    assert client.post("/accounts/sign-out/").status_code == 302


def test_those_who_look_after_content_start_in_the_admin(client_for, author):
    assert client_for(author).get("/accounts/").url == "/admin/"


def test_the_sign_in_page_shuts_nobody_out(page, live_server, complaints, barriers):
    page.goto(f"{live_server.url}/accounts/sign-in/")
    assert page.get_by_role("heading", level=1).inner_text() == "Sign in"
    assert complaints == []
    assert barriers() == []

    page.get_by_role("button", name="Sign in").click()
    assert page.title().startswith("Error: ")
    assert complaints == []
    assert barriers() == []
