"""How a count is written so that it points at nobody: one to four patients are told as `1-4`."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from triage.worklist.tallies.intervals import FEW, Interval, wilson

SMALLEST = 5
SMALL = "1–4"  # noqa: RUF001 (a range is written with a dash)


def is_small(count: int) -> bool:
    """Return whether a count is of so few that they could be known."""
    return 0 < count < SMALLEST


def cell(count: int) -> str:
    """Return a count as it may be shown."""
    return SMALL if is_small(count) else str(count)


def breakdown(counts: Sequence[int]) -> tuple[str, ...]:
    """Return the parts of a known whole. One hidden part alone would follow from the others: then
    the smallest of these is told as a lower bound."""
    written = [cell(count) for count in counts]
    if written.count(SMALL) == 1:
        known = [place for place, count in enumerate(counts) if count >= SMALLEST]
        if known:
            smallest = min(known, key=lambda place: counts[place])
            written[smallest] = _("5 or more")
    return tuple(written)


def share(count: int, of: int) -> tuple[str, str, str]:
    """Return a share in percent, its 95 % interval, and a warning where there are few cases.

    Of a count that is hidden the interval holds for all it may be.
    """
    if is_small(of):
        return "", "", _("too few to tell")
    few = _("few cases") if of < FEW else ""
    if is_small(count):
        outer = Interval(wilson(1, of).low, wilson(min(SMALLEST - 1, of), of).high)
        return "", _range(outer), few
    if is_small(of - count):
        outer = Interval(wilson(of - SMALLEST + 1, of).low, wilson(of - 1, of).high)
        return "", _range(outer), few
    return (f"{round(100 * count / of)} %" if of else ""), _range(wilson(count, of)), few


def _range(interval: Interval) -> str:
    return f"{round(100 * interval.low)}–{round(100 * interval.high)} %"  # noqa: RUF001 (the same)
