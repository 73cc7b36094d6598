"""What somebody looks for in the trail, and a page of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.apps import apps
from django.http import QueryDict
from django.utils import timezone

from triage.accounts.models import User
from triage.audit.actions import action_names
from triage.audit.models import Actor, AuditEvent, AuditEventQuerySet

# Digits that fit the key of a row, whatever the database.
LONGEST_KEY = 18


@dataclass(frozen=True, slots=True)
class Sought:
    """What an address asks for; what it cannot mean is taken for nothing."""

    action: str = ""
    who: str = ""
    record: str = ""
    number: str = ""
    since: str = ""
    until: str = ""

    @property
    def query(self) -> str:
        """The same as part of an address."""
        asked = {name: getattr(self, name) for name in self.__slots__}
        return urlencode({name: said for name, said in asked.items() if said})

    def events(self) -> AuditEventQuerySet:
        """Return the events that fit, the newest first."""
        found: AuditEventQuerySet = AuditEvent.objects.select_related("user").order_by("-pk")
        if self.action:
            found = found.filter(action=self.action)
        if self.who in Actor:
            found = found.filter(actor=self.who)
        elif self.who:
            found = found.filter(user=int(self.who))
        if self.record:
            found = found.filter(subject_type=self.record)
        if self.number:
            found = found.filter(subject_id=self.number)
        if self.since:
            found = found.filter(happened_at__gte=_midnight(date.fromisoformat(self.since)))
        if self.until:
            last = date.fromisoformat(self.until)
            found = found.filter(happened_at__lt=_midnight(last + timedelta(days=1)))
        return found


def sought_by(asked: QueryDict) -> Sought:
    """Return what is asked for, as far as it can be meant."""
    action, who = asked.get("action", ""), asked.get("who", "")
    record = asked.get("record", "")
    return Sought(
        action=action if action in action_names() else "",
        who=who if who in Actor or number(who) else "",
        record=record if record in records() else "",
        number=str(number(asked.get("number", "")) or ""),
        since=_day(asked.get("since", "")),
        until=_day(asked.get("until", "")),
    )


def page_of(events: AuditEventQuerySet, before: int, length: int) -> tuple[list[AuditEvent], int]:
    """Return a page of events and the number to ask the next one with; 0 when there is none."""
    found = events.filter(pk__lt=before) if before else events
    page = list(found[: length + 1])
    return page[:length], page[length - 1].pk if len(page) > length else 0


def records() -> list[str]:
    """Return the kinds of records that the trail can speak of."""
    return sorted(
        one._meta.label_lower for one in apps.get_models() if one.__module__.startswith("triage.")
    )


def people() -> list[tuple[str, str]]:
    """Return everybody who can have done something, as an address names them."""
    users = User.objects.order_by("shown_name", "username")
    return [*((one.value, str(one.label)) for one in Actor), *((str(u.pk), str(u)) for u in users)]


def number(text: str) -> int:
    """Return a number out of an address; 0 for what is none, or larger than any key."""
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) <= LONGEST_KEY else 0


def _day(text: str) -> str:
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        return ""
    return day.isoformat() if date.min < day < date.max else ""


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
