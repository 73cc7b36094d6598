"""Who said: I have seen this emergency, I am on my way."""

from django.conf import settings
from django.db import models

from triage.intake.models import Visit
from triage.worklist.models.kept import Kept, KeptQuerySet


class AcknowledgementQuerySet(KeptQuerySet["Acknowledgement"]):
    """Acknowledgements to be read."""


class Acknowledgement(Kept):
    """A named person took note of an emergency. It silences the alert and says nothing of the patient."""

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="acknowledgement")
    acknowledged_at = models.DateTimeField()
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = AcknowledgementQuerySet.as_manager()

    def __str__(self) -> str:
        return f"acknowledgement of {self.visit}"
