"""An alert that nobody answers is taken further by the clock: a sound, an e-mail, each once."""

import random
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from tests.builders import a_response, a_visit
from tests.intake.screen import Screen
from triage.audit.models import Actor, AuditEvent
from triage.intake.actions import save_answers
from triage.intake.models import Visit
from triage.worklist.actions import acknowledge, alerts, escalate, send_mails
from triage.worklist.alerts import alerts_now
from triage.worklist.models import Escalation, Step

pytestmark = pytest.mark.usefixtures("release")

START = datetime(2026, 6, 12, 10, 0, tzinfo=UTC)
TRIES = 50


@pytest.fixture
def mailed(settings):
    """A clinic that set up an e-mail."""
    settings.BACKSTOP_ALERT_MAIL_TO = ["desk@clinic.example"]
    return settings


@pytest.fixture
def at(monkeypatch):
    """Return how to set the clock to so many seconds after the emergency."""

    def set_clock(seconds):
        monkeypatch.setattr(timezone, "now", lambda: START + timedelta(seconds=seconds))

    return set_clock


@pytest.fixture
def alarmed(emergency):
    Visit.objects.filter(pk=emergency.pk).update(emergency_at=START)
    return emergency


def look():
    return escalate(by=Actor.SYSTEM), send_mails(by=Actor.SYSTEM)


def test_nothing_is_taken_further_before_its_time(alarmed, mailed, at):
    at(119)
    assert look() == (0, 0)
    at(120)
    assert look() == (1, 0)
    at(299)
    assert look() == (0, 0)
    at(300)
    assert look() == (1, 1)
    at(9_000)
    assert look() == (0, 0)


def test_the_mail_names_no_patient(alarmed, mailed, at):
    at(300)
    look()

    sent = mail.outbox[0]
    assert sent.to == ["desk@clinic.example"]
    assert "acknowledged it for 5 minutes" in sent.body
    for personal in (alarmed.patient.name, alarmed.code, str(alarmed.patient.birth_date)):
        assert personal not in f"{sent.subject} {sent.body}"


def test_without_an_address_there_is_no_mail(alarmed, at):
    at(9_000)

    assert look() == (1, 0)
    assert [one.step for one in Escalation.objects.all()] == [Step.SOUND]


def test_what_was_acknowledged_goes_no_further(alarmed, mailed, at, clinician):
    at(130)
    look()
    acknowledge(alarmed, by=clinician)
    at(9_000)

    assert look() == (0, 0)
    assert mail.outbox == []


@pytest.mark.hazard("H01")
def test_a_mail_that_fails_is_told_and_tried_again_until_it_is_sent_once(
    alarmed, mailed, at, client_for, clinician
):
    with mock.patch("triage.worklist.actions.alerts.send_mail", side_effect=ConnectionRefusedError):
        for seconds in (300, 310, 361, 422):
            at(seconds)
            look()
    told = client_for(clinician).get("/alerts/").content.decode()
    at(490)
    look()
    look()

    one = Escalation.objects.get(step=Step.MAIL)
    assert "The e-mail about it could not be sent at 10:07" in told
    assert (one.tries, len(mail.outbox)) == (4, 1)
    assert alerts_now().mail_failed_at is None
    assert str(one) == f"mail for visit {alarmed.code}"


@pytest.mark.usefixtures("mailed")
def test_a_page_that_asks_for_the_bar_waits_for_one_mail_at_most(
    alarmed, at, client_for, clinician
):
    other = a_response("V02", name="Other").visit
    Visit.objects.filter(pk=other.pk).update(emergency_at=START)
    client = client_for(clinician)
    at(300)

    sent = [(client.get("/alerts/"), len(mail.outbox))[1] for _look in range(3)]

    assert sent == [1, 2, 2]


@pytest.mark.hazard("H01", "H18")
def test_each_step_comes_exactly_once_over_fifty_timelines(alarmed, mailed, at):
    chance = random.Random(20261122)  # noqa: S311 (a story to be told again, not a secret)
    for _timeline in range(TRIES):
        Escalation.objects.all().delete()
        mail.outbox.clear()
        before = AuditEvent.objects.filter(action__in=("worklist.escalated", "worklist.mailed"))
        known = before.count()
        looks = sorted(chance.uniform(0, 900) for _ in range(chance.randint(1, 30)))
        for seconds in looks:
            at(seconds)
            look()
            if chance.random() < 0.5:
                look()
        steps = int(looks[-1] >= 120) + int(looks[-1] >= 300)
        assert Escalation.objects.count() == steps
        assert len(mail.outbox) == int(looks[-1] >= 300)
        assert before.count() - known == steps + len(mail.outbox)


def test_the_command_looks_once(alarmed, mailed, at, capsys):
    at(300)

    call_command("escalate_alerts")

    assert capsys.readouterr().out == "2 escalated, 1 mailed.\n"


def test_an_open_page_keeps_the_clock_and_sounds(alarmed, at, client_for, clinician):
    client = client_for(clinician)
    at(119)
    assert 'data-sounding=""' in client.get("/alerts/").content.decode()
    at(121)
    assert f'data-sounding="{alarmed.code}"' in client.get("/alerts/").content.decode()


@pytest.mark.hazard("H01", "H17")
@pytest.mark.parametrize("moment", ["never", ""])
def test_an_emergency_whose_moment_is_broken_is_taken_further_too(alarmed, mailed, at, moment):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL refuses such values itself")
    other = a_response("V04", name="Later").visit
    Visit.objects.filter(pk=other.pk).update(emergency_at=START)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE intake_visit SET emergency_at = %s WHERE id = %s", [moment, alarmed.pk]
        )
    at(130)

    assert escalate(by=Actor.SYSTEM) == 3
    assert send_mails(by=Actor.SYSTEM) == 1
    assert escalate(by=Actor.SYSTEM) == 0


@pytest.mark.hazard("H01")
@pytest.mark.parametrize(("is_staffed", "closed"), [(True, False), (False, True)])
def test_at_hours_when_nobody_is_on_duty_the_patient_is_sent_to_no_desk(
    db, monkeypatch, is_staffed, closed
):
    monkeypatch.setattr("triage.ui.context.is_staffed", lambda _hours, _moment: is_staffed)
    visit, token = a_visit()
    save_answers(visit, "emergency", {"emergency_now": ("limb_dead",)}, by=Actor.PATIENT)

    page = Screen.of(visit, token).client.get("/form/emergency/").content.decode()

    assert ("The clinic is closed" in page) is closed
    assert ("Go to the desk, or call out." in page) is not closed


def test_a_step_that_another_process_took_is_not_taken_again(alarmed):
    step = (alarmed, Step.SOUND, START, START, Actor.SYSTEM)

    assert [alerts._take_further(*step), alerts._take_further(*step)] == [True, False]
    assert AuditEvent.objects.filter(action="worklist.escalated").count() == 1


def test_a_mail_that_another_process_has_in_hand_is_left_to_it(alarmed, mailed, at):
    at(300)
    escalate(by=Actor.SYSTEM)
    due = Escalation.objects.get(step=Step.MAIL)
    send_mails(by=Actor.SYSTEM)

    assert not alerts._send(due, timezone.now(), Actor.SYSTEM)
    assert len(mail.outbox) == 1
