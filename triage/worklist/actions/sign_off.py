"""What a clinician does with a visit."""

from django.db import transaction
from django.utils import timezone

from triage.accounts.models import User
from triage.audit.actions import record
from triage.intake.actions import close
from triage.intake.models import Visit
from triage.worklist.models import Decision, SignOff


class SignOffError(ValueError):
    """A visit that cannot be signed off; the message is fit to show."""


@transaction.atomic
def sign_off(visit: Visit, *, decision: Decision, note: str = "", by: User) -> SignOff:
    """Sign the clinician's own decision and close the visit. Whoever comes second is told who was first."""
    visit = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if visit.submitted_at is None:
        raise SignOffError("Nothing was sent yet, so there is nothing to sign off.")
    if first := SignOff.objects.filter(visit=visit).select_related("signed_by").first():
        raise SignOffError(f"{first.signed_by.display_name} has signed off this visit already.")
    if decision is Decision.OTHER and not note:
        raise SignOffError("Say in the note what you decided.")

    signed = SignOff.objects.create(
        visit=visit, decision=decision, note=note, signed_at=timezone.now(), signed_by=by
    )
    close(visit, by=by)
    record("worklist.signed_off", visit, by=by)
    return signed
