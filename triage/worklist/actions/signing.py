"""What a clinician does with a visit."""

from django.db import transaction
from django.utils import timezone

from triage.accounts.models import User
from triage.audit.actions import record
from triage.audit.models import AuditEvent
from triage.intake.actions import close
from triage.intake.models import Visit
from triage.worklist.actions.acts import lock
from triage.worklist.acts import has_opened
from triage.worklist.models import Decision, SignOff


class SignOffError(ValueError):
    """A visit that cannot be signed off; the message is fit to show."""


def open_answers(visit: Visit, *, by: User) -> None:
    """Note that somebody opened what the patient said: nobody decides on answers they have not seen."""
    record("worklist.visit_read", visit, by=by)


def look_at_answers(visit: Visit, *, by: User) -> None:
    """Note that somebody saw answers of a visit on another page than its own: no ground to decide on."""
    record("worklist.answers_read", visit, by=by)


@transaction.atomic
def sign_off(visit: Visit, *, decision: Decision, note: str = "", seen: int, by: User) -> SignOff:
    """Sign the clinician's own decision and close the visit. Whoever comes second is told who was first."""
    visit = lock(visit, None, seen)
    if visit.submitted_at is None:
        raise SignOffError("Nothing was sent yet, so there is nothing to sign off.")
    if first := SignOff.objects.filter(visit=visit).select_related("signed_by").first():
        raise SignOffError(f"{first.signed_by.display_name} has signed off this visit already.")
    if not has_opened(visit, by):
        raise SignOffError("Open the answers before you sign off.")
    if decision is Decision.OTHER and not note:
        raise SignOffError("Say in the note what you decided.")

    signed = SignOff.objects.create(
        visit=visit, decision=decision, note=note, signed_at=timezone.now(), signed_by=by
    )
    close(visit, by=by)
    record("worklist.signed_off", visit, by=by)
    return signed


@transaction.atomic
def sign_off_broken(visit: Visit, *, decision: Decision, note: str, by: User) -> SignOff:
    """Sign off a visit whose record cannot be shown. Nothing is read of it but its key.

    The caller makes sure that it is broken; the note says what was asked and found in person.
    """
    held = Visit.objects.select_for_update(of=("self",)).only("pk").get(pk=visit.pk)
    if first := SignOff.objects.filter(visit=held).select_related("signed_by").first():
        raise SignOffError(f"{first.signed_by.display_name} has signed off this visit already.")
    if not AuditEvent.objects.about(held).filter(action="worklist.visit_read", user=by).exists():
        raise SignOffError("Open the answers before you sign off.")
    if not note:
        raise SignOffError("Say in the note what you asked and found.")
    signed = SignOff.objects.create(
        visit=held, decision=decision, note=note, signed_at=timezone.now(), signed_by=by
    )
    close(held, by=by)
    record("worklist.signed_off", held, by=by)
    return signed
