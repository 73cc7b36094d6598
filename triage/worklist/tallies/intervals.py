"""How sure a share is: the score interval of Wilson.

Wilson EB. Probable inference, the law of succession, and statistical inference. Journal of the
American Statistical Association 1927; 22: 209-212. It stays between 0 and 1 and serves small
numbers, where the textbook interval fails.
"""

from dataclasses import dataclass
from math import sqrt

Z = 1.959964
"""Of a hundred such intervals, 95 hold the true share."""

FEW = 20
"""Below so many cases a share says little, and its reader is warned."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A range of shares, each from 0 to 1."""

    low: float
    high: float


def wilson(count: int, of: int) -> Interval:
    """Return the 95 % interval of a share; of nothing at all it is the whole range."""
    if not 0 <= count <= of:
        raise ValueError(f"{count} of {of} is no share.")
    if of == 0:
        return Interval(0.0, 1.0)
    share, square = count / of, Z * Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    reach = Z * sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    low, high = max(0.0, middle - reach), min(1.0, middle + reach)
    return Interval(0.0 if count == 0 else low, 1.0 if count == of else high)
