"""The controls of the clinic pack: answers to tap, a scale, a body map, a date in three boxes."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.widgets import ChoiceWidget
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from triage.ui import bodymap

SCALE_CHOICES = tuple((str(number), str(number)) for number in range(11))

Attrs = dict[str, Any] | None
Choices = Iterable[Any]


def _options(groups: Iterable[Any]) -> list[dict[str, Any]]:
    return [option for _name, options, _index in groups for option in options]


class _Picks(ChoiceWidget):
    """Rows to tap, whose ids carry the option's code so that every link to one stays true."""

    template_name = "clinic/widgets/picks.html"
    option_template_name = "clinic/widgets/pick.html"

    def optgroups(self, name: str, value: list[str], attrs: Attrs = None) -> list[Any]:
        """Return the rows, each with its own id."""
        groups = super().optgroups(name, value, attrs)
        base = (attrs or {}).get("id")
        for option in _options(groups) if base else ():
            option["attrs"]["id"] = f"{base}-{option['value']}"
        return groups


class PickOne(_Picks, forms.RadioSelect):
    """One answer of several; none is chosen beforehand."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return what was sent: two answers where one is asked stay two, for the field to refuse."""
        sent = data.getlist(name) if isinstance(data, MultiValueDict) else []
        return sent if len(sent) > 1 else super().value_from_datadict(data, files, name)


class PickMany(_Picks, forms.CheckboxSelectMultiple):
    """Several answers. Those that rule out all others stand last, below "or just one of these"."""

    def __init__(
        self, attrs: Attrs = None, choices: Choices = (), *, exclusive: Collection[str] = ()
    ) -> None:
        super().__init__(attrs, choices)
        self.exclusive = frozenset(exclusive)

    def optgroups(self, name: str, value: list[str], attrs: Attrs = None) -> list[Any]:
        """Return the rows with the exclusive ones last, and the divider before the first of them."""
        options = _options(super().optgroups(name, value, attrs))
        shared = [option for option in options if str(option["value"]) not in self.exclusive]
        alone = [option for option in options if str(option["value"]) in self.exclusive]
        if shared and alone:
            alone[0]["divider"] = True
        for option in alone:
            option["alone"] = True
        return [(None, [option], index) for index, option in enumerate(shared + alone)]

    def get_context(self, name: str, value: Any, attrs: Attrs) -> dict[str, Any]:
        """Say whether an answer rules out others, so that the page can tell what it took back."""
        context = super().get_context(name, value, attrs)
        context["widget"]["some_alone"] = bool(self.exclusive)
        return context


class ScaleSelect(PickOne):
    """The numbers 0 to 10 as buttons, with words at both ends."""

    template_name = "clinic/widgets/scale.html"

    def __init__(
        self,
        attrs: Attrs = None,
        choices: Choices = SCALE_CHOICES,
        *,
        low: str = "",
        high: str = "",
    ) -> None:
        super().__init__(attrs, choices)
        self.low, self.high = low, high

    def get_context(self, name: str, value: Any, attrs: Attrs) -> dict[str, Any]:
        """Add the words at the ends."""
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"low": self.low, "high": self.high}
        return context


class BodyMap(PickMany):
    """Places on the body: a list to tick, and a picture of the same list to tap."""

    template_name = "clinic/widgets/bodymap.html"

    def get_context(self, name: str, value: Any, attrs: Attrs) -> dict[str, Any]:
        """Add the drawing, for as many of the options as it knows."""
        context = super().get_context(name, value, attrs)
        options = _options(context["widget"]["optgroups"])
        for option in options:
            option["half"] = str(option["value"]).endswith(("_l", "_r"))
        ids = {str(option["value"]): option["attrs"].get("id", "") for option in options}
        labels = {str(option["value"]): option["label"] for option in options}
        context["widget"] |= {
            "views": bodymap.views(ids, labels),
            "groups": bodymap.groups(options),
            "box": bodymap.VIEW_BOX,
        }
        return context


class TextLine(forms.TextInput):
    """One line of plain words."""


class TextBlock(forms.Textarea):
    """A few lines of plain words."""

    def __init__(self, attrs: Attrs = None, *, rows: int = 4) -> None:
        super().__init__({"rows": rows} | (attrs or {}))


class DateParts(forms.MultiWidget):
    """A date in three boxes: nobody has to fight a calendar to say when they were born."""

    template_name = "clinic/widgets/date.html"
    use_fieldset = True

    LABELS = (_("Day"), _("Month"), _("Year"))

    def __init__(self, attrs: Attrs = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            part: forms.TextInput(
                {"inputmode": "numeric", "maxlength": length, "autocomplete": "off"}
            )
            for part, length in (("day", 2), ("month", 2), ("year", 4))
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> Sequence[Any]:
        """Split a date, or a date as it is stored (1992-03-12), over the boxes."""
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                return [None] * 3
        return [value.day, value.month, value.year] if value else [None] * 3

    def get_context(self, name: str, value: Any, attrs: Attrs) -> dict[str, Any]:
        """Name the three boxes."""
        context = super().get_context(name, value, attrs)
        for box, label in zip(context["widget"]["subwidgets"], self.LABELS, strict=True):
            box["label"] = label
        return context
