"""How much of what has no end goes on paper. What is longer continues in the record."""

from dataclasses import dataclass

from triage.intake.record import Record

MOST_PAGES = 2
"""Pages of a summary."""

OPEN_A_ROW = 4
"""Rules not excluded that take as much room as one that fired."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Rules printed with what to do, and letters of free text, of a note and of an act.

    On a crowded page the print is closer, and the answers stand below the rules.
    """

    rows: int
    words: int
    note: int
    entry: int
    crowded: bool


ROOMY = Limits(rows=18, words=1_000, note=600, entry=300, crowded=False)
CLOSE = Limits(rows=10, words=300, note=300, entry=150, crowded=True)
CLOSEST = Limits(rows=4, words=100, note=150, entry=80, crowded=True)
# To compare by, never to print.
ENDLESS = Limits(rows=10_000, words=100_000, note=100_000, entry=100_000, crowded=False)


def limits_for(record: Record) -> tuple[Limits, ...]:
    """Return the limits to try, one after the other, until a summary has no page too many."""
    rows = len(record.reasons) + len(record.not_excluded) // OPEN_A_ROW
    return (CLOSE, CLOSEST) if rows > ROOMY.rows else (ROOMY, CLOSE, CLOSEST)
