"""What the actions on a visit share: how it is held, and what it does not allow."""

from triage.intake.models import Visit


class VisitError(ValueError):
    """Something a visit does not allow; the message is fit to show."""


def lock(visit: Visit) -> Visit:
    """Return the visit as it is now, held until the transaction ends."""
    return Visit.objects.slim().select_for_update(of=("self",)).get(pk=visit.pk)


def lock_open(visit: Visit) -> Visit:
    """Return the visit as it is now, held until the transaction ends, if it can still be filled in."""
    visit = lock(visit)
    if visit.submitted_at is not None:
        raise VisitError("These answers were sent already.")
    return visit
