"""What is wrong in a form: one line for each mistake, with the way to the control that mends it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.forms import BaseForm, BoundField


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to mend. `target` is the id of an input; a mistake of the whole form has none."""

    label: str
    message: str
    target: str = ""


def mistakes(form: BaseForm) -> list[Mistake]:
    """List what is wrong, in the order of the page."""
    if not form.is_bound:
        return []
    whole = [Mistake("", str(message)) for message in form.non_field_errors()]
    return whole + list(_of_fields(form))


def first_control(field: BoundField) -> str:
    """Return the id of the first input of a field: the box of the day, the first answer to tap."""
    widget = field.field.widget
    boxes = getattr(widget, "widgets", None)
    if boxes:
        return f"{field.auto_id}_0"
    if hasattr(widget, "optgroups") and field.use_fieldset:
        options = field.subwidgets
        return str(options[0].id_for_label) if options else ""
    return str(field.id_for_label)


def _of_fields(form: BaseForm) -> Iterator[Mistake]:
    for field in form:
        target = first_control(field) if field.errors else ""
        label = "" if field.is_hidden else str(field.label)
        for message in field.errors:
            yield Mistake(_asked(label), str(message), "" if field.is_hidden else target)


def _asked(label: str) -> str:
    # The last two are the question marks of Arabic and of East Asia.
    ends_itself = label.endswith(("?", ".", "!", ":", "\u061f", "\uff1f"))
    return label if ends_itself or not label else f"{label}:"
