"""What is checked when a row of the working copy is saved."""

from collections.abc import Container, Mapping
from typing import Any, ClassVar, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.urls import reverse

from triage.content.admin import uses
from triage.content.admin.fields import CodesField
from triage.content.admin.hints import hint_at
from triage.content.freeze import freeze
from triage.content.history import (
    Snapshot,
    crossings,
    in_words,
    marks,
    snapshot,
)
from triage.content.models import Fact, Questionnaire
from triage.engine.language import Scope, parse
from triage.engine.syntax import ConditionError
from triage.engine.terms import Definition

RowT = TypeVar("RowT", bound=Model)
SEEN = "seen"


class WorkingCopyForm(forms.ModelForm[RowT]):
    """A row whose conditions can be read, whose used names stay, and which keeps to its own form."""

    conditions: ClassVar[Mapping[str, Scope]] = {}
    patient_texts: ClassVar[Mapping[str, bool]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        home = self._home()
        for field in self.fields.values():
            if isinstance(field, CodesField) and home:
                field.keep_to(home)
        for name, scope in self.conditions.items():
            if home and name in self.fields:
                self.fields[name].widget.attrs |= self._checked_as_typed(home, scope)
        hint_at(self, self.patient_texts)

    def _checked_as_typed(self, home: int, scope: Scope) -> dict[str, str]:
        """Return where the script of the page sends a condition."""
        address = reverse("admin:content_questionnaire_condition", args=[home])
        own = self.instance.name if isinstance(self.instance, Fact) else ""
        return {"data-condition": address, "data-scope": scope.name, "data-own": own}

    def _home(self) -> int | None:
        """Return the key of the questionnaire, as known before anything is checked."""
        chosen = str(self.data.get("questionnaire", ""))
        kept: int | None = getattr(self.instance, "questionnaire_id", None)
        return kept or (int(chosen) if chosen.isdecimal() else None)

    @property
    def seen(self) -> str:
        """The marks of what is stored now: the page sends them back when it is saved."""
        stored = self._stored()
        return marks(snapshot(stored)) if stored else ""

    def clean(self) -> dict[str, Any]:
        """Check the row against what others did meanwhile, and the rest of the working copy."""
        cleaned = super().clean() or self.cleaned_data
        self._check_crossings()
        questionnaire = self.questionnaire()
        if questionnaire is not None:
            definition = freeze(questionnaire)
            self.check_conditions(definition)
            self.check_names(definition)
            self._check_home(questionnaire)
        return cleaned

    def questionnaire(self) -> Questionnaire | None:
        """Return the questionnaire the row belongs to, once that is known."""
        chosen = self.cleaned_data.get("questionnaire")
        found: Questionnaire | None = chosen or getattr(self.instance, "questionnaire", None)
        return found

    def facts_in_reach(self) -> Container[str] | None:
        """Return the facts its conditions may use; None for all."""
        return None

    def check_conditions(self, definition: Definition) -> None:
        """Put the engine's own words on the field whose condition cannot be read."""
        words = uses.vocabulary(definition, self.facts_in_reach())
        for name, scope in self.conditions.items():
            if text := self.cleaned_data.get(name):
                try:
                    parse(text, words, scope)
                except ConditionError as error:
                    self.add_error(name, f"{error.message} {pointed_at(text, error)}")

    def check_names(self, definition: Definition) -> None:
        """Refuse a new name where the old one is in use."""

    def refuse_new_name(self, field: str, used: list[uses.Use]) -> None:
        """Say on the field by whom the old name is used."""
        if used:
            by = ", ".join(map(str, used))
            self.add_error(field, f"`{self.initial[field]}` is used by {by}.")

    def is_renamed(self, field: str) -> bool:
        """Return whether a saved row gets another name."""
        return bool(self.instance.pk) and field in self.changed_data and field in self.cleaned_data

    def _stored(self) -> RowT | None:
        rows: Any = type(self.instance)._default_manager
        found: RowT | None = rows.filter(pk=self.instance.pk).first()
        return found

    def _check_crossings(self) -> None:
        """Refuse to undo what somebody else did since the page was shown, and say what it was."""
        rows: Any = type(self.instance)._default_manager
        # Held until this is saved, so that of two who save at once the second sees the first.
        stored = rows.select_for_update().filter(pk=self.instance.pk).first()
        if stored is None:
            return
        held = snapshot(stored)
        crossed = crossings(self.data.get(SEEN, ""), held, self.wanted(held))
        for one in crossed:
            field = one.field if one.field in self.fields else None
            self.add_error(field, one.told(stored))

    def wanted(self, held: Snapshot) -> dict[str, str]:
        """Return what saving would keep; of a field that has to be mended what was typed."""
        given = {
            name: in_words(self.instance, name, self.cleaned_data[name])
            if name in self.cleaned_data
            else str(self[name].data or "")
            for name in self.fields
        }
        return {**held, **given}

    def _check_home(self, questionnaire: Questionnaire) -> None:
        for name, field in self.fields.items():
            chosen = self.cleaned_data.get(name)
            if chosen is None or not isinstance(field, forms.ModelChoiceField):
                continue
            rows = [chosen] if isinstance(chosen, Model) else chosen
            homes = {getattr(row, "questionnaire_id", None) for row in rows}
            if homes - {None, questionnaire.pk}:
                self.add_error(name, "This belongs to another questionnaire.")


class OptionFormSet(forms.BaseInlineFormSet[Any, Any, Any]):
    """The options of a question: those in use can be neither removed nor renamed."""

    @property
    def empty_form(self) -> Any:
        """Return the form the page copies for a new option: it stands last."""
        form = super().empty_form
        taken = [one.instance.position for one in self.initial_forms]
        form.initial["position"] = max(taken, default=-1) + 1
        return form

    def clean(self) -> None:
        """Look up who uses the options that would go."""
        super().clean()
        gone = [form for form in self.initial_forms if self._loses_its_code(form)]
        if not gone:
            return
        question = (
            type(self.instance)
            .objects.select_related("page__questionnaire")
            .get(pk=self.instance.pk)
        )
        definition = freeze(question.page.questionnaire)
        problems = []
        for form in gone:
            code = form.initial["code"]
            if used := uses.of_option(definition, question.link_id, code):
                by = ", ".join(map(str, used))
                problems.append(f"The option `{code}` is used by {by}.")
        if problems:
            raise ValidationError(problems)

    def _loses_its_code(self, form: Any) -> bool:
        return bool(form.cleaned_data.get("DELETE")) or "code" in form.changed_data


def pointed_at(text: str, error: ConditionError) -> str:
    """Return where in the text the trouble starts, in words."""
    before = text[: error.start]
    line = before.count("\n") + 1
    column = error.start - (before.rfind("\n") + 1) + 1
    return f"(line {line}, letter {column})"
