"""Lets `ModelAdmin[Rule]` be written: the type checker reads it, Django 5.2 itself does not know it."""

from django.contrib.admin.options import BaseModelAdmin
from django.db.models import Field
from django.forms.formsets import BaseFormSet
from django.forms.models import BaseModelForm, ModelChoiceField


def _itself(cls: type, _item: object) -> type:
    return cls


def let_classes_name_their_model() -> None:
    """Make the subscript of these classes the class itself."""
    for one in (Field, BaseModelAdmin, BaseModelForm, BaseFormSet, ModelChoiceField):
        if not hasattr(one, "__class_getitem__"):
            setattr(one, "__class_getitem__", classmethod(_itself))  # noqa: B010 - no stub declares it
