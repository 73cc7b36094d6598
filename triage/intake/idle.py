"""How long a screen holds its visit, and when one that nobody touches forgets it."""

from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings

from triage.intake.models import Visit, Way

A_DAY = timedelta(hours=24)
A_WORKING_DAY = timedelta(hours=12)
# The settings, in seconds. A patient's own phone is not shared, and staff sit beside the other ways.
SHARED: Mapping[str, str] = {
    Way.KIOSK: "BACKSTOP_IDLE_KIOSK",
    Way.TABLET: "BACKSTOP_IDLE_TABLET",
}
# Whoever was told to get help may stand at the desk with the screen, or lie on the floor.
AFTER_AN_EMERGENCY = 300
# The server waits longer than the screen, which needs time to save what stands on it.
SLACK = 30


def held_for(way: Way) -> timedelta:
    """Return how long a screen may hold a visit at most."""
    return A_DAY if way is Way.LINK else A_WORKING_DAY


def idle_after(visit: Visit) -> int | None:
    """Return the seconds after which this visit's screen is put away; None when it never is.

    A visit that is not kept, such as an author's trial of the form, is nobody's to put away.
    """
    name = SHARED.get(visit.way)
    if name is None or visit.pk is None:
        return None
    seconds: int = getattr(settings, name)
    return seconds if visit.emergency_at is None else max(seconds, AFTER_AN_EMERGENCY)


def hold_lasts(visit: Visit) -> timedelta | None:
    """Return how long the server lets the screen hold the visit after it was last heard of."""
    seconds = idle_after(visit)
    return None if seconds is None else timedelta(seconds=seconds + SLACK)
