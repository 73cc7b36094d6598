"""Backstop does not serve patients with something wrong, and says what in a sentence each."""

import pytest
from django.core.checks import Error
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection

from triage.config import start
from triage.config.start import reasons_not_to_start

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keep_the_connection(monkeypatch):
    monkeypatch.setattr(connection, "close", lambda: None)


def raising(error: Exception):
    def ask(_name: str) -> bool:
        raise error

    return ask


def test_with_all_in_order_it_starts():
    assert reasons_not_to_start() == []


def test_a_setting_that_cannot_be_used_is_told_with_its_hint(monkeypatch, settings):
    monkeypatch.setattr(
        start, "run_checks", lambda: [Error("BACKSTOP_TYPO is not a setting.", hint="Did you?")]
    )
    settings.DEBUG = True

    assert reasons_not_to_start() == [
        "BACKSTOP_TYPO is not a setting. Did you?",
        "BACKSTOP_DEBUG=1 shows what patients said on error pages: take it away.",
    ]


def test_a_folder_for_files_that_holds_none_is_told(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path

    assert "manage.py collectstatic" in reasons_not_to_start()[0]


@pytest.mark.hazard("H24")
def test_tables_of_another_version_are_told(monkeypatch):
    monkeypatch.setattr(start, "is_of_this_version", lambda _name: False)

    assert "The tables are of another version" in reasons_not_to_start()[0]


@pytest.mark.hazard("H09")
def test_a_database_that_would_lose_answers_is_told(monkeypatch):
    monkeypatch.setattr(start, "is_of_this_version", raising(ImproperlyConfigured("fsync=off")))

    assert reasons_not_to_start() == ["fsync=off"]


def test_a_database_that_is_away_may_come_back(monkeypatch):
    monkeypatch.setattr(start, "is_of_this_version", raising(OperationalError("gone")))

    assert reasons_not_to_start() == []
