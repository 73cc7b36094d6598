"""Finding a visit by what somebody at the desk knows of the patient."""

import re

from triage.intake.models import Visit


def matches(visit: Visit, sought: str) -> bool:
    """Return whether the name, the birth date, the clinic number or the code holds what is sought."""
    return any(_plain(sought) in _plain(known) for known in _known_of(visit))


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
