"""The first account is made once, by whoever runs the machine."""

import io
import sys

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.accounts.codes import PASSWORD
from triage.accounts.forms import DEMO_PASSWORD
from triage.accounts.models import User
from triage.accounts.roles import Role
from triage.audit.models import AuditEvent
from triage.config.management.commands import make_demo

pytestmark = pytest.mark.django_db


def make(monkeypatch: pytest.MonkeyPatch, password: str = PASSWORD, username: str = "kim") -> str:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
    said = io.StringIO()
    call_command("create_first_manager", username, name="K. Ito", stdout=said)
    return said.getvalue()


def test_a_fresh_house_has_no_account():
    assert not User.objects.exists()


def test_the_first_manager_can_sign_in_and_is_not_all_powerful(monkeypatch):
    assert "second factor" in make(monkeypatch)

    manager = User.objects.get()
    assert manager.roles == {Role.MANAGER}
    assert (manager.is_staff, manager.is_superuser) == (True, False)
    assert AuditEvent.objects.get(action="accounts.staff_added").who == "Backstop itself"
    answer = Client().post("/accounts/sign-in/", {"login": "kim", "password": PASSWORD})
    assert answer["Location"] == "/accounts/"


def test_there_is_no_second_first_manager(monkeypatch, manager):
    with pytest.raises(CommandError, match="There is a manager already"):
        make(monkeypatch)


def test_a_name_is_not_taken_twice(monkeypatch, clinician):
    with pytest.raises(CommandError, match="already has this user name"):
        make(monkeypatch, username="Okafor")


def test_a_weak_password_is_refused_in_words(monkeypatch):
    with pytest.raises(CommandError, match="at least 12 characters"):
        make(monkeypatch, password="short")

    assert not User.objects.exists()


def test_a_person_types_the_password_twice(monkeypatch):
    typed = iter([PASSWORD, "something else entirely"])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    monkeypatch.setattr(sys, "stdin", type("Terminal", (), {"isatty": lambda _self: True})())

    with pytest.raises(CommandError, match="differ"):
        call_command("create_first_manager", "kim", name="K. Ito")


def test_the_password_of_the_demo_opens_nothing_outside_the_demo(client, clinician, settings):
    """A database that was once a demo's holds accounts with a password everybody knows."""
    clinician.set_password(DEMO_PASSWORD)
    clinician.save()
    sign_in = {"login": "okafor", "password": DEMO_PASSWORD}

    refused = client.post("/accounts/sign-in/", sign_in)
    assert "password of the demo" in refused.content.decode()

    settings.BACKSTOP_DEMO = True
    assert client.post("/accounts/sign-in/", sign_in)["Location"] == "/accounts/"
    assert make_demo.PASSWORD == DEMO_PASSWORD
