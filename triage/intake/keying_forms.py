"""What is keyed in from paper: whose it is, which form it is, and every answer as a letter."""

from itertools import groupby
from typing import Any, Final, assert_never

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from triage.content.models import Release
from triage.engine.answers import AnswerError
from triage.engine.terms import Answer, Page, QuestionKind
from triage.intake.entry_forms import StartForm, begin_at, text
from triage.intake.models import Visit
from triage.intake.paper import PaperQuestion, as_keyed, keyed, paper_questions, release_of
from triage.ui.forms import ClinicForm
from triage.ui.widgets import TextBlock


class MarkForm(ClinicForm):
    """Which form a paper is."""

    UNKNOWN: Final = _(
        "No form of this clinic has this number. Look at the foot of the page again."
    )

    mark = text(
        _("Release and content of the form"),
        60,
        hint=_("At the foot of every page of the paper, such as 12 · 7f3a9c2e."),
    )

    def clean_mark(self) -> Release:
        """Return the release the paper was printed from."""
        release = release_of(self.cleaned_data["mark"])
        if release is None:
            raise ValidationError(self.UNKNOWN)
        return release


class PaperStartForm(StartForm, MarkForm):
    """Whose paper it is, and which form."""


class KeyedField(forms.CharField):
    """One question of the paper; its value is the answer, or None where the paper says nothing."""

    def __init__(self, asked: PaperQuestion) -> None:
        is_text = asked.question.kind is QuestionKind.TEXT
        super().__init__(
            label=asked.question.text,
            help_text=_how(asked),
            required=False,
            widget=TextBlock(rows=3) if is_text else forms.TextInput(),
        )
        self.widget.attrs |= {
            "autocomplete": "off",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        self.asked = asked

    def clean(self, value: Any) -> Answer | None:
        """Return what was keyed in; refuse what cannot stand on this paper."""
        try:
            return keyed(self.asked, value or "")
        except AnswerError as error:
            raise ValidationError(str(error)) from error


def _how(asked: PaperQuestion) -> str:
    """Return what can be keyed in for a question."""
    match asked.question.kind:
        case QuestionKind.SINGLE | QuestionKind.MULTI:
            return " · ".join(f"{code} {option.label}" for code, option in asked.codes.items())
        case QuestionKind.SCALE:
            return gettext("a number from 0 to 10")
        case QuestionKind.DATE:
            return gettext("day, month, year, such as 27 3 1956")
        case QuestionKind.TEXT:
            return gettext("as it is written")
        case _ as never:
            assert_never(never)


class KeyingForm(ClinicForm):
    """The whole paper on one screen."""

    def __init__(self, visit: Visit, data: Any = None) -> None:
        told = visit.told
        self.questions = tuple(paper_questions(visit.ruleset.definition))
        super().__init__(
            data,
            initial={
                asked.question.link_id: as_keyed(asked, told[asked.question.link_id])
                for asked in self.questions
                if asked.question.link_id in told
            },
        )
        self.fields.update({asked.question.link_id: KeyedField(asked) for asked in self.questions})
        begin_at(self, self.questions[0].question.link_id)

    def answers(self) -> dict[str, dict[str, Answer | None]]:
        """Return what stands on each page; what has to be mended is left out."""
        pages: dict[str, dict[str, Answer | None]] = {}
        for asked in self.questions:
            link_id = asked.question.link_id
            if link_id in self.cleaned_data:
                pages.setdefault(asked.page.key, {})[link_id] = self.cleaned_data[link_id]
        return pages

    def parts(self) -> list[tuple[Page, list[forms.BoundField]]]:
        """Return the boxes of each page, in the order of the paper."""
        return [
            (page, [self[asked.question.link_id] for asked in group])
            for page, group in groupby(self.questions, key=lambda asked: asked.page)
        ]
