"""What a form says when an answer cannot be taken, in the words of somebody at the desk."""

from django import forms
from django.core import validators
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from triage.ui.widgets import BodyMap, PickMany, PickOne, ScaleSelect

# The first kind that fits counts.
REQUIRED: tuple[tuple[type[forms.Widget], Promise], ...] = (
    (ScaleSelect, _("Choose a number from 0 to 10.")),
    (BodyMap, _("Tick at least one place.")),
    (PickMany, _("Tick all that fit, or one of the last answers.")),
    (PickOne, _("Choose one answer.")),
    (forms.Select, _("Choose one from the list.")),
    (forms.CheckboxInput, _("Tick the box to go on.")),
)
FILL_IN = _("Fill in this box.")
NOT_OFFERED = _("Choose from the answers on this page.")

LIMITS: dict[type[validators.BaseValidator], Promise] = {
    validators.MinValueValidator: _("The number must be %(limit_value)s or more."),
    validators.MaxValueValidator: _("The number must be %(limit_value)s or less."),
    validators.MinLengthValidator: ngettext_lazy(
        "Write at least %(limit_value)d letter.", "Write at least %(limit_value)d letters.", "limit_value"
    ),
    validators.MaxLengthValidator: _(
        "This is too long: %(show_value)d letters. Keep it to %(limit_value)d letters or fewer."
    ),
}


def speak_plainly(field: forms.Field) -> None:
    """Give a field our words wherever its author left Django's own."""
    plain = {
        "required": _required(field.widget),
        "invalid_choice": NOT_OFFERED,
        "invalid_list": NOT_OFFERED,
    }
    for code, message in plain.items():
        left = _django_default(type(field), code)
        if left is not None and field.error_messages.get(code) == left:
            field.error_messages[code] = message
    for validator in field.validators:
        if type(validator) in LIMITS and "message" not in vars(validator):
            validator.message = LIMITS[type(validator)]


def _required(widget: forms.Widget) -> Promise:
    return next((message for kind, message in REQUIRED if isinstance(widget, kind)), FILL_IN)


def _django_default(kind: type[forms.Field], code: str) -> object:
    """Return Django's own message of that code, unless a field class of ours has replaced it."""
    for base in kind.__mro__:
        if code in vars(base).get("default_error_messages", {}):
            return base.default_error_messages[code] if base.__module__.startswith("django.") else None
    return None
