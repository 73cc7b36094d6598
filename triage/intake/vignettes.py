"""A test patient answered in the patient's own form: what is asked, and what the working copy says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from triage.content.admin.fields import CodesField
from triage.content.cases import OLDEST
from triage.content.models import Questionnaire, Vignette
from triage.content.models.vignette import LONGEST_CODE
from triage.engine.answers import AnswerError, checked
from triage.engine.assess import assess
from triage.engine.paging import report
from triage.engine.ruleset import Ruleset
from triage.engine.terms import (
    AGE_UNKNOWN,
    Answer,
    Answers,
    Page,
    Question,
    QuestionKind,
    Rule,
    Tier,
)
from triage.intake.fields import field_for
from triage.intake.models.patient import storable
from triage.ui.forms import ClinicForm
from triage.ui.tiers import tier_word
from triage.ui.widgets import TextBlock, TextLine

NAMELESS = (QuestionKind.SINGLE, QuestionKind.MULTI, QuestionKind.SCALE)


@dataclass(frozen=True, slots=True)
class Start:
    """What a test patient is made of before an author touches it, and what to know about it."""

    answers: Answers
    age: int = AGE_UNKNOWN
    notes: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the working copy says to some answers; nothing when no rule speaks."""

    tier: Tier
    rules: tuple[Rule, ...]
    unanswered: tuple[str, ...]
    asked: frozenset[str]

    @property
    def codes(self) -> str:
        """The rules as they are typed."""
        return ", ".join(rule.id for rule in self.rules)


class CaseForm(ClinicForm):
    """Questions as the patient meets them, of which any may stay empty: that is a test too."""

    def __init__(self, questions: Sequence[Question], told: Answers, data: Any = None) -> None:
        super().__init__(data, initial=dict(told))
        self.fields.update({question.link_id: field_for(question) for question in questions})
        self.why = {question.link_id: question.why for question in questions if question.why}

    def answers(self) -> dict[str, Answer]:
        """Return what was answered."""
        return {name: said for name, said in self.cleaned_data.items() if said is not None}

    def _post_clean(self) -> None:
        """Ask for nothing that was left empty."""
        super()._post_clean()  # type: ignore[misc]
        for name in [one for one in self.errors if one in self.fields]:
            sent = self[name].data
            if not (any(sent) if isinstance(sent, list) else sent):
                del self.errors[name]


class VignetteForm(ClinicForm):
    """Who the test patient is, and what a clinician expects."""

    prefix = "case"

    code = forms.CharField(label=_("Code"), max_length=LONGEST_CODE, widget=TextLine())
    title = forms.CharField(label=_("Title"), max_length=120, widget=TextLine())
    story = forms.CharField(
        label=_("Story"), widget=TextBlock(rows=3), max_length=4_000, validators=[storable]
    )
    age = forms.IntegerField(
        label=_("Age in years"),
        required=False,
        min_value=0,
        max_value=OLDEST,
        help_text=_("Empty when it is not known."),
    )
    tier = forms.ChoiceField(
        label=_("Tier expected"),
        choices=[(tier.code, tier_word(tier)) for tier in sorted(Tier, reverse=True)],
    )

    def __init__(self, vignette: Vignette, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial, prefix=self.prefix)
        self.vignette = vignette
        self.seen = ""
        self.fields["rules"] = CodesField(
            vignette.questionnaire.rules.all(),
            label=_("Rules expected"),
            help_text=_("All that fire, by their codes."),
        )

    def clean_code(self) -> str:
        """Refuse a code that another test patient has."""
        code: str = self.cleaned_data["code"]
        others = self.vignette.questionnaire.vignettes.exclude(pk=self.vignette.pk)
        if others.filter(code=code).exists():
            raise forms.ValidationError(_("Another vignette has this code."))
        return code

    def clean_age(self) -> int:
        """Return the age; what is not known has a number of its own."""
        age: int | None = self.cleaned_data["age"]
        return AGE_UNKNOWN if age is None else age


def questions_on(page: Page, ruleset: Ruleset) -> list[Question]:
    """Return what is asked on a page of the form: the age of a test patient is given in years."""
    asked = ruleset.definition.age_question
    return [question for question in page.questions if question.link_id != asked]


def outcome_of(ruleset: Ruleset, answers: Answers, age: int) -> Outcome | None:
    """Return what the rules say to a form that was handed in; None while no rule speaks."""
    reported = report(ruleset, answers, age=age)
    try:
        found = assess(ruleset, reported)
    except ValueError:  # a working copy in which nobody is told anything when no rule fires
        return None
    return Outcome(
        found.tier,
        tuple(ruleset.rule(one.rule) for one in found.findings),
        tuple(ruleset.question(link_id).name for link_id in found.unanswered),
        frozenset(found.asked),
    )


def usable(ruleset: Ruleset, answers: Answers) -> tuple[dict[str, Answer], list[str]]:
    """Return the answers these questions can have, but the birth date, and the link ids of all others."""
    kept: dict[str, Answer] = {}
    left_out: list[str] = []
    for link_id in answers.keys() - {ruleset.definition.age_question}:
        question = ruleset.questions.get(link_id)
        try:
            answer = checked(question, answers[link_id]) if question else None
        except AnswerError:
            answer = None
        if answer is None:
            left_out.append(link_id)
        else:
            kept[link_id] = answer
    return kept, sorted(left_out)


def without_identity(ruleset: Ruleset, answers: Answers) -> dict[str, Answer]:
    """Return what was chosen from what everybody is offered: no words of their own, no dates."""
    return {
        link_id: said
        for link_id, said in answers.items()
        if (question := ruleset.questions.get(link_id)) and question.kind in NAMELESS
    }


def next_code(questionnaire: Questionnaire) -> str:
    """Return a code no test patient has yet: the one after the greatest number."""
    codes = questionnaire.vignettes.values_list("code", flat=True)
    numbers = [int(code[1:]) for code in codes if code[:1] == "V" and code[1:].isdecimal()]
    return f"V{max(numbers, default=0) + 1:02d}"
