"""From a question to a form field: one table, and the engine says what counts as an answer."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property

from triage.engine.answers import SCALE, AnswerError, checked
from triage.engine.terms import BODY_MAP, Answer, OptionKind, Question, QuestionKind
from triage.ui.drawn import Likeness
from triage.ui.fields import DatePartsField
from triage.ui.widgets import BodyMap, PickMany, PickOne, ScaleSelect, TextBlock

EARLIEST_BIRTH = date(1900, 1, 1)


class AnswerField(forms.Field):
    """One question of a page; its value is the answer, or None when nothing was said."""

    def __init__(self, question: Question, widget: forms.Widget) -> None:
        super().__init__(
            label=question.text,
            help_text=_help(question),
            required=question.required,
            widget=widget,
        )
        self.question = question

    def clean(self, value: Any) -> Answer | None:
        """Return what was answered; refuse what cannot have been, and silence where it matters."""
        try:
            answer = checked(self.question, value)
        except AnswerError as error:
            raise ValidationError(str(error)) from error
        if answer is None and self.required:
            raise ValidationError(_missing(self.question))
        return answer

    def likeness(self, bound: forms.BoundField) -> Likeness | None:
        """Return what its looks hang on, so that it need be drawn but once: see `ui.drawn`.

        None for words of the patient's own, and for what was sent but is no answer of the question.
        """
        said = bound.value()
        given = said if isinstance(said, (list, tuple)) else (said,)
        is_one = self.question.kind is not QuestionKind.MULTI
        if (is_one and len(given) > 1) or not self.looks.issuperset(given):
            return None
        looks = self.question, self.required, bound.name in getattr(bound.form, "why", {})
        return Likeness(looks, frozenset(str(one) for one in given if one is not None))

    @cached_property
    def looks(self) -> frozenset[object]:
        """Every answer with which the question is drawn from memory; none at all when it is open."""
        match self.question.kind:
            case QuestionKind.SINGLE | QuestionKind.MULTI:
                return frozenset({None, "", *(option.code for option in self.question.options)})
            case QuestionKind.SCALE:
                return frozenset({None, "", *SCALE, *map(str, SCALE)})
            case QuestionKind.DATE | QuestionKind.TEXT:
                return frozenset()


class TicksField(AnswerField):
    """A question with several answers."""

    def reported_in(self, ticked: Any) -> Answer | None:
        """Return what counts of ticks that cannot stand: what is reported, never its denial.

        An emergency sign ticked beside "none of these" must not wait until that is mended, and a
        "none" kept earlier is no longer what the patient says.
        """
        given = [ticked] if isinstance(ticked, str) else ticked or ()
        options = self.question.options
        return tuple(o.code for o in options if not o.exclusive and o.code in given) or None


class DateAnswerField(DatePartsField):
    """A date question; its value is the date as the engine keeps it."""

    def clean(self, value: Any) -> str | None:
        """Return the date in ISO form."""
        day = super().clean(value)
        return day.isoformat() if day else None


def field_for(question: Question) -> forms.Field:
    """Return the field that asks a question."""
    return FIELDS[question.kind](question)


def _single(question: Question) -> forms.Field:
    return AnswerField(question, PickOne(choices=_choices(question)))


def _multi(question: Question) -> forms.Field:
    kind = BodyMap if question.link_id == BODY_MAP else PickMany
    alone = [option.code for option in question.options if option.exclusive]
    return TicksField(question, kind(choices=_choices(question), exclusive=alone))


def _scale(question: Question) -> forms.Field:
    return AnswerField(question, ScaleSelect(low=question.low, high=question.high))


def _date(question: Question) -> forms.Field:
    return DateAnswerField(
        label=question.text,
        help_text=question.help,
        required=question.required,
        earliest=EARLIEST_BIRTH,
        latest=timezone.localdate(),
    )


def _text(question: Question) -> forms.Field:
    return AnswerField(question, TextBlock(rows=5))


FIELDS: Mapping[QuestionKind, Callable[[Question], forms.Field]] = {
    QuestionKind.SINGLE: _single,
    QuestionKind.MULTI: _multi,
    QuestionKind.SCALE: _scale,
    QuestionKind.DATE: _date,
    QuestionKind.TEXT: _text,
}


def _choices(question: Question) -> list[tuple[str, str]]:
    return [(option.code, option.label) for option in question.options]


def _help(question: Question) -> str:
    several = "Tick all that fit." if question.kind is QuestionKind.MULTI else ""
    return " ".join(part for part in (several, question.help) if part)


def _missing(question: Question) -> str:
    unsure = [option.label for option in question.options if option.kind is OptionKind.UNSURE]
    match question.kind:
        case QuestionKind.SCALE:
            return "Choose a number from 0 to 10."
        case QuestionKind.TEXT | QuestionKind.DATE:
            return "Write an answer."
        case QuestionKind.MULTI:
            ask = "Tick at least one answer."
        case QuestionKind.SINGLE:
            ask = "Choose one answer."
    return f"{ask} If you do not know, choose “{unsure[0]}”." if unsure else ask
