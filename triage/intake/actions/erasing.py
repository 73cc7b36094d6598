"""Taking a patient out of the house: the one way in which what was submitted ever goes."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet

from triage.accounts.models import User
from triage.audit.actions import record
from triage.audit.models import Actor
from triage.intake.models import Invitation, Patient, Response, Visit


@transaction.atomic
def erase_visits(visits: Collection[Visit], *, by: User | Actor) -> None:
    """Erase visits with all that was said on them, and patients of whom no visit is left.

    What staff did on the visits lies above this room and must be gone before. The audit trail keeps
    its lines: they name records by number and say nothing of the patient.
    """
    chosen = [visit.pk for visit in visits]
    for visit in visits:
        record("intake.visit_erased", visit, by=by)
    # Past the guard of its own manager, which refuses everybody else.
    QuerySet(Response).filter(visit__in=chosen).delete()
    Invitation.objects.filter(visit__in=chosen).delete()
    Visit.objects.filter(pk__in=chosen).delete()
    left = Patient.objects.filter(pk__in={visit.patient_id for visit in visits}, visits=None)
    for patient in left:
        record("intake.patient_erased", patient, by=by)
    Patient.objects.filter(pk__in=[patient.pk for patient in left]).delete()
