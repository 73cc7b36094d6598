"""Choosing rows by their codes, typed: quicker than a list of a hundred, and open to everybody."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from triage.engine.spelling import did_you_mean

MOST_TOLD = 20


class CodesField(forms.ModelMultipleChoiceField[Any]):
    """Rows named by their codes, with commas or spaces between them."""

    def __init__(self, rows: QuerySet[Any], **options: Any) -> None:
        super().__init__(rows, **options)
        self.rows = rows
        self.widget = forms.Textarea(
            attrs={"rows": 2, "class": "vLargeTextField condition", "spellcheck": "false"}
        )

    def keep_to(self, questionnaire: int) -> None:
        """Offer only what belongs to the questionnaire of the row."""
        self.rows = self.rows.filter(questionnaire=questionnaire)

    def prepare_value(self, value: Any) -> str:
        """Show the rows as their codes."""
        return value if isinstance(value, str) else ", ".join(_codes(value))

    def clean(self, value: Any) -> QuerySet[Any]:
        """Return the rows of the codes; refuse a code nothing has, with the nearest there is."""
        wanted = _written(value)
        if self.required and not wanted:
            raise ValidationError(self.error_messages["required"], code="required")
        known = list(self.rows.values_list("code", flat=True))
        if strange := [code for code in dict.fromkeys(wanted) if code not in known]:
            raise ValidationError(
                [
                    f"Unknown code `{code}`{did_you_mean(code, known)}"
                    for code in strange[:MOST_TOLD]
                ]
            )
        return self.rows.filter(code__in=wanted)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare codes with codes."""
        return set(_codes(initial)) != set(_written(data))


def _codes(rows: Iterable[Model] | None) -> list[str]:
    return [getattr(row, "code", str(row)) for row in rows or ()]


def _written(value: Any) -> list[str]:
    return str(value or "").replace(",", " ").split()
