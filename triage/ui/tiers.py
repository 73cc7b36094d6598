"""How a tier is named on a page."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from triage.engine.terms import Tier

TierLike = Tier | int | str | None

OPEN = "open"
WORDS: dict[str, Promise] = {
    "emergency": _("Emergency"),
    "same_day": _("Same day"),
    "soon": _("Soon"),
    "routine": _("Routine"),
    "self_care": _("No red flag reported"),
    # No tier may be read from a form that is still under way.
    OPEN: _("Not finished"),
}


def tier_code(tier: TierLike) -> str:
    """Return the code of a tier given in any form; a visit without a result is `open`."""
    if tier is None or tier in {"", OPEN}:
        return OPEN
    if isinstance(tier, str):
        return Tier.from_code(tier).code
    return Tier(tier).code


def tier_word(tier: TierLike) -> Promise:
    """Return the word that stands on the badge."""
    return WORDS[tier_code(tier)]
