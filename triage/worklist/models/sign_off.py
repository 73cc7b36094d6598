"""What a clinician decided about a visit, signed by name."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from triage.intake.models import Visit
from triage.intake.models.patient import storable
from triage.worklist.models.kept import Kept, KeptQuerySet

LONGEST_NOTE = 4_000


class Decision(models.TextChoices):
    """What happens with the patient now, in the clinician's own judgement."""

    HOSPITAL = "hospital", "Send to hospital now"
    TODAY = "today", "See today"
    VISIT = "visit", "Book a visit"
    ADVICE = "advice", "Advice and handout"
    OTHER = "other", "Something else (say what in the note)"


class SignOffQuerySet(KeptQuerySet["SignOff"]):
    """The words for choosing sign-offs."""

    def since(self, moment: datetime) -> Self:
        """Signed at that moment or later."""
        return self.filter(signed_at__gte=moment)


class SignOff(Kept):
    """The clinician's own decision, which closes a visit. It is never changed."""

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="sign_off")
    decision = models.CharField(max_length=8, choices=Decision)
    note = models.TextField(blank=True, max_length=LONGEST_NOTE, validators=[storable])
    signed_at = models.DateTimeField(db_index=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = SignOffQuerySet.as_manager()

    class Meta:
        permissions = [("read_numbers", "Can read what the visits add up to")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(decision="other") | ~Q(note=""),
                name="worklist_another_decision_is_explained",
            )
        ]

    def __str__(self) -> str:
        return f"sign-off of {self.visit}"
