"""What every printed page says of itself: whose it is, of which visit, and by which content."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.dateformat import format as date_format

from triage.engine.terms import TierText
from triage.intake.models import Response
from triage.intake.record import Record

LONG_NAME = 50


@dataclass(frozen=True, slots=True)
class Stamp:
    """Two identifiers of the patient, the visit, the clinic, and the edition of the content."""

    title: str
    name: str
    birth_date: date
    identifier: str
    age: int
    code: str
    submitted_at: datetime
    tier: TierText
    clinic_name: str
    clinic_phone: str
    emergency_number: str
    release: int
    content: str
    sample: bool
    single_approver: bool

    @property
    def name_is_long(self) -> bool:
        """Whether the name needs small print to stay within the margins."""
        return len(self.name) > LONG_NAME

    @property
    def when(self) -> str:
        """The time of sending with its zone, so that a copy elsewhere is read right."""
        local = timezone.localtime(self.submitted_at)
        hours = date_format(local, "O")
        offset = f"UTC{hours[0]}{int(hours[1:3])}" + (f":{hours[3:]}" if hours[3:] != "00" else "")
        zone = local.tzname() or ""
        if zone == "UTC":
            return date_format(local, "H:i") + " UTC"
        # Where a zone has no short name, Python repeats the offset.
        name = "" if zone[:1] in "+-" else f" {zone}"
        return date_format(local, "H:i") + (f"{name} ({offset})" if name else f" {offset}")


def stamp_of(response: Response, record: Record) -> Stamp:
    """Return what each page of a response's documents carries."""
    visit, release = response.visit, response.release
    return Stamp(
        title=release.ruleset().definition.title,
        name=visit.patient.name,
        birth_date=visit.patient.birth_date,
        identifier=visit.patient.identifier,
        age=response.age,
        code=visit.code,
        submitted_at=response.submitted_at,
        tier=record.tier_text,
        clinic_name=settings.BACKSTOP_CLINIC_NAME,
        clinic_phone=settings.BACKSTOP_CLINIC_PHONE,
        emergency_number=settings.BACKSTOP_EMERGENCY_NUMBER,
        release=release.number,
        content=release.short_hash,
        sample=release.is_sample,
        single_approver=release.single_approver,
    )
