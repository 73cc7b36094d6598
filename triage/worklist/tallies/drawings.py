"""The numbers as drawings: places and sizes for the template, which draws them as plain SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from triage.engine.terms import Tier
from triage.ui.tiers import tier_code

HEIGHT = 160
WIDTH = 720


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of a bar: a tier's share of a day."""

    tier: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar for each day, the most urgent at its foot, with the lines to read it by."""

    blocks: tuple[Block, ...]
    lines: tuple[tuple[float, int], ...]
    first: date
    last: date
    height: int = HEIGHT
    width: int = WIDTH


def bars_of(counts: Sequence[Sequence[int]], days: Sequence[date]) -> Bars:
    """Draw the visits of each day, in the order of `tier_counts`."""
    most = max((sum(row) for row in counts), default=0) or 1
    step = WIDTH / max(1, len(days))
    tiers = [tier_code(tier) for tier in (*reversed(Tier), None)]
    blocks = []
    for place, row in enumerate(counts):
        foot = float(HEIGHT)
        for tier, count in zip(tiers, row, strict=True):
            height = HEIGHT * count / most
            foot -= height
            if count:
                x, width = round(place * step + step * 0.1, 1), round(step * 0.8, 1)
                blocks.append(Block(tier, x, round(foot, 1), width, round(height, 1)))
    half = most // 2
    lines = tuple((round(HEIGHT - HEIGHT * one / most, 1), one) for one in {half, most} if one)
    return Bars(tuple(blocks), lines, days[0], days[-1])
