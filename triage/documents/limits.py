"""How much of what has no end goes on paper. What is longer continues in the record."""

from dataclasses import dataclass

from triage.engine.terms import QuestionKind
from triage.intake.record import AnswerState, Record

MOST_PAGES = 2
"""Pages of a summary."""

MOST_LINES = 6
"""Lines that stay lines; more are joined, or a list of single words would fill pages."""

FULL = 4_000
"""Letters of what was reported, free text apart, that leave what staff did hardly any room."""

OPEN_A_ROW = 4
"""Rules not excluded that take as much room as one that fired."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Rules printed with what to do, acts, and letters of free text, of a note and of an act.

    On a crowded page the print is closer, and the answers stand below the rules.
    """

    rows: int
    acts: int
    words: int
    note: int
    entry: int
    crowded: bool


ROOMY = Limits(rows=18, acts=4, words=1_000, note=600, entry=300, crowded=False)
CLOSE = Limits(rows=10, acts=4, words=300, note=300, entry=150, crowded=True)
CLOSEST = Limits(rows=4, acts=4, words=100, note=150, entry=80, crowded=True)
TIGHTER = Limits(rows=2, acts=2, words=80, note=80, entry=50, crowded=True)
TIGHTEST = Limits(rows=1, acts=1, words=80, note=40, entry=30, crowded=True)
# To compare by and to show on screen, never to print.
ENDLESS = Limits(
    rows=10_000, acts=10_000, words=100_000, note=100_000, entry=100_000, crowded=False
)


def lines_of(text: str, longest: int) -> list[str]:
    """Return what paper has room for of a text, line by line as it was written."""
    lines = [line for line in text[:longest].splitlines() if line.strip()]
    return lines if len(lines) <= MOST_LINES else [" / ".join(lines)]


def limits_for(record: Record, *, has_acts: bool) -> tuple[Limits, ...]:
    """Return the limits to try, one after the other, until a summary has no page too many."""
    rows = len(record.reasons) + len(record.not_excluded) // OPEN_A_ROW
    if has_acts and _letters_in(record) > FULL:
        return (CLOSEST, TIGHTER, TIGHTEST)
    crowded = (CLOSE, CLOSEST, TIGHTER, TIGHTEST)
    return crowded if rows > ROOMY.rows else (ROOMY, *crowded)


def _letters_in(record: Record) -> int:
    return sum(
        len(said.question.name) + len(said.answer)
        for said in record.said()
        if said.state is AnswerState.REPORTED and said.question.kind is not QuestionKind.TEXT
    )
