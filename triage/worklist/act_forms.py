"""What a clinician writes when acting on a visit. Each form says in words what was written."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from triage.engine.terms import Answer, Question, Tier
from triage.intake.forms import PageForm
from triage.intake.models import Visit
from triage.intake.models.patient import storable
from triage.ui.forms import ClinicForm
from triage.ui.tiers import tier_word
from triage.ui.widgets import TextBlock
from triage.worklist.acts import last_seen
from triage.worklist.forms import NoteField
from triage.worklist.models import LONGEST_NOTE, Kind

NOT_DONE = ("", _("Not examined"))
SIDES = [
    NOT_DONE,
    ("normal", _("Normal")),
    ("left", _("Reduced left")),
    ("right", _("Reduced right")),
    ("both", _("Reduced on both sides")),
]
RAISE = [
    NOT_DONE,
    ("negative", _("Negative")),
    ("left", _("Positive left")),
    ("right", _("Positive right")),
    ("both", _("Positive on both sides")),
]
NORMAL = [NOT_DONE, ("normal", _("Normal")), ("changed", _("Not normal"))]


def text(label: Any, *, required: bool, needed: Any = "") -> NoteField:
    """Return a text of several lines."""
    return NoteField(
        label=label,
        needed=needed,
        required=required,
        max_length=LONGEST_NOTE,
        validators=[storable],
        widget=TextBlock(rows=3),
    )


def choice(label: Any, choices: Sequence[tuple[str, Any]]) -> forms.ChoiceField:
    """Return a list to pick from, which may be left as it is."""
    return forms.ChoiceField(label=label, choices=choices, required=False)


class ActForm(ClinicForm):
    """What is written, and the number of the last act that its writer saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def details(self) -> dict[str, Any]:
        """Return what was filled in, part by part."""
        kept = {name: said for name, said in self.cleaned_data.items() if name != "seen"}
        return {name: str(said) for name, said in kept.items() if said not in {"", None}}

    def words(self) -> str:
        """Return what was filled in, as a page says it."""
        return " ".join(self._said(name, said) for name, said in self.details().items())

    def _said(self, name: str, said: str) -> str:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            said = next(str(word) for code, word in field.widget.choices if code == said)
        return f"{field.label}: {said.removesuffix('.')}."

    def clean(self) -> dict[str, Any]:
        """Refuse an act that says nothing."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.details():
            raise forms.ValidationError(_("Fill in at least one part."))
        return cleaned


class OverrideForm(ActForm):
    """Another tier."""

    tier = forms.ChoiceField(
        label=_("Tier"),
        choices=[("", _("Choose")), *((t.code, tier_word(t)) for t in reversed(Tier))],
    )
    reason = text(_("Reason"), required=False, needed=_("(needed for a less urgent tier)"))


class ExaminationForm(ActForm):
    """What was found at the patient."""

    power = choice(_("Power"), SIDES)
    reflexes = choice(_("Reflexes"), SIDES)
    sensation = choice(_("Sensation in the limbs"), SIDES)
    perineum = choice(_("Sensation around the anus and genitals"), NORMAL)
    gait = choice(_("Gait"), NORMAL)
    straight_leg_raise = choice(_("Straight-leg raise"), RAISE)
    temperature = forms.DecimalField(
        label=_("Temperature, °C"), min_value=30, max_value=45, decimal_places=1, required=False
    )
    residual = forms.IntegerField(
        label=_("Post-void residual, ml"), min_value=0, max_value=5000, required=False
    )
    findings = text(_("Findings in words"), required=False)


class OutcomeForm(ActForm):
    """What was done, where the patient went, and what it is taken for."""

    done = text(_("What was done"), required=True)
    sent = choice(
        _("Where to"),
        [
            ("", _("Not noted")),
            ("home", _("Home")),
            ("hospital", _("Hospital")),
            ("imaging", _("Imaging")),
            ("clinic", _("Another visit here")),
            ("elsewhere", _("Somewhere else")),
        ],
    )
    label = forms.CharField(
        label=_("Working label"), max_length=120, required=False, validators=[storable]
    )


class FinalForm(ActForm):
    """What it turned out to be, later."""

    final = forms.ChoiceField(
        label=_("In the end it was"),
        choices=[
            ("", _("Choose")),
            ("serious", _("A serious cause, confirmed")),
            ("other", _("Another cause")),
            ("none", _("No cause found")),
            ("unknown", _("Not known")),
        ],
    )
    what = text(_("What exactly"), required=False)


class AmendmentForm(ActForm):
    """What is added after the sign-off."""

    text = text(_("What is added"), required=True)


class CorrectForm(PageForm):
    """The questions of one page, answered anew with the patient."""

    OWN = ("seen", "reason")

    def __init__(self, visit: Visit, questions: Sequence[Question], data: Any = None) -> None:
        super().__init__(visit, questions, data)
        self.fields["reason"] = text(_("Why is this corrected?"), required=True)
        self.fields["seen"] = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def _post_clean(self) -> None:
        """Mend nothing of what belongs to the correction itself."""
        own = {name: self.errors[name] for name in self.OWN if name in self.errors}
        super()._post_clean()
        self.errors.update(own)

    def answers(self) -> dict[str, Answer | None]:
        """Return the answers alone."""
        return {name: said for name, said in super().answers().items() if name not in self.OWN}


def as_written(form: forms.Form) -> str:
    """Return what was filled in or changed, valid or not, one line for each part."""
    told = ((one, _given(one.value())) for one in form.visible_fields())
    changed = [(one, given) for one, given in told if given and given != _given(one.initial)]
    return "\n".join(f"{one.label}: {_in_words(one.field, given)}" for one, given in changed)


def _given(value: Any) -> list[str]:
    values = value if isinstance(value, list | tuple) else [value]
    return [str(one) for one in values if one not in {"", None}]


def _in_words(field: forms.Field, given: list[str]) -> str:
    """Return values as the page said them when they were chosen."""
    options = {str(code): word for code, word in getattr(field.widget, "choices", ())}
    return ", ".join(str(options.get(one, one)) for one in given)


def lost_to_sign_off(visit: Visit, form: forms.Form) -> dict[str, object]:
    """Return what a form says that came after the sign-off, and the form that adds it to what was signed."""
    if not form.is_bound or not (lost := as_written(form)):
        return {}
    initial = {"seen": last_seen(visit), "text": lost}
    return {"lost": lost, "amendment": AmendmentForm(initial=initial, auto_id="lost_%s")}


FORMS: Mapping[Kind, type[ActForm]] = {
    Kind.OVERRIDE: OverrideForm,
    Kind.EXAMINATION: ExaminationForm,
    Kind.OUTCOME: OutcomeForm,
    Kind.FINAL: FinalForm,
    Kind.AMENDMENT: AmendmentForm,
}
