"""Fields whose every mistake is told in plain words."""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext_lazy as _

from triage.ui.widgets import DateParts

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_LONGEST = {"day": 2, "month": 2, "year": 4}


class DatePartsField(forms.Field):
    """A date given as day, month and year."""

    widget = DateParts
    default_error_messages: ClassVar[dict[str, "str | _StrPromise"]] = {
        "required": _("Fill in the day, the month and the year."),
        "no_day": _("Fill in the day too."),
        "no_month": _("Fill in the month too."),
        "no_year": _("Fill in the year too."),
        "not_number": _("Use numbers only, like 27 3 1956."),
        "short_year": _("Write the year with 4 numbers, like 1956."),
        "not_real": _("There is no such day. Check the day and the month."),
        "too_early": _("The date cannot be before %(limit)s. Check the year."),
        "too_late": _("The date cannot be after %(limit)s. Check the year."),
    }

    def __init__(
        self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any
    ) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """Return the date of the three boxes; all of them empty is no answer."""
        if isinstance(value, date) or value is None:
            return value
        texts = [str(part or "").strip() for part in value]
        if not any(texts):
            return None
        day, month, year = self._numbers(dict(zip(_LONGEST, texts, strict=True)))
        try:
            return date(year, month, day)
        except ValueError:
            raise self._mistake("not_real") from None

    def validate(self, value: date | None) -> None:
        """Refuse a date outside the limits, which is most often a slip of the finger."""
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            raise self._mistake("too_early", self.earliest)
        if value and self.latest and value > self.latest:
            raise self._mistake("too_late", self.latest)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare dates, not what the boxes hold."""
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True

    def _numbers(self, parts: dict[str, str]) -> list[int]:
        for part, text in parts.items():
            if not text:
                raise self._mistake(f"no_{part}")
            if not text.isdecimal() or len(text) > _LONGEST[part]:
                # 26 could be 1926 or 2026: that is for the patient to say.
                raise self._mistake("not_number" if not text.isdecimal() else "not_real")
        if len(parts["year"]) < _LONGEST["year"]:
            raise self._mistake("short_year")
        return [int(text) for text in parts.values()]

    def _mistake(self, code: str, limit: date | None = None) -> ValidationError:
        params = {"limit": date_format(limit, "j F Y")} if limit else None
        return ValidationError(self.error_messages[code], code=code, params=params)
