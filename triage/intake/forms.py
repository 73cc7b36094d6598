"""A page of questions, as the patient fills it in."""

from collections.abc import Sequence
from typing import Any

from triage.engine.paging import report
from triage.engine.terms import Answer, Question
from triage.intake.fields import TicksField, field_for
from triage.intake.models import Visit
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
        """Return every answer that counts, also when another one has to be mended.

        A question that is hidden now and came back empty keeps what was said to it before.
        """
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
