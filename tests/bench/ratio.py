"""A figure of the bench: what ours takes beside what a baseline takes, in turns."""

import gc
import json
import statistics
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass

Clock = Callable[[], float]
Act = Callable[[], object]


@dataclass(frozen=True)
class Line:
    """One line of the table. A goal is a ratio not to go over, or under it when it is `at_least`.

    `ratio` is the median of pairs; `low` and `high` are the quarter and three quarters of them.
    """

    what: str
    against: str
    goal: float | None
    ratio: float
    low: float
    high: float
    note: str = ""
    at_least: bool = False

    @property
    def is_reached(self) -> bool | None:
        """Whether the goal is reached; None where there is none."""
        if self.goal is None:
            return None
        return self.ratio >= self.goal if self.at_least else self.ratio <= self.goal


def in_turns(ours: Act, baseline: Act, *, rounds: int, clock: Clock) -> list[tuple[float, float]]:
    """Return the seconds of both for each round; who begins changes from round to round."""
    taken = []
    for turn in range(rounds + 2):
        gc.collect()
        first, second = (ours, baseline) if turn % 2 else (baseline, ours)
        one, other = _seconds(first, clock), _seconds(second, clock)
        if turn >= 2:  # the first rounds warm both up
            taken.append((one, other) if turn % 2 else (other, one))
    return taken


def line(
    what: str,
    against: str,
    goal: float | None,
    pairs: list[tuple[float, float]],
    note: str = "",
    *,
    at_least: bool = False,
) -> Line:
    """Return the line that some pairs of seconds make."""
    ratios = sorted(ours / baseline for ours, baseline in pairs)
    ours, baseline = (statistics.median(side) * 1000 for side in zip(*pairs, strict=True))
    told = f"{_ms(ours)} beside {_ms(baseline)}"
    quarter = len(ratios) // 4
    return Line(
        what,
        against,
        goal,
        statistics.median(ratios),
        ratios[quarter],
        ratios[-1 - quarter],
        "; ".join(part for part in (told, note) if part),
        at_least,
    )


def figure(
    what: str,
    against: str,
    goal: float | None,
    ratio: float,
    note: str = "",
    *,
    at_least: bool = False,
) -> Line:
    """Return a line that was measured once and is no ratio of pairs."""
    return Line(what, against, goal, ratio, ratio, ratio, note, at_least)


def tell(lines: list[Line]) -> None:
    """Give the lines to the process that asked for them."""
    json.dump([asdict(one) for one in lines], sys.stdout)
    sys.stdout.write("\n")


def table(lines: list[Line]) -> str:
    """Return the lines as Markdown."""
    rows = [
        "| What | Against | Goal | Ratio | Middle half | Reached | Seen |",
        "|---|---|---:|---:|---:|---|---|",
    ]
    for one in lines:
        sign = "≥" if one.at_least else "≤"
        goal = "-" if one.goal is None else f"{sign} {one.goal:g}"
        reached = {True: "yes", False: "no", None: "-"}[one.is_reached]
        rows.append(
            f"| {one.what} | {one.against} | {goal} | {_short(one.ratio)}"
            f" | {_short(one.low)} to {_short(one.high)} | {reached} | {one.note} |"
        )
    return "\n".join(rows)


def _seconds(act: Act, clock: Clock) -> float:
    begun = clock()
    act()
    return clock() - begun


def _short(number: float) -> str:
    return f"{number:.0f}" if number >= 1000 else f"{number:.3g}"


def _ms(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.2f} s" if milliseconds >= 1000 else f"{milliseconds:.3g} ms"
