"""Taking visits out of the house, with what staff did on them."""

from collections.abc import Collection

from django.db import transaction

from triage.accounts.models import User
from triage.audit.models import Actor
from triage.intake.actions import erase_visits as erase_what_was_said
from triage.intake.models import Visit
from triage.worklist.models import Acknowledgement, Act, Escalation, SignOff


@transaction.atomic
def erase_visits(visits: Collection[Visit], *, by: User | Actor) -> None:
    """Erase visits with everything on them, and patients of whom no visit is left."""
    chosen = [visit.pk for visit in visits]
    Act.objects.filter(visit__in=chosen).delete()
    Acknowledgement.objects.filter(visit__in=chosen).delete()
    Escalation.objects.filter(visit__in=chosen).delete()
    SignOff.objects.filter(visit__in=chosen).delete()
    erase_what_was_said(visits, by=by)
