"""Tags and filters for every page: tiers, icons, progress, dates, codes."""

import datetime
import re
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from triage.ui import bodymap, drawings, drawn, summary, tiers
from triage.ui.tiers import TierLike

register = template.Library()

register.simple_tag(drawings.icon, name="icon")
register.simple_tag(drawn.question, name="drawn_field")
register.filter("tier_code", tiers.tier_code)
register.filter("tier_word", tiers.tier_word)


@register.simple_tag
def brand() -> SafeString:
    """Draw the mark of the product."""
    return drawings.BRAND


@register.simple_tag
def tier_shape(tier: TierLike) -> SafeString:
    """Draw a tier's shape. Its word must stand beside it."""
    return drawings.shape(tiers.tier_code(tier))


@register.simple_tag
def tier_badge(tier: TierLike) -> SafeString:
    """Show how soon: shape, word and weight together."""
    code = tiers.tier_code(tier)
    return format_html(
        '<span class="badge" data-tier="{}">{}{}</span>',
        code,
        drawings.shape(code),
        tiers.WORDS[code],
    )


@register.simple_tag
def body_figure(marked: list[str]) -> SafeString:
    """Show where it hurts, on the drawing."""
    return bodymap.figure(marked)


# --- the frame of a page --------------------------------------------------------------------------


@register.inclusion_tag("_components/progress.html")
def progress(part: int, of: int, minutes: int | None = None, words: str = "") -> dict[str, object]:
    """Say how far the patient has come; the line of steps under it is decoration."""
    steps = ["done" if step < part else "here" if step == part else "" for step in range(1, of + 1)]
    return {"part": part, "of": of, "minutes": minutes, "words": words, "steps": steps}


@register.inclusion_tag("_components/nav_item.html", takes_context=True)
def nav_item(context: Context, name: str, label: str, permission: str = "") -> dict[str, object]:
    """Offer one way of the staff's navigation to those who may go there, when the page exists."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if request is None or user is None or (permission and not user.has_perm(permission)):
        return {"url": ""}
    try:
        url = reverse(name)
    except NoReverseMatch:
        return {"url": ""}
    match = request.resolver_match
    within = match is not None and match.namespace == name.partition(":")[0] != "admin"
    current = "page" if request.path == url else "true" if within and name.endswith(":list") else ""
    return {"url": url, "label": label, "current": current}


# --- forms ----------------------------------------------------------------------------------------


@register.filter
def mistakes(form: BaseForm) -> list[summary.Mistake]:
    """List what is wrong in a form, each with the control that mends it."""
    return summary.mistakes(form)


@register.filter
def why(field: BoundField) -> str:
    """Return why the question is asked, as the form knows it."""
    reasons: dict[str, str] = getattr(field.form, "why", {})
    return reasons.get(field.name, "")


@register.filter
def later(field: BoundField) -> Any:
    """Return what opens and closes a question on its own page, as the form knows it."""
    return getattr(field.form, "later", {}).get(field.name)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """Draw the control itself. Boxes that share one field are each tied to its hint and its error."""
    described = field.aria_describedby
    if described and hasattr(field.field.widget, "widgets"):
        return field.as_widget(attrs={"aria-describedby": described})
    return field.as_widget()


# --- dates, times, codes --------------------------------------------------------------------------


def _local(moment: datetime.date) -> datetime.date:
    aware = isinstance(moment, datetime.datetime) and timezone.is_aware(moment)
    return timezone.localtime(moment) if aware else moment  # type: ignore[arg-type]


@register.filter
def day(moment: datetime.date | None) -> str:
    """Write a date so that no country can misread it: 12 Mar 1992."""
    return date_format(_local(moment), "j M Y") if moment else ""


@register.filter
def clock(moment: datetime.datetime | None) -> str:
    """Write a time of day: 10:41."""
    return date_format(_local(moment), "H:i") if moment else ""


@register.filter
def day_clock(moment: datetime.datetime | None) -> str:
    """Write a date with its time: 12 Mar 1992, 10:41."""
    return f"{day(moment)}, {clock(moment)}" if moment else ""


@register.filter
def when(moment: datetime.datetime | None) -> str:
    """Write a time of day, with its date when that is not today."""
    is_today = moment is not None and timezone.localdate(moment) == timezone.localdate()
    return clock(moment) if is_today else day_clock(moment)


def _hours_minutes(length: datetime.timedelta) -> tuple[int, int]:
    return divmod(max(0, int(length.total_seconds() // 60)), 60)


@register.filter
def minutes(length: datetime.timedelta | None) -> str:
    """Write a length of time in words: 1 hour 48 minutes."""
    if length is None:
        return ""
    hours, rest = _hours_minutes(length)
    words = [ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}] if hours else []
    if rest or not hours:
        words.append(ngettext("%(n)s minute", "%(n)s minutes", rest) % {"n": rest})
    return " ".join(words)


@register.filter
def waited(length: datetime.timedelta | None) -> str:
    """Write a length of time for a narrow column: 1 h 48 min."""
    if length is None:
        return ""
    hours, rest = _hours_minutes(length)
    short = gettext("%(n)s min") % {"n": rest}
    return gettext("%(n)s h") % {"n": hours} + f" {short}" if hours else short


@register.filter
def code(value: Any) -> str:
    """Write a receipt code in two halves, to be read aloud: K7Q-4M2."""
    plain = re.sub(r"[\s-]", "", str(value)).upper()
    half = len(plain) // 2
    return f"{plain[:half]}-{plain[half:]}" if len(plain) == 6 else str(value)
