"""What Backstop writes about itself."""

from datetime import datetime, timedelta

from django.db import transaction

from triage.config.models import Pulse

# Two machines, or a clock that is set right, may differ by this much.
TOLERANCE = timedelta(seconds=5)


@transaction.atomic
def beat(*, at: datetime) -> Pulse:
    """Write that the house is alive, and whether its clock went back since it last was.

    Nobody acts, and it happens every few seconds, so the audit trail says nothing of it.
    """
    pulse = Pulse.objects.select_for_update().filter(pk=1).first() or Pulse(pk=1, beat_at=at)
    if at < pulse.beat_at - TOLERANCE:
        pulse.went_back_at, pulse.went_back_by = at, pulse.beat_at - at
    pulse.beat_at = at
    pulse.save()
    return pulse
