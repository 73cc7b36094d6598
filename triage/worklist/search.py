"""Finding a visit by what somebody at the desk knows of the patient."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime

from django.db.models import Q

from triage.engine.answers import is_storable
from triage.intake.models import Visit

DATE_FORMS = ("%Y %m %d", "%d %m %Y", "%m %d %Y", "%d %b %Y", "%d %B %Y")


def matches(visit: Visit, sought: str) -> bool:
    """Return whether the name, the birth date, the clinic number or the code holds what is sought."""
    return any(_plain(sought) in _plain(known) for known in _known_of(visit))


def found_by(sought: str, patient: str = "patient", code: str = "code") -> Q:
    """Return the condition for the database that says the same of many visits as `matches` of one.

    `patient` and `code` are the ways from the record that is looked for to these two. A birth
    date must be whole here.
    """
    plain = " ".join(sought.split())
    if not is_storable(plain):
        return Q(pk=None)
    # SQLite folds the case of plain letters alone, but for patterns.
    holds, text = ("icontains", plain) if plain.isascii() else ("iregex", re.escape(plain))
    found = Q(**{f"{patient}__name__{holds}": text})
    found |= Q(**{f"{patient}__identifier__{holds}": text})
    found |= Q(**{f"{code}__contains": re.sub(r"[\s-]", "", plain).upper()})
    return found | Q(**{f"{patient}__birth_date__in": set(_dates_in(plain))})


def _dates_in(text: str) -> Iterator[date]:
    """Every day the text can mean: 3/7 is two of them."""
    for form in DATE_FORMS:
        with suppress(ValueError):
            yield datetime.strptime(_plain(text), form).date()  # noqa: DTZ007 (a birthday needs no zone)


def _known_of(visit: Visit) -> tuple[str, ...]:
    patient, born = visit.patient, visit.patient.birth_date
    return (
        patient.name,
        patient.identifier,
        visit.code,
        f"{visit.code[:3]}-{visit.code[3:]}",
        f"{born:%Y-%m-%d}",
        f"{born:%d %b %Y}",
        *(f"{first} {second} {born:%Y}" for first, second in _either_way(born.day, born.month)),
    )


def _either_way(day: int, month: int) -> tuple[tuple[str, str], ...]:
    """Day and month as people write them: either first, with or without the nought."""
    written = ((str(day), str(month)), (f"{day:02}", f"{month:02}"))
    return (*written, *((month, day) for day, month in written))


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[-/.,]", " ", text.casefold()).split())
