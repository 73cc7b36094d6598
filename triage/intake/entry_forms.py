"""What is filled in before the form itself: who comes, and what lets a screen in."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from triage.intake.fields import EARLIEST_BIRTH
from triage.intake.models.patient import Patient, storable
from triage.intake.models.tokens import CODE_LETTERS
from triage.ui.fields import DatePartsField
from triage.ui.forms import ClinicForm
from triage.ui.templatetags.backstop import day
from triage.ui.widgets import PickOne


def birth_date_field() -> DatePartsField:
    """Return the field that asks for a date of birth up to today."""
    return DatePartsField(
        label=_("Date of birth"), earliest=EARLIEST_BIRTH, latest=timezone.localdate()
    )


def text(label: Any, longest: int, *, required: bool = True, hint: Any = "") -> forms.CharField:
    """Return a line of text that no browser remembers."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        required=required,
        validators=[storable],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def begin_at(form: forms.BaseForm, name: str) -> None:
    """Put the cursor in a box of a form that nobody has filled in yet; after a mistake it goes there."""
    if not form.is_bound:
        form.fields[name].widget.attrs["autofocus"] = True


class StartForm(ClinicForm):
    """Who comes: two identifiers, and the clinic's own number where there is one.

    Without a number, somebody of the same name and birth date may be another person: staff say which.
    """

    KNOWN: Final = _(
        "There is already somebody of this name and date of birth. Ask the patient, and say who it is."
    )
    SOMEBODY_ELSE: Final = "new"

    name = text(_("Name"), 120)
    identifier = text(_("Clinic number"), 40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth_date"] = birth_date_field()
        self.order_fields(["name", "birth_date", "identifier"])
        begin_at(self, "name")

    def clean(self) -> dict[str, Any]:
        """Ask who it is when a name and a birth date do not tell."""
        cleaned = super().clean() or self.cleaned_data
        told = {"name", "birth_date", "identifier"} <= cleaned.keys()
        if told and not cleaned["identifier"]:
            known = Patient.objects.known_as(cleaned["name"], cleaned["birth_date"])
            if people := {str(one.pk): one for one in known}:
                self._ask_who(people)
        return cleaned

    def _ask_who(self, people: Mapping[str, Patient]) -> None:
        choices = [(key, _seen_last(one)) for key, one in people.items()]
        nobody_known = _("Somebody else, who has not been here before")
        self.fields["patient"] = forms.ChoiceField(
            label=_("Is it the same person?"),
            choices=[*choices, (self.SOMEBODY_ELSE, nobody_known)],
            widget=PickOne(),
        )
        chosen = self["patient"].data
        if chosen == self.SOMEBODY_ELSE:
            name = " ".join(self.cleaned_data["name"].split())
            new = Patient(name=name, birth_date=self.cleaned_data["birth_date"])
            self.cleaned_data["patient"] = new
        elif isinstance(chosen, str) and chosen in people:
            self.cleaned_data["patient"] = people[chosen]
        else:
            self.add_error("patient", self.KNOWN)


def _seen_last(patient: Patient) -> str:
    """Say how staff can tell a patient: by the last visit, and the clinic's number where there is one."""
    last = patient.visits.latest("started_at").started_at
    words = _("The same person, last here on %(day)s") % {"day": day(last)}
    number = _("clinic number %(number)s") % {"number": patient.identifier}
    return f"{words}, {number}" if patient.identifier else words


class AppointmentForm(ClinicForm):
    """Who says at a kiosk that they have an appointment."""

    name = text(_("Your full name"), 120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth_date"] = birth_date_field()
        self.fields["birth_date"].label = _("Your date of birth")


class BirthDateForm(ClinicForm):
    """What the holder of a link is asked once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth_date"] = birth_date_field()
        self.fields["birth_date"].label = _("Your date of birth")


class CodeForm(ClinicForm):
    """The start code from the desk, however it is typed."""

    MALFORMED: Final = _("A start code has 6 letters and numbers, like K7Q-2MB. Look at it again.")
    REFUSED: Final = _(
        "This start code does not open a form. Look at it again, or ask at the desk for a new one."
        " Your visit code does not work here."
    )
    MUST_WAIT: Final = _("Too many wrong start codes were typed here. Please go to the desk.")

    code = text(_("Start code from the desk"), 20)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {
            "autocapitalize": "characters",
            "spellcheck": "false",
            "class": "code-box",
        }

    def clean_code(self) -> str:
        """Return the code as it is kept: six signs, in capitals, without gaps."""
        code = "".join(one for one in self.cleaned_data["code"].upper() if one.isalnum())
        if len(code) != 6 or not set(code) <= set(CODE_LETTERS):
            raise ValidationError(self.MALFORMED)
        return code


class DeviceForm(ClinicForm):
    """What a kiosk is called."""

    name = text(
        _("Name of this device"), 60, hint=_("As staff know it, such as Tablet by the window.")
    )
