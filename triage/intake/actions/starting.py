"""How a visit begins, who holds it, and who says that it is this patient's."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from triage.accounts.models import User
from triage.audit.actions import record
from triage.audit.models import Actor
from triage.content.models import Release, published_release
from triage.intake.actions.locks import VisitError, lock, lock_open
from triage.intake.idle import held_for
from triage.intake.models import Device, Invitation, Patient, Visit, Way
from triage.intake.models.tokens import hash_of, new_token

MOST_STARTS_AN_HOUR = 20


@transaction.atomic
def start_visit(
    *,
    name: str,
    birth_date: date,
    identifier: str = "",
    patient: Patient | None = None,
    release: Release | None = None,
    by: User,
) -> Visit:
    """Start a visit of somebody whom staff know, under the published release or the one given.

    `patient` is who it is of several with one name and birth date; somebody new is not saved yet.
    """
    now = timezone.now()
    visit = _begin(
        Visit(
            patient=_patient(name, birth_date, identifier, patient),
            started_at=now,
            started_by=by,
            identity_checked_at=now,
            identity_checked_by=by,
        ),
        release or published_release(),
        birth_date,
    )
    record("intake.visit_started", visit, by=by)
    return visit


@transaction.atomic
def start_at_kiosk(device: Device, *, name: str, birth_date: date, by: Actor) -> tuple[Visit, str]:
    """Start a visit of somebody who says they have an appointment; return it with its secret.

    Nobody has checked who it is. So the visit touches no record that is known: its patient is a
    new one until staff check the identity.
    """
    now = timezone.now()
    lately = device.visits.filter(started_at__gt=now - timedelta(hours=1))
    if lately.count() >= MOST_STARTS_AN_HOUR:
        raise VisitError("Too many forms were started here. Please go to the desk.")
    patient = Patient.objects.create(name=" ".join(name.split()), birth_date=birth_date)
    visit = _begin(
        Visit(patient=patient, started_at=now, started_on=device), published_release(), birth_date
    )
    record("intake.visit_started", visit, by=by)
    return visit, give_screen(visit, Way.KIOSK, by=by)


def _begin(visit: Visit, release: Release, birth_date: date) -> Visit:
    visit.release = release
    visit.answers = {release.ruleset().definition.age_question: birth_date.isoformat()}
    visit.save(force_insert=True)
    return visit


def _patient(name: str, birth_date: date, identifier: str, chosen: Patient | None) -> Patient:
    """Return the patient of that number, or who was chosen, or the one of that name and birth date, or a new one."""
    name = " ".join(name.split())
    if not identifier:
        known_well = Patient.objects.known_as(name, birth_date).filter(identifier="")
        patient = chosen or known_well.first() or Patient(name=name, birth_date=birth_date)
        if not patient.pk:
            patient.save()
        return patient
    known = Patient.objects.filter(identifier=identifier).first()
    if known is None:
        return Patient.objects.create(name=name, birth_date=birth_date, identifier=identifier)
    if known.name.casefold() != name.casefold() or known.birth_date != birth_date:
        raise VisitError(
            "This clinic number belongs to somebody with another name or birth date. Check all three."
        )
    return known


@transaction.atomic
def hand_over(visit: Visit, *, way: Way = Way.TABLET, by: User) -> str:
    """Return a new secret for the patient's screen; a screen that held the old one loses the visit."""
    return give_screen(lock_open(visit), way, by=by)


@transaction.atomic
def take_back(visit: Visit, *, by: User | Actor) -> Visit:
    """Let no screen hold the visit any longer. What was saved is kept, and staff can go on with it."""
    visit = lock(visit)
    visit.token_hash = visit.held_until = None
    visit.save(update_fields=["token_hash", "held_until"])
    record("intake.visit_taken_back", visit, by=by)
    return visit


@transaction.atomic
def check_identity(
    visit: Visit,
    *,
    name: str,
    birth_date: date,
    identifier: str = "",
    patient: Patient | None = None,
    by: User,
) -> Visit:
    """Say who this is. The visit moves to the record of that patient; the answers stay as they are."""
    visit = lock(visit)
    if visit.is_identity_checked:
        raise VisitError("The identity of this patient was checked already.")
    if visit.closed_at is not None:
        raise VisitError("This visit is signed off, so it stays as it was signed.")
    claimed = visit.patient
    visit.patient = _patient(name, birth_date, identifier, patient)
    visit.identity_checked_at, visit.identity_checked_by = timezone.now(), by
    visit.save(update_fields=["patient", "identity_checked_at", "identity_checked_by"])
    # Nobody but this visit was ever on the record of somebody who was not checked.
    claimed.delete()
    record("intake.identity_checked", visit, by=by)
    return visit


def give_screen(visit: Visit, way: Way, *, by: User | Actor) -> str:
    """Return a new secret for a locked visit; whatever opened it before opens nothing more."""
    token, now = new_token(), timezone.now()
    visit.token_hash, visit.held_until = hash_of(token), now + held_for(way)
    visit.way = way
    visit.save(update_fields=["token_hash", "held_until", "way"])
    Invitation.objects.unspent().filter(visit=visit).update(withdrawn_at=now)
    record("intake.visit_handed_over", visit, by=by)
    return token
