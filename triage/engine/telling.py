"""Conditions in plain English, in the words of the questions they read."""

from collections.abc import Iterable, Mapping
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
)
from triage.engine.terms import Definition, Question

COMPARED: Mapping[Comparison, str] = {
    Comparison.AT_LEAST: "is {} or more",
    Comparison.MORE: "is more than {}",
    Comparison.AT_MOST: "is {} or less",
    Comparison.LESS: "is less than {}",
    Comparison.EQUAL: "is {}",
}
NOT_HELD: Mapping[Comparison, str] = {
    Comparison.AT_LEAST: "is less than {}",
    Comparison.MORE: "is {} or less",
    Comparison.AT_MOST: "is more than {}",
    Comparison.LESS: "is {} or more",
    Comparison.EQUAL: "is not {}",
}


class Teller:
    """Tells conditions in the words of one definition."""

    def __init__(self, definition: Definition) -> None:
        self._questions = {question.link_id: question for question in definition.questions()}
        self._meanings = {fact.name: fact.meaning for fact in definition.facts}

    def tell(self, condition: Condition) -> str:
        """Return when a condition holds, as a sentence that starts with “when”."""
        match condition:
            case Always():
                return "always"
            case NoOtherRule():
                return "when no other rule fires"
            case _:
                return f"when {self._told(condition)}"

    def _told(self, condition: Condition, *, no: bool = False) -> str:  # noqa: C901, PLR0911 one arm for each noun
        match condition:
            case Has(question, options):
                verb = "does not include" if no else "includes"
                return f"{self._name(question)} {verb} {self._labels(question, options)}"
            case Unsure(question):
                return f"{self._name(question)} was {'not ' if no else ''}left open"
            case Compare(measure, comparison, value):
                compared = (NOT_HELD if no else COMPARED)[comparison].format(value)
                return f"{self._measure(measure)} {compared}"
            case Not(inner):
                return self._told(inner, no=not no)
            case AllOf(parts) | AnyOf(parts):
                # "Not all of them" is "one of them not", and the other way round.
                is_and = isinstance(condition, AllOf) is not no
                return self._joined(parts, "and" if is_and else "or", no=no)
            case AtLeast(count, parts):
                listed = "; ".join(self._told(part) for part in parts)
                many = f"fewer than {count}" if no else f"at least {count}"
                return f"{many} of these hold: [{listed}]"
            case Named(name, _):
                words = self._meanings.get(name) or name.replace("_", " ")
                return f"{'not ' if no else ''}“{words}”"
            case Incomplete():
                return f"the form was {'' if no else 'not '}finished"
            case TierIs(tiers):
                named = _either(tier.code.replace("_", " ") for tier in sorted(tiers))
                return f"the tier is {'not ' if no else ''}{named}"
            case Fired(rules):
                return f"{_either(sorted(rules))} {'did not fire' if no else 'fired'}"
            case Always() | NoOtherRule():
                return "never" if no else "always"
            case _ as never:
                assert_never(never)

    def _joined(self, parts: Iterable[Condition], word: str, *, no: bool) -> str:
        told = []
        for part in parts:
            inner = part.inner if isinstance(part, Not) else part
            text = self._told(part, no=no)
            told.append(f"({text})" if isinstance(inner, AllOf | AnyOf) else text)
        return f" {word} ".join(told)

    def _measure(self, measure: Measure) -> str:
        match measure:
            case Age():
                return "age"
            case Number(question):
                return self._name(question)
            case CountOf(question, options):
                labels = self._labels(question, options)
                return f"the number of {self._name(question)} among {labels}"
            case UnsureCount():
                return "the number of red flags left open"
            case _ as never:
                assert_never(never)

    def _name(self, link_id: str) -> str:
        return self._questions[link_id].name.lower()

    def _labels(self, link_id: str, codes: Iterable[str]) -> str:
        chosen = frozenset(codes)
        question: Question = self._questions[link_id]
        return _either(f"“{o.label}”" for o in question.options if o.code in chosen)


def _either(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last
