"""What several rows of the working copy share."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from triage.engine.spelling import LONGEST, is_name
from triage.engine.terms import Tier

TIER_CHOICES = [
    (int(tier), tier.code.replace("_", " ").capitalize()) for tier in sorted(Tier, reverse=True)
]


def validate_name(word: str) -> None:
    """Refuse what the engine does not take for a name."""
    if not is_name(word):
        raise ValidationError(
            f"Use small letters, digits and underscores, starting with a letter, at most {LONGEST}"
            " of them; a word such as `or` has a meaning already."
        )


class CodeField(models.CharField[str, str]):
    """A stable name that conditions use: small letters, digits, underscores."""

    default_validators = [validate_name]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": LONGEST, **kwargs})


class ConditionField(models.TextField[str, str]):
    """A condition in the readable language; it is checked when the working copy is frozen."""


class TierField(models.PositiveSmallIntegerField[int, int]):
    """A tier, stored by its urgency: 5 is the most urgent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"choices": TIER_CHOICES, **kwargs})


class Positioned(models.Model):
    """A row with its place in the order the author gave."""

    position = models.PositiveIntegerField(default=0, help_text="Small numbers come first.")

    class Meta:
        abstract = True
        ordering = ("position", "pk")
