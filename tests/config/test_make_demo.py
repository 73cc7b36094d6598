"""The demonstration: made once, through the same actions as everything else, and nowhere else."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from triage.accounts.models import User
from triage.accounts.roles import Role
from triage.audit.models import Actor, AuditEvent
from triage.config.management.commands import make_demo
from triage.config.management.commands.make_demo import PASSWORD, SCENES, STAFF, Scene
from triage.content.models import published_release
from triage.engine.terms import Tier, Vignette
from triage.intake.models import Patient, Response, Visit
from triage.worklist.models import SignOff

pytestmark = pytest.mark.django_db


def make() -> str:
    """Make the demonstration and return what it says."""
    said = StringIO()
    with override_settings(BACKSTOP_DEMO=True):
        call_command("make_demo", stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The demonstration, made once for all tests here, and what it said."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_sample_content", stdout=StringIO())
        yield make()
        transaction.set_rollback(True)


def visit_of(name: str) -> Visit:
    return Visit.objects.get(patient__name=name)


def vignette_of(scene: Scene) -> Vignette:
    vignettes = published_release().ruleset().definition.vignettes
    return next(one for one in vignettes if one.id == scene.vignette)


def test_nothing_is_made_up_outside_a_demonstration():
    with pytest.raises(CommandError, match="BACKSTOP_DEMO=1"):
        call_command("make_demo")

    assert not User.objects.filter(username="reyes").exists()


def test_without_content_it_says_what_to_run_first():
    with pytest.raises(CommandError, match="load_sample_content"):
        make()

    assert not User.objects.filter(username="reyes").exists()


def test_a_release_without_the_test_patients_is_told(made, monkeypatch):
    monkeypatch.setattr(make_demo, "SCENES", [Scene("DEMO-99", "Nobody", (1, 1), "V99")])

    with pytest.raises(CommandError, match="no test patient V99"):
        make()


def test_a_second_run_adds_nothing(made):
    before = (User.objects.count(), Visit.objects.count(), AuditEvent.objects.count())

    again = make()

    assert f"added {len(STAFF)} made-up staff and {len(SCENES)} made-up visits" in made
    assert "left as they are" in again
    assert before == (User.objects.count(), Visit.objects.count(), AuditEvent.objects.count())


def test_a_run_that_finds_a_part_adds_the_rest(made):
    Patient.objects.filter(identifier="DEMO-03").update(identifier="CHANGED")

    assert "added 0 made-up staff and 1 made-up visits" in make()


def test_every_role_has_somebody():
    assert sorted(member.role for member in STAFF) == sorted(Role)


@pytest.mark.parametrize("member", STAFF, ids=lambda member: member.username)
def test_everybody_it_names_can_sign_in(made, member, settings):
    settings.BACKSTOP_DEMO = True
    browser = Client()
    answer = browser.post(
        reverse("accounts:sign_in"), {"login": member.username, "password": PASSWORD}
    )
    start = browser.get(answer["Location"], follow=True)

    assert member.username in made
    assert start.status_code == 200


def test_the_patients_who_sent_have_the_tier_of_their_test_patient(made):
    sent = Response.objects.select_related("visit__patient")

    assert {one.visit.patient.identifier: one.tier for one in sent} == {
        scene.identifier: vignette_of(scene).tier for scene in SCENES if not scene.stops_after
    }


def test_patients_are_as_old_as_their_test_patient(made):
    visits = Visit.objects.select_related("patient")

    assert {visit.patient.identifier: visit.age for visit in visits} == {
        scene.identifier: vignette_of(scene).age for scene in SCENES
    }


def test_one_emergency_is_on_the_list_before_its_form_is_finished(made):
    waiting = visit_of("Nadia Ferreira")

    assert (waiting.tier, waiting.submitted_at) == (Tier.EMERGENCY, None)


def test_one_form_is_under_way_without_a_tier(made):
    waiting = visit_of("Liam Castell")

    assert (waiting.tier, waiting.submitted_at) == (None, None)


def test_one_visit_is_signed_off(made):
    signed = SignOff.objects.get()

    assert signed.visit == visit_of("Samuel Whitlock")
    assert signed.signed_by.username == "okafor"
    assert signed.visit.closed_at is not None


def test_the_trail_says_who_did_what(made):
    trail = AuditEvent.objects.about(visit_of("Daniel Osei"))

    assert trail.filter(action="intake.visit_started", user__username="reyes").exists()
    assert trail.filter(action="intake.submitted", actor=Actor.PATIENT).exists()
