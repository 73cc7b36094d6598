"""One coming of one patient, from the desk to the sign-off."""

import secrets
from datetime import date
from hashlib import sha256
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from triage.content.models import Release
from triage.content.models.fields import TIER_CHOICES
from triage.engine import codec
from triage.engine.evaluation import Reported
from triage.engine.paging import age_on, report
from triage.engine.ruleset import Ruleset
from triage.engine.terms import Answer, Answers, Tier
from triage.intake.models.patient import Patient

# Without vowels, and without letters and digits that are taken for one another.
CODE_LETTERS = "23456789BCDFGHJKMNPQRTVWXYZ"


def new_code() -> str:
    """Return six letters a patient can read aloud."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(6))


def new_token() -> str:
    """Return a secret of 128 bits that stands for the patient of one visit."""
    return secrets.token_urlsafe(16)


def hash_of(token: str) -> str:
    """Return what is stored of a token."""
    return sha256(token.encode()).hexdigest()


class VisitQuerySet(models.QuerySet["Visit"]):
    """The words for choosing visits."""

    def open(self) -> Self:
        """Visits that nobody has signed off."""
        return self.filter(closed_at=None)

    def most_urgent_first(self) -> Self:
        """By tier, then by who has waited longest. Unfinished forms without a finding come last."""
        return self.order_by("-urgency", "pk")


class Visit(models.Model):
    """One coming of one patient; pinned to one release when it starts."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="visits")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="visits")
    code = models.CharField(max_length=6, unique=True, default=new_code, editable=False)
    # Of the secret that the patient's screen holds; none until the visit is handed over.
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # The draft: kept while the patient edits, stale answers included.
    answers = models.JSONField(default=dict)
    reached = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    saved_at = models.DateTimeField(null=True)
    # Its place on the worklist: the most urgent of what was said so far, then the assessment's
    # tier; an emergency that was reported once stays, even when the answer was taken back.
    # 0 while nothing urgent was said.
    urgency = models.PositiveSmallIntegerField(choices=[(0, "Open"), *TIER_CHOICES], default=0)
    emergency_at = models.DateTimeField(null=True)
    help_asked_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(urgency__gt=0),
                name="intake_submitted_visit_has_a_tier",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-urgency", "id"],
                condition=Q(closed_at__isnull=True),
                name="intake_visit_open_by_urgency",
            )
        ]

    def __str__(self) -> str:
        return f"visit {self.code}"

    @property
    def tier(self) -> Tier | None:
        """The urgency as a tier; None while nothing urgent was said."""
        return Tier(self.urgency) if self.urgency else None

    @property
    def ruleset(self) -> Ruleset:
        """The pinned release, ready to be asked."""
        return self.release.ruleset()

    @property
    def told(self) -> dict[str, Answer]:
        """The draft answers as the engine takes them."""
        return codec.decode_answers(self.answers)

    @property
    def age(self) -> int:
        """Whole years on the day the visit started, by the birth date that was answered."""
        return self.age_by(self.told)

    def age_by(self, answers: Answers) -> int:
        """Return the age that some answers make the patient."""
        answered = answers.get(self.ruleset.definition.age_question)
        birth_date = date.fromisoformat(str(answered)) if answered else self.patient.birth_date
        return age_on(birth_date, timezone.localdate(self.started_at))

    def reported(self) -> Reported:
        """What has been reported while the form is under way."""
        return report(self.ruleset, self.told, age=self.age, under_way=True)


def visit_of(token: str) -> Visit | None:
    """Return the visit a patient's token stands for."""
    return (
        Visit.objects.select_related("patient", "release")
        .defer("release__definition")
        .filter(token_hash=hash_of(token))
        .first()
    )
