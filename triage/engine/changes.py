"""What it is for an answer to be a no, and for a no to get worse.

A no is a denied option; at a question of several choices it is also each reported option that is
not ticked while something is answered and nothing is open. A question without a denied option (how
long, how strong) has no no of its own: one reported answer is not ranked against another.

A no gets worse when it becomes an option that warns, or is left open: not sure, withheld or empty.
Every option of a red-flag question warns, and so does an option elsewhere that opens one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from triage.engine.conditions import Condition, Has, Not, parts_of
from triage.engine.ruleset import Ruleset
from triage.engine.terms import Option, OptionKind, Question, QuestionKind

EMPTY = ""
"""The answer of a question that was left empty."""


@dataclass(frozen=True, slots=True)
class Worsening:
    """A no at a question becomes another answer, whatever else is put down.

    `beside` are the options that stay as they are when the answer joins them; whatever excludes it
    goes. It is None when the answer replaces a plain no.
    """

    question: Question
    answer: str
    beside: tuple[str, ...] | None


def worsenings(ruleset: Ruleset) -> Iterator[Worsening]:
    """Yield every way in which a no can get worse, in the order of the form."""
    opening = _opening_a_red_flag(ruleset)
    for question in ruleset.definition.questions():
        for worse in _of(question):
            if question.red_flag or (question.link_id, worse.answer) in opening:
                yield worse


def codes(question: Question, kind: OptionKind) -> tuple[str, ...]:
    """Return the codes of all options that say this."""
    return tuple(option.code for option in question.options if option.kind is kind)


def _of(question: Question) -> Iterator[Worsening]:
    has_no = bool(codes(question, OptionKind.DENIED))
    joining = tuple(option.code for option in question.options if _joins(question, option))
    for option in question.options:
        if option.code in joining:
            beside = tuple(code for code in joining if code != option.code)
            yield Worsening(question, option.code, beside)
        elif has_no and option.kind is not OptionKind.DENIED:
            yield Worsening(question, option.code, None)
    if has_no:
        yield Worsening(question, EMPTY, None)


def _joins(question: Question, option: Option) -> bool:
    """Whether an option is ticked beside others."""
    several = question.kind is QuestionKind.MULTI and not option.exclusive
    return several and option.kind is OptionKind.REPORTED


def _opening_a_red_flag(ruleset: Ruleset) -> frozenset[tuple[str, str]]:
    """The questions and options that a red-flag question waits for."""
    return frozenset().union(
        *(
            _wanted(condition)
            for link_id, condition in ruleset.shown_when.items()
            if ruleset.question(link_id).red_flag
        )
    )


def _wanted(condition: Condition, *, meant: bool = True) -> frozenset[tuple[str, str]]:
    """The questions and options that a condition wants to be chosen."""
    match condition:
        case Has(question, options) if meant:
            return frozenset((question, option) for option in options)
        case Not(inner):
            return _wanted(inner, meant=not meant)
        case _:
            return frozenset().union(*(_wanted(part, meant=meant) for part in parts_of(condition)))
