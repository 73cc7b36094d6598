"""Who changed what in the working copy: added to, never changed."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from triage.content.models.questionnaire import Questionnaire
from triage.engine.diff import How

HOWS = [(how.value, how.value.capitalize()) for how in How]


class Edit(models.Model):
    """One change of one row: of each field what it was and what it became."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="edits")
    # The row by its word and name: the line outlives what it speaks of. The key follows a new name.
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    row = models.PositiveBigIntegerField(null=True)
    how = models.CharField(max_length=10, choices=HOWS)
    changes = models.JSONField()
    happened_at = models.DateTimeField(default=timezone.now)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-pk",)
        indexes = [
            models.Index(fields=["questionnaire", "kind", "name"], name="content_edit_by_name"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name} {self.how}"
