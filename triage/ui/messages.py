"""What a form says when an answer cannot be taken, in the words of somebody at the desk."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from triage.ui.widgets import BodyMap, PickMany, PickOne, ScaleSelect

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# The first kind that fits counts.
REQUIRED: tuple[tuple[type[forms.Widget], "_StrPromise"], ...] = (
    (ScaleSelect, _("Choose a number from 0 to 10.")),
    (BodyMap, _("Tick at least one place.")),
    (PickMany, _("Tick all that fit, or one of the last answers.")),
    (PickOne, _("Choose one answer.")),
    (forms.Select, _("Choose one from the list.")),
    (forms.CheckboxInput, _("Tick the box to go on.")),
)
FILL_IN = _("Fill in this box.")
NOT_OFFERED = _("Choose from the answers on this page.")

LIMITS: dict[str, "_StrPromise"] = {
    "min_value": _("The number must be %(limit_value)s or more."),
    "max_value": _("The number must be %(limit_value)s or less."),
    "min_length": _("This is too short. Write at least %(limit_value)s letters."),
    "max_length": _("This is too long: %(show_value)s letters. The limit is %(limit_value)s."),
    "null_characters_not_allowed": _("This holds a sign we cannot keep. Please type it again."),
}
DJANGOS_OWN = {
    "required": (forms.Field.default_error_messages["required"],),
    "invalid_choice": (
        forms.ChoiceField.default_error_messages["invalid_choice"],
        forms.MultipleChoiceField.default_error_messages["invalid_choice"],
    ),
    "invalid_list": (forms.MultipleChoiceField.default_error_messages["invalid_list"],),
}


def speak_plainly(field: forms.Field) -> None:
    """Give a field our words wherever its author left Django's own."""
    plain = {
        "required": required_message(field.widget),
        "invalid_choice": NOT_OFFERED,
        "invalid_list": NOT_OFFERED,
    }
    for code, message in plain.items():
        if field.error_messages.get(code) in DJANGOS_OWN[code]:
            field.error_messages[code] = message
    for code, message in LIMITS.items():
        field.error_messages.setdefault(code, message)


def required_message(widget: forms.Widget) -> "_StrPromise":
    """Return how to mend an empty answer, which depends on the control."""
    return next((message for kind, message in REQUIRED if isinstance(widget, kind)), FILL_IN)
