"""What a clinician writes when a visit is signed off."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from triage.intake.models.patient import storable
from triage.ui.forms import ClinicForm
from triage.ui.widgets import TextBlock
from triage.worklist.models import LONGEST_NOTE, Decision

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class NoteField(forms.CharField):
    """A text of several lines, whose ends are kept one way whatever the browser sends.

    `needed` says when it must be filled in, where that depends on the rest of the form.
    """

    def __init__(self, *, needed: "str | _StrPromise" = "", **options: Any) -> None:
        super().__init__(**options)
        self.needed = needed

    def to_python(self, value: Any) -> str:
        """Return the text as it is kept."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class SignOffForm(ClinicForm):
    """The clinician's own decision, and a note."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        error_messages={"required": _("Look at the visit again before you sign it off.")},
    )
    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("", _("Choose")), *Decision.choices],
        widget=forms.Select(attrs={"data-key": "s"}),
    )
    note = NoteField(
        label=_("Note"),
        needed=_("(needed with “Something else”)"),
        required=False,
        max_length=LONGEST_NOTE,
        validators=[storable],
        widget=TextBlock(rows=4),
    )

    def clean(self) -> dict[str, Any]:
        """Another decision must be put in words."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") == Decision.OTHER and cleaned.get("note") == "":
            self.add_error("note", _("Say what you decided."))
        return cleaned

    def decided(self) -> Decision:
        """Return the decision that was chosen."""
        return Decision(self.cleaned_data["decision"])

    def noted(self) -> str:
        """Return the note."""
        return str(self.cleaned_data["note"])


class BrokenForm(SignOffForm):
    """The decision about a visit whose record cannot be shown: the note is the record then."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        del self.fields["seen"]
        self.fields["note"].required = True
        self.fields["note"].label = _("What you asked and found")
