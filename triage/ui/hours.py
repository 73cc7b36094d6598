"""When somebody is at the clinic, as its settings say."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WRITTEN = re.compile(
    r"(?P<first>\w{3})(-(?P<last>\w{3}))? (?P<opens>\d\d:\d\d)-(?P<closes>\d\d:\d\d)"
)


@dataclass(frozen=True, slots=True)
class Hours:
    """Some days of the week, with the time from which and until which somebody is there."""

    days: frozenset[int]
    opens: time
    closes: time

    def hold(self, moment: datetime) -> bool:
        """Return whether somebody is there at a moment, told in the clinic's own time."""
        return moment.weekday() in self.days and self.opens <= moment.time() < self.closes


def hours_from(text: str) -> tuple[Hours, ...]:
    """Return hours written as `Mon-Fri 08:00-18:00, Sat 09:00-12:00`."""
    return tuple(_hours(part.strip()) for part in text.split(",") if part.strip())


def is_staffed(hours: tuple[Hours, ...], moment: datetime) -> bool:
    """Return whether somebody is on duty; always, where no hours are set."""
    return not hours or any(one.hold(moment) for one in hours)


def closing_time(hours: tuple[Hours, ...], day: date) -> time:
    """Return when the clinic closes on a day; the end of the day where it is not open."""
    return max((one.closes for one in hours if day.weekday() in one.days), default=time.max)


def _hours(text: str) -> Hours:
    written = WRITTEN.fullmatch(text)
    if written is None:
        raise ValueError(f"`{text}` is not written as Mon-Fri 08:00-18:00")
    first, last = _day(written["first"]), _day(written["last"] or written["first"])
    opens, closes = (time.fromisoformat(written[one]) for one in ("opens", "closes"))
    if last < first or closes <= opens:
        raise ValueError(f"`{text}` ends before it begins")
    return Hours(frozenset(range(first, last + 1)), opens, closes)


def _day(name: str) -> int:
    if name not in DAYS:
        raise ValueError(f"`{name}` is none of {', '.join(DAYS)}")
    return DAYS.index(name)
