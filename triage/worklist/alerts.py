"""Emergencies that nobody has taken note of yet, for the bar on every staff page."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from triage.intake.models import Visit
from triage.intake.models.visit import VisitQuerySet
from triage.worklist.models import Step

logger = logging.getLogger(__name__)

# More than these are told closer together and without a button each, so that all stay in sight.
SPACIOUS = 6


@dataclass(frozen=True, slots=True)
class Alert:
    """An emergency that waits for somebody; of a broken record only the code is sure."""

    code: str
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Alerts:
    """All of them, the longest wait first."""

    waiting: tuple[Alert, ...]
    now: datetime
    sounding: tuple[str, ...] = ()
    mail_failed_at: datetime | None = None

    @property
    def count(self) -> int:
        """How many emergencies wait."""
        return len(self.waiting)

    @property
    def longest(self) -> timedelta:
        """How long the first of them has waited."""
        return self.now - self.waiting[0].since

    @property
    def is_spacious(self) -> bool:
        """Whether each may have a button of its own."""
        return self.count <= SPACIOUS

    @property
    def mark(self) -> str:
        """A text that is another one as soon as the bar must be drawn anew."""
        minutes = self.longest // timedelta(minutes=1) if self.waiting else 0
        parts = [*(one.code for one in self.waiting), minutes, *self.sounding, self.mail_failed_at]
        return " ".join(map(str, parts))


def unacknowledged() -> VisitQuerySet:
    """Return the visits whose emergency nobody has taken note of."""
    return Visit.objects.open().filter(emergency_at__isnull=False, acknowledgement=None)


def alerts_now() -> Alerts:
    """Return what the bar shows, in one query; a record that cannot be read is shown all the same."""
    now, visits = timezone.now(), unacknowledged()
    try:
        return _told(visits, now)
    except Exception as error:  # noqa: BLE001 (a broken record must not silence the others)
        logger.error("The alerts are told by code alone: %s", type(error).__name__)  # noqa: TRY400 (the message may hold what was said)
    return Alerts(
        tuple(Alert(code, "", now) for code in visits.values_list("code", flat=True)), now
    )


def _told(visits: VisitQuerySet, now: datetime) -> Alerts:
    """The alerts, with which of them sound and since when a mail could not be sent."""
    waiting: dict[str, Alert] = {}
    sounding: list[str] = []
    failures: list[datetime] = []
    taken = ("escalations__step", "escalations__failed_at", "escalations__done_at")
    told = visits.order_by("emergency_at", "pk", "escalations__pk")
    for code, name, since, step, failed, done in told.values_list(
        "code", "patient__name", "emergency_at", *taken
    ):
        name.encode()  # half a character is found here, not when the bar is sent
        waiting[code] = Alert(code, name, since or now)
        if step == Step.SOUND:
            sounding.append(code)
        if failed and not done:
            failures.append(failed)
    return Alerts(tuple(waiting.values()), now, tuple(sounding), min(failures, default=None))


def waiting_since(visits: VisitQuerySet) -> dict[Visit, datetime | None]:
    """Return since when each emergency waits; None of one whose moment cannot be read."""
    try:
        return {one: one.emergency_at for one in visits.only("code", "emergency_at")}
    except Exception as error:  # noqa: BLE001 (a broken record must not hold up the others)
        logger.error("The alerts are read one by one: %s", type(error).__name__)  # noqa: TRY400 (the message may hold what was said)
    return {one: _moment_of(one) for one in visits.only("code")}


def _moment_of(visit: Visit) -> datetime | None:
    try:
        return Visit.objects.only("emergency_at").get(pk=visit.pk).emergency_at
    except Exception:  # noqa: BLE001 (the same)
        return None


def steps() -> dict[Step, timedelta]:
    """Return how long an alert may wait before each step; no step where its channel is not set up."""
    after = {Step.SOUND: timedelta(minutes=settings.BACKSTOP_ALERT_SOUND_AFTER)}
    if settings.BACKSTOP_ALERT_MAIL_TO:
        after[Step.MAIL] = timedelta(minutes=settings.BACKSTOP_ALERT_MAIL_AFTER)
    return after
