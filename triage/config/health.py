"""Whether answers can be taken now: the database takes a write, the disk has room, the clock is right."""

import logging
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from triage.config.actions import TOLERANCE, beat
from triage.config.database import let_connections_go
from triage.config.models import Pulse

log = logging.getLogger(__name__)

# A day of a busy clinic is a few megabytes; a backup needs room beside the database.
ROOM_NEEDED = 200 * 1024 * 1024
# Before this was written, no clock was right.
BUILT = datetime(2026, 11, 1, tzinfo=UTC)
APART = timedelta(seconds=30)
# Checked by several at once, it writes once in this time.
SPARING = timedelta(seconds=2)

OK = "ok"


@dataclass(frozen=True, slots=True)
class Health:
    """What was found, in words that name no patient; `ok` where nothing is wrong."""

    database: str
    disk: str
    clock: str

    @property
    def is_well(self) -> bool:
        """Whether answers can be taken."""
        return {self.database, self.disk, self.clock} == {OK}


def health() -> Health:
    """Look at everything that taking an answer needs."""
    now = timezone.now()
    try:
        database, clock = OK, _clock(_pulse(now), now)
    except DatabaseError as error:
        # What the database says may name a host or a file, which is nobody's business here.
        log.warning("The database cannot be written to: %s", type(error).__name__)
        let_connections_go()
        database, clock = "cannot be written to", OK
    return Health(database=database, disk=_disk(), clock=clock)


def _pulse(now: datetime) -> Pulse:
    last = Pulse.objects.filter(pk=1).first()
    if last and timedelta(0) <= now - last.beat_at < SPARING:
        return last
    return beat(at=now)


def _disk() -> str:
    free = shutil.disk_usage(settings.DATA_DIR).free
    return OK if free >= ROOM_NEEDED else f"only {free // (1024 * 1024)} MB are free"


def _clock(pulse: Pulse, now: datetime) -> str:
    if now < BUILT:
        return f"cannot be right: it says {now:%Y-%m-%d}"
    if pulse.went_back_at and pulse.went_back_by and now - pulse.went_back_at < TOLERANCE:
        return f"went back by {pulse.went_back_by.total_seconds():.0f} seconds"
    apart = abs(_time_of_database() - now)
    return OK if apart < APART else f"is {apart.total_seconds():.0f} seconds off the database's"


def _time_of_database() -> datetime:
    """Return the time by the machine the database runs on; SQLite has none of its own."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        told: datetime = cursor.fetchone()[0]
    return told
