"""What is filled in: a page by the patient, and the start of a visit by staff."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from triage.engine.paging import report
from triage.engine.terms import Answer, Question
from triage.intake.fields import EARLIEST_BIRTH, TicksField, field_for
from triage.intake.models import Visit
from triage.intake.models.patient import storable
from triage.ui.fields import DatePartsField
from triage.ui.forms import ClinicForm


class PageForm(ClinicForm):
    """The questions of one page that this visit is asked."""

    def __init__(self, visit: Visit, questions: Sequence[Question], data: Any = None) -> None:
        super().__init__(data, initial=visit.told)
        self.visit = visit
        self.fields.update({question.link_id: field_for(question) for question in questions})
        self.asked = frozenset(visit.reported().asked)
        self.why = {question.link_id: question.why for question in questions if question.why}

    def answers(self) -> dict[str, Answer | None]:
        """Return every answer that counts, also when another one has to be mended."""
        kept = {
            name: self.cleaned_data[name]
            for name in self.fields
            if self.cleaned_data.get(name) is not None
            or (name in self.cleaned_data and name in self.asked)
        }
        return kept | {
            name: field.reported_in(self[name].data)
            for name, field in self.fields.items()
            if name in self.errors and isinstance(field, TicksField)
        }

    def _post_clean(self) -> None:
        """Ask nothing of a question that the answers just given have hidden."""
        super()._post_clean()  # type: ignore[misc]
        said = self.visit.told | {
            name: answer for name, answer in self.answers().items() if answer is not None
        }
        for name in (name for name, answer in self.answers().items() if answer is None):
            said.pop(name, None)
        age = self.visit.age_by(said)
        self.asked = frozenset(report(self.visit.ruleset, said, age=age, under_way=True).asked)
        for name in set(self.errors) & set(self.fields) - self.asked:
            del self.errors[name]


class StartForm(ClinicForm):
    """Who comes: two identifiers, and the clinic's own number where there is one."""

    name = forms.CharField(label="Name", max_length=120, validators=[storable])
    identifier = forms.CharField(
        label="Clinic number", max_length=40, required=False, validators=[storable]
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["birth_date"] = DatePartsField(
            label="Date of birth", earliest=EARLIEST_BIRTH, latest=timezone.localdate()
        )
        self.order_fields(["name", "birth_date", "identifier"])
        for name in ("name", "identifier"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
