"""How long a screen may hold a visit while nobody touches it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from triage.intake.models import Visit

WORTH_WRITING = timedelta(seconds=15)


def keep_hold(visit: Visit, *, lasts: timedelta) -> None:
    """Let the screen hold the visit for so long from now on.

    Nothing of the visit changes, so nothing is added to its trail; and so that turning a page writes
    nothing, and begins no transaction, a difference of seconds is left as it is.
    """
    until = timezone.now() + lasts
    if visit.held_until is not None and abs(until - visit.held_until) < WORTH_WRITING:
        return
    with transaction.atomic():
        Visit.objects.filter(pk=visit.pk, token_hash=visit.token_hash).update(held_until=until)
