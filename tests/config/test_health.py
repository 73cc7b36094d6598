"""The watchdog is told what is so: the database takes a write, the disk has room, the clock is right."""

from collections import namedtuple
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from triage.config import health as house
from triage.config.actions import beat
from triage.config.health import ROOM_NEEDED, health
from triage.config.models import Pulse

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("H23")]

Usage = namedtuple("Usage", "total used free")


def test_all_is_well(client):
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "disk": "ok", "clock": "ok"}
    assert Pulse.objects.count() == 1


@pytest.mark.hazard("H23")
def test_the_proxy_is_told_that_a_process_lives_whatever_else_is_wrong(
    client, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(1, 1, 0))
    assert client.get("/healthz").status_code == 503

    with django_assert_num_queries(0):
        assert client.get("/livez").status_code == 200


def test_it_writes_again_after_a_moment_and_not_before():
    assert health().is_well
    first = Pulse.objects.get().beat_at
    assert health().is_well
    assert Pulse.objects.get().beat_at == first

    Pulse.objects.update(beat_at=first - timedelta(seconds=10))
    assert health().is_well
    assert Pulse.objects.get().beat_at > first


def test_a_database_that_takes_no_write_is_told(client, monkeypatch, caplog):
    def away(**_arguments: object) -> Pulse:
        raise OperationalError("connection to server at db.internal failed for Ada")

    monkeypatch.setattr(house, "beat", away)

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["database"] == "cannot be written to"
    assert "db.internal" not in caplog.text


def test_a_disk_that_is_nearly_full_is_told(client, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(1, 1, ROOM_NEEDED - 1))

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["disk"] == "only 199 MB are free"


@pytest.mark.hazard("H10")
def test_a_clock_that_went_back_is_told_once_and_kept():
    beat(at=timezone.now() + timedelta(hours=1))

    assert health().clock == "went back by 3600 seconds"

    pulse = Pulse.objects.get()
    assert pulse.went_back_by is not None
    Pulse.objects.update(went_back_at=timezone.now() - timedelta(minutes=1))
    assert health().is_well


@pytest.mark.hazard("H10")
def test_a_clock_from_before_this_was_written_is_told(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: house.BUILT - timedelta(days=400))

    assert health().clock.startswith("cannot be right: it says 202")


@pytest.mark.hazard("H10")
def test_a_clock_that_differs_from_the_database_is_told(monkeypatch):
    monkeypatch.setattr(
        house, "_time_of_database", lambda: timezone.now() - timedelta(seconds=3600)
    )

    assert "seconds off the database's" in health().clock


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no clock of its own")
def test_the_clock_of_postgres_is_asked():
    assert abs(house._time_of_database() - timezone.now()) < timedelta(seconds=5)


def test_a_pulse_says_when():
    assert str(beat(at=house.BUILT)) == "pulse at 2026-11-01 00:00:00"
