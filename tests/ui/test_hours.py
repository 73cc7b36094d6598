"""When somebody is on duty."""

from datetime import date, datetime, time

import pytest

from triage.ui.hours import closing_time, hours_from, is_staffed

WEEK = hours_from("Mon-Fri 08:00-18:00, Sat 09:00-12:00")


@pytest.mark.parametrize(
    ("moment", "staffed"),
    [
        ("2026-06-12 08:00", True),  # a Friday
        ("2026-06-12 17:59", True),
        ("2026-06-12 18:00", False),
        ("2026-06-13 11:00", True),
        ("2026-06-13 13:00", False),
        ("2026-06-14 11:00", False),
    ],
)
def test_somebody_is_there_within_the_hours(moment, staffed):
    assert is_staffed(WEEK, datetime.fromisoformat(moment)) is staffed


def test_without_hours_somebody_is_always_there():
    assert hours_from("") == ()
    assert is_staffed((), datetime(2026, 6, 14, 3, 0))  # noqa: DTZ001 (the clinic's own time)


def test_the_clinic_closes_at_the_end_of_its_hours_or_of_the_day():
    assert closing_time(WEEK, date(2026, 6, 12)) == time(18)
    assert closing_time(WEEK, date(2026, 6, 14)) == time.max


@pytest.mark.parametrize(
    "text", ["always", "Mon 8-18", "Fri-Mon 08:00-18:00", "Mon 18:00-08:00", "Mun 08:00-18:00"]
)
def test_hours_that_cannot_be_read_are_refused(text):
    with pytest.raises(ValueError, match=r"is not written|ends before|is none of"):
        hours_from(text)
