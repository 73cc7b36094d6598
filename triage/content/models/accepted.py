"""Broken promises that an author holds to be right."""

from django.db import models

from triage.content.models.fields import Positioned
from triage.content.models.questionnaire import Questionnaire


class Accepted(Positioned):
    """A way to break a promise that stays, with the reason; the approver ticks each."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="accepted"
    )
    violation = models.CharField(
        max_length=200, help_text="Its name, as the page that checks the questionnaire gives it."
    )
    reason = models.TextField(help_text="Why this is right for patients.")

    class Meta(Positioned.Meta):
        verbose_name = "accepted exception"
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "violation"], name="content_exception_is_accepted_once"
            )
        ]

    def __str__(self) -> str:
        return self.violation
