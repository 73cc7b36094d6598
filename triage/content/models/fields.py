"""What several rows of the working copy share."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models

from triage.engine.terms import Tier

code_validator = RegexValidator(
    r"\A[a-z][a-z0-9_]*\Z",
    "Use small letters, digits and underscores, starting with a letter.",
)

TIER_CHOICES = [
    (int(tier), tier.code.replace("_", " ").capitalize()) for tier in sorted(Tier, reverse=True)
]


class CodeField(models.CharField[str, str]):
    """A stable name that conditions use: small letters, digits, underscores."""

    default_validators = [code_validator]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 40, **kwargs})


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
