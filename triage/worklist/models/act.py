"""What clinicians do with a visit one after the other, as a numbered ledger."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from triage.intake.models import Visit
from triage.worklist.models.kept import Kept, KeptQuerySet


class Kind(models.TextChoices):
    """What can be done with a visit besides acknowledging it and signing it off."""

    CLAIM = "claim", "Took the visit"
    RELEASE = "release", "Let the visit go"
    OVERRIDE = "override", "Set the tier"
    CORRECTION = "correction", "Corrected answers with the patient"
    EXAMINATION = "examination", "Examined"
    OUTCOME = "outcome", "Noted the outcome"
    FINAL = "final", "Noted the final outcome"
    AMENDMENT = "amendment", "Added after the sign-off"


DO = {
    Kind.CLAIM: _("Take this visit"),
    Kind.RELEASE: _("Let it go"),
    Kind.OVERRIDE: _("Set another tier"),
    Kind.CORRECTION: _("Correct an answer with the patient"),
    Kind.EXAMINATION: _("Note an examination"),
    Kind.OUTCOME: _("Note the outcome"),
    Kind.FINAL: _("Note the final outcome"),
    Kind.AMENDMENT: _("Add to what was signed"),
}
"""What the page says on which the act is still to be done."""


class ActQuerySet(KeptQuerySet["Act"]):
    """Acts to be read."""


class Act(Kept):
    """One act by one person. Whoever writes says which act they saw last; of two only one is next."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="acts")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=11, choices=Kind)
    # What a page says of it, and the same in parts.
    words = models.TextField(blank=True)
    details = models.JSONField(default=dict)
    acted_at = models.DateTimeField(db_index=True)
    acted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = ActQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "number"], name="worklist_act_number_is_unique"
            )
        ]

    def __str__(self) -> str:
        return f"act {self.number} on {self.visit}"
