"""What it means for a condition to hold, and why it does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import assert_never

from triage.engine.conditions import (
    Age,
    AllOf,
    Always,
    AnyOf,
    AtLeast,
    Compare,
    Comparison,
    Condition,
    CountOf,
    Fired,
    Has,
    Incomplete,
    Measure,
    Named,
    NoOtherRule,
    Not,
    Number,
    TierIs,
    Unsure,
    UnsureCount,
    family,
    parts_of,
    questions_in,
)
from triage.engine.terms import AGE_UNKNOWN, Answer, Tier


@dataclass(frozen=True, slots=True)
class Reported:
    """What is known of one patient. Only questions that were asked count.

    `unsure` holds asked questions left open, `unknown` also those hidden behind one of them;
    `tier` and `fired` are set only when articles are chosen, after the rules have spoken.
    """

    asked: tuple[str, ...]
    answers: Mapping[str, Answer]
    unsure: frozenset[str] = frozenset()
    unsure_count: int = 0
    unknown: frozenset[str] = frozenset()
    age: int = AGE_UNKNOWN
    incomplete: bool = False
    tier: Tier | None = None
    fired: frozenset[str] = frozenset()

    def choices(self, question: str) -> frozenset[str]:
        """Return the codes chosen at a question; empty when it was not asked or not answered."""
        answer = self.answers.get(question, ())
        return frozenset(answer) if isinstance(answer, tuple) else frozenset({str(answer)})

    def chose(self, question: str, options: frozenset[str]) -> bool:
        """Return whether any of these codes was chosen: what `choices` says, with no set made for it."""
        answer = self.answers.get(question, ())
        return not options.isdisjoint(answer if isinstance(answer, tuple) else (str(answer),))


class Truth(IntEnum):
    """False, unknown, true: ordered, so that `and` is the least and `or` the greatest."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2


def holds(condition: Condition, reported: Reported) -> bool:  # noqa: C901, PLR0911, PLR0912 one arm for each noun
    """Return whether what was reported makes the condition true. Silence makes nothing true."""
    match condition:
        case Has(question, options):
            return reported.chose(question, options)
        case Unsure(question):
            return question in reported.unsure
        case Compare(measure, comparison, value):
            amount = measured(measure, reported)
            return amount is not None and comparison.compare(amount, value)
        case Not(inner):
            return not holds(inner, reported)
        case AllOf(parts):
            return all(holds(part, reported) for part in parts)
        case AnyOf(parts):
            return any(holds(part, reported) for part in parts)
        case AtLeast(count, parts):
            return sum(holds(part, reported) for part in parts) >= count
        case Named(_, inner):
            return holds(inner, reported)
        case Incomplete():
            return reported.incomplete
        case NoOtherRule():
            return not reported.fired
        case Always():
            return True
        case TierIs(tiers):
            return reported.tier in tiers
        case Fired(rules):
            return not rules.isdisjoint(reported.fired | {family(rule) for rule in reported.fired})
        case _ as never:
            assert_never(never)


def measured(measure: Measure, reported: Reported) -> int | None:
    """Return the number a measure stands for; None when its question was not answered."""
    match measure:
        case Age():
            return reported.age
        case Number(question):
            answer = reported.answers.get(question)
            return answer if isinstance(answer, int) else None
        case CountOf(question, options):
            if question not in reported.answers:
                return None
            return len(options & reported.choices(question))
        case UnsureCount():
            return reported.unsure_count
        case _ as never:
            assert_never(never)


def could_hold(condition: Condition, reported: Reported) -> Truth:  # noqa: C901, PLR0911 as above
    """Return the truth of a condition when what is not known is treated as unknown."""
    match condition:
        case Has(question, options):
            if reported.chose(question, options):
                return Truth.TRUE
            return Truth.UNKNOWN if question in reported.unknown else Truth.FALSE
        case Compare(measure, comparison, value):
            return _could_compare(measure, comparison, value, reported)
        case Not(inner):
            return Truth(Truth.TRUE - could_hold(inner, reported))
        case AllOf(parts):
            return _least(could_hold(part, reported) for part in parts)
        case AnyOf(parts):
            return max(could_hold(part, reported) for part in parts)
        case AtLeast(count, parts):
            truths = sorted((could_hold(part, reported) for part in parts), reverse=True)
            return truths[count - 1]
        case Named(_, inner):
            return could_hold(inner, reported)
        case _:
            return Truth.TRUE if holds(condition, reported) else Truth.FALSE


def _least(truths: Iterable[Truth]) -> Truth:
    """Return the least of some truths, with no look at those behind one that is false."""
    least = Truth.TRUE
    for truth in truths:
        if truth is Truth.FALSE:
            return truth
        least = min(least, truth)
    return least


def _could_compare(
    measure: Measure, comparison: Comparison, value: int, reported: Reported
) -> Truth:
    """An unknown age may be any age; an open number or choice may be any answer."""
    amount = measured(measure, reported)
    match measure:
        case Age() if reported.age == AGE_UNKNOWN and value > 0:
            return Truth.UNKNOWN
        case Number(question) | CountOf(question, _) if question in reported.unknown:
            return Truth.UNKNOWN
        case _:
            certain = amount is not None and comparison.compare(amount, value)
            return Truth.TRUE if certain else Truth.FALSE


def reasons(condition: Condition, reported: Reported) -> frozenset[str]:
    """Return the questions whose answers make the condition what it is, true or false."""
    truth = holds(condition, reported)
    match condition:
        case AllOf(parts) if not truth:
            telling = tuple(part for part in parts if not holds(part, reported))
        case AnyOf(parts) if truth:
            telling = tuple(part for part in parts if holds(part, reported))
        case AtLeast(_, parts):
            telling = tuple(part for part in parts if holds(part, reported) is truth)
        case _:
            telling = parts_of(condition)
    if not telling:
        return questions_in(condition)
    return frozenset().union(*(reasons(part, reported) for part in telling))
