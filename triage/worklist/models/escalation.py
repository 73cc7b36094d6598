"""An alert that nobody answered in time, taken to the next channel."""

from django.db import models

from triage.intake.models import Visit


class Step(models.TextChoices):
    """The channels, in the order in which they are used."""

    SOUND = "sound", "A sound on every open staff page"
    MAIL = "mail", "An e-mail"


class Escalation(models.Model):
    """One step for one visit, once. A step that failed is tried again until somebody takes note."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="escalations")
    step = models.CharField(max_length=5, choices=Step)
    due_at = models.DateTimeField()
    try_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "step"], name="worklist_escalation_is_once")
        ]

    def __str__(self) -> str:
        return f"{self.step} for {self.visit}"
