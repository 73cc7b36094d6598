"""A list told in columns: shared out beforehand, for fixed columns are laid out twice as fast.

WeasyPrint balances `columns` by laying the whole list out again and again.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar

from triage.intake.record import Said

T = TypeVar("T")

Columns = tuple[tuple[Said, ...], ...]


def in_columns(said: Sequence[Said], count: int, *, letters: int) -> Columns:
    """Share answers out over so many columns, in their order and about equally long.

    A column has room for so many letters in a line.
    """
    lines = [-(-len(f"{one.question.name}: {one.answer}") // letters) for one in said]
    return shared_out(said, lines, count)


def shared_out(items: Sequence[T], lines: Sequence[int], count: int) -> tuple[tuple[T, ...], ...]:
    """Share items of so many lines each out over columns, the longest as short as can be."""
    height = max(-(-sum(lines) // count), *lines, 0)
    while len(ends := _ends(lines, height)) > count:
        height += 1
    ends += [len(items)] * (count - len(ends))
    return tuple(tuple(items[begin:end]) for begin, end in zip([0, *ends], ends, strict=False))


def _ends(lines: Sequence[int], height: int) -> list[int]:
    """Return where each column ends when none is higher than this."""
    ends, begun = [], 0
    for at, so_far in enumerate(accumulate(lines)):
        if so_far - begun > height:
            ends.append(at)
            begun = so_far - lines[at]
    return [*ends, len(lines)]
