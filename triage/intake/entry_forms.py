"""What is filled in before the form itself: who comes, and what lets a screen in."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from triage.intake.fields import EARLIEST_BIRTH
from triage.intake.models.patient import storable
from triage.intake.models.tokens import CODE_LETTERS
from triage.ui.fields import DatePartsField
from triage.ui.forms import ClinicForm


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
    """Who comes: two identifiers, and the clinic's own number where there is one."""

    name = text(_("Name"), 120)
    identifier = text(_("Clinic number"), 40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth_date"] = birth_date_field()
        self.order_fields(["name", "birth_date", "identifier"])
        begin_at(self, "name")


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
    """The code from the desk, however it is typed."""

    MALFORMED: Final = _("A code has 6 letters and numbers, like K7Q-2MB. Look at it again.")
    REFUSED: Final = _("This code does not open a form. Look at it again, or ask at the desk.")
    MUST_WAIT: Final = _("Too many wrong codes were typed here. Please go to the desk.")

    code = text(_("Your code from the desk"), 20)

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
