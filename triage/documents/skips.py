"""When a question on paper is to be answered, in the numbers and letters of the paper itself.

Whoever answers more than is asked does no harm: what nobody was asked is left out when it is
keyed in.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from django.utils.translation import gettext as _

from triage.engine.conditions import (
    Age,
    AllOf,
    AnyOf,
    Compare,
    Comparison,
    Condition,
    Has,
    Named,
    Not,
    Number,
    Unsure,
)
from triage.engine.terms import OptionKind
from triage.intake.paper import PaperQuestion

YEARS: Mapping[Comparison, str] = {
    Comparison.AT_LEAST: "you are %(n)s or older",
    Comparison.MORE: "you are older than %(n)s",
    Comparison.AT_MOST: "you are %(n)s or younger",
    Comparison.LESS: "you are younger than %(n)s",
    Comparison.EQUAL: "you are %(n)s",
}
NUMBERS: Mapping[Comparison, str] = {
    Comparison.AT_LEAST: "you ticked %(n)s or more at question %(question)s",
    Comparison.MORE: "you ticked more than %(n)s at question %(question)s",
    Comparison.AT_MOST: "you ticked %(n)s or less at question %(question)s",
    Comparison.LESS: "you ticked less than %(n)s at question %(question)s",
    Comparison.EQUAL: "you ticked %(n)s at question %(question)s",
}


class UntellableError(ValueError):
    """A condition for which paper has no words; the question is then for everybody."""


class Skips:
    """Tells the conditions of one form in its numbers and letters."""

    def __init__(self, questions: Iterable[PaperQuestion]) -> None:
        self._asked = {asked.question.link_id: asked for asked in questions}

    def tell(self, condition: Condition) -> str:
        """Return when to answer, as words that follow “Answer this only if”; empty for always."""
        try:
            return self._told(condition)
        except UntellableError:
            return ""

    def ticks(self, question: str, options: Iterable[str]) -> list[str]:
        """Return the codes of some options, such as 6a and 6c, in the order of the paper."""
        asked, chosen = self._asked[question], frozenset(options)
        return [f"{asked.number}{code}" for code, one in asked.codes.items() if one.code in chosen]

    def _told(self, condition: Condition) -> str:
        match condition:
            case Named(_, inner):
                return self._told(inner)
            case Compare(Age(), comparison, value):
                return _(YEARS[comparison]) % {"n": value}
            case Compare(Number(question), comparison, value):
                number = self._asked[question].number
                return _(NUMBERS[comparison]) % {"n": value, "question": number}
            case Not(Has(question, options)):
                return _("you did not tick %(codes)s") % {
                    "codes": either(self.ticks(question, options))
                }
            case AllOf(parts):
                return _(" and ").join(self._part(part) for part in parts)
            case Has() | Unsure() | AnyOf():
                return self._any(tuple(_alternatives(condition)))
            case _:
                raise UntellableError

    def _part(self, part: Condition) -> str:
        told = self._told(part)
        return f"({told})" if len(list(_alternatives(part))) > 1 else told

    def _any(self, parts: Sequence[Condition]) -> str:
        """All ticks together, then what was left empty, then the rest."""
        ticks = [code for part in parts for code in self._ticks_of(part)]
        open_ones = (part for part in parts if isinstance(part, Unsure))
        empty = [str(self._asked[part.question].number) for part in open_ones]
        told = [_("you ticked %(codes)s") % {"codes": either(ticks)}] if ticks else []
        told += [_("you left %(numbers)s empty") % {"numbers": either(empty)}] if empty else []
        told += [self._told(part) for part in parts if not isinstance(part, Has | Unsure)]
        return _(" or ").join(told)

    def _ticks_of(self, part: Condition) -> list[str]:
        match part:
            case Has(question, options):
                return self.ticks(question, options)
            case Unsure(question):
                every = self._asked[question].question.options
                unsure = [one.code for one in every if one.kind is OptionKind.UNSURE]
                return self.ticks(question, unsure)
            case _:
                return []


def _alternatives(condition: Condition) -> Iterable[Condition]:
    """Return the parts of which one is enough, facts opened up."""
    match condition:
        case Named(_, inner):
            return _alternatives(inner)
        case AnyOf(parts):
            return chain.from_iterable(map(_alternatives, parts))
        case _:
            return (condition,)


def either(codes: Sequence[str]) -> str:
    """Return codes as `6a, 6c or 7b`, each once."""
    *most, last = dict.fromkeys(codes)
    return _("%(most)s or %(last)s") % {"most": ", ".join(most), "last": last} if most else last


def alone_enough(condition: Condition) -> Iterable[Has]:
    """Return what fires a condition all by itself."""
    return (part for part in _alternatives(condition) if isinstance(part, Has))
