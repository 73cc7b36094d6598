"""Conditions as values: what a condition is made of, and what is inside it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from operator import eq, ge, gt, le, lt

from triage.engine.terms import Tier


class Comparison(StrEnum):
    """How a number is compared."""

    AT_LEAST = ">="
    MORE = ">"
    AT_MOST = "<="
    LESS = "<"
    EQUAL = "=="

    def compare(self, left: int, right: int) -> bool:
        """Return whether the comparison holds between two whole numbers."""
        return COMPARE[self](left, right)


COMPARE: Mapping[Comparison, Callable[[int, int], bool]] = {
    Comparison.AT_LEAST: ge,
    Comparison.MORE: gt,
    Comparison.AT_MOST: le,
    Comparison.LESS: lt,
    Comparison.EQUAL: eq,
}


@dataclass(frozen=True, slots=True)
class Has:
    """One of these options was chosen."""

    question: str
    options: frozenset[str]


@dataclass(frozen=True, slots=True)
class Unsure:
    """The question was asked and left open."""

    question: str


@dataclass(frozen=True, slots=True)
class Age:
    """The patient's age in whole years, -1 when it is not known."""


@dataclass(frozen=True, slots=True)
class Number:
    """The answer to a scale question."""

    question: str


@dataclass(frozen=True, slots=True)
class CountOf:
    """How many of these options were chosen."""

    question: str
    options: frozenset[str]


@dataclass(frozen=True, slots=True)
class UnsureCount:
    """How many red-flag questions were left open, follow-ups not counted."""


Measure = Age | Number | CountOf | UnsureCount


@dataclass(frozen=True, slots=True)
class Compare:
    """A number is compared with a fixed one."""

    measure: Measure
    comparison: Comparison
    value: int


@dataclass(frozen=True, slots=True)
class Not:
    """The inner condition does not hold."""

    inner: "Condition"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """So many of the parts hold."""

    count: int
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A fact: a condition under its name."""

    name: str
    inner: "Condition"


@dataclass(frozen=True, slots=True)
class Incomplete:
    """The form was handed in unfinished."""


@dataclass(frozen=True, slots=True)
class NoOtherRule:
    """No other rule fired: the whole condition of the default rule."""


@dataclass(frozen=True, slots=True)
class Always:
    """An article that is always shown."""


@dataclass(frozen=True, slots=True)
class TierIs:
    """The assessment's tier is one of these."""

    tiers: frozenset[Tier]


@dataclass(frozen=True, slots=True)
class Fired:
    """One of these rules, or a rule of one of these families, fired."""

    rules: frozenset[str]


Condition = (
    Has
    | Unsure
    | Compare
    | Not
    | AllOf
    | AnyOf
    | AtLeast
    | Named
    | Incomplete
    | NoOtherRule
    | Always
    | TierIs
    | Fired
)


def family(rule: str) -> str:
    """Return the family of a rule: the part of its id before the dash."""
    return rule.partition("-")[0]


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """Return the conditions directly inside a condition."""
    match condition:
        case AllOf(parts) | AnyOf(parts) | AtLeast(_, parts):
            return parts
        case Not(inner) | Named(_, inner):
            return (inner,)
        case _:
            return ()


def walk(condition: Condition) -> Iterator[Condition]:
    """Yield a condition and every condition inside it, facts included."""
    yield condition
    for part in parts_of(condition):
        yield from walk(part)


def levels(condition: Condition) -> int:
    """Return how many conditions stand inside each other where it is deepest, facts included."""
    return 1 + max((levels(part) for part in parts_of(condition)), default=0)


def questions_in(condition: Condition) -> frozenset[str]:
    """Return the questions a condition reads, through its facts too."""
    found = set()
    for part in walk(condition):
        match part:
            case Has(question, _) | Unsure(question):
                found.add(question)
            case Compare(Number(question) | CountOf(question, _)):
                found.add(question)
            case _:
                pass
    return frozenset(found)
