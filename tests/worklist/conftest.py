"""Visits as the tests of the worklist need them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.builders import a_filled_in_visit, a_response, a_visit
from triage.accounts.models import User
from triage.audit.models import Actor
from triage.intake.actions import save_answers, submit
from triage.intake.models import Visit


@pytest.fixture
def emergency(db: None) -> Visit:
    """V02, sent: new saddle numbness."""
    return a_response("V02").visit


@pytest.fixture
def plain(db: None) -> Visit:
    """V01, sent: nothing matched."""
    return a_response("V01", name="Marcus Bell").visit


@pytest.fixture
def under_way(db: None) -> Visit:
    """Begun, three pages in, with nothing urgent said."""
    visit, _ = a_visit(name="Priya Raman")
    for key, answers in (
        ("about", {"filled_by": "self", "sex_birth": "female", "pregnancy": "no"}),
        ("emergency", {"emergency_now": ("none",)}),
    ):
        visit = save_answers(visit, key, answers, by=Actor.PATIENT)
    return visit


@pytest.fixture
def taken_back(db: None) -> Visit:
    """An emergency answer, changed before the rest was sent."""
    visit = a_filled_in_visit("V01", name="Daniel Frost")
    for said in (("limb_dead",), ("none",)):
        save_answers(visit, "emergency", {"emergency_now": said}, by=Actor.PATIENT)
    return submit(visit, by=Actor.PATIENT).visit


def begun_ago(visit: Visit, length: timedelta) -> None:
    """Let a visit have begun earlier."""
    Visit.objects.filter(pk=visit.pk).update(started_at=timezone.now() - length)


@pytest.fixture
def another_clinician(clinician: User) -> User:
    """A second clinician."""
    person = User.objects.create_user("brandt", shown_name="Dr L. Brandt")
    person.groups.set(clinician.groups.all())
    return person
