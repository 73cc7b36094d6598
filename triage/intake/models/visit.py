"""One coming of one patient, from the desk to the sign-off."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from triage.content.models import Release
from triage.content.models.fields import TIER_CHOICES
from triage.engine import codec
from triage.engine.evaluation import Reported
from triage.engine.paging import age_on, report
from triage.engine.ruleset import Ruleset
from triage.engine.terms import FILLED_BY, Answer, Answers, Tier
from triage.intake.models.device import Device
from triage.intake.models.patient import Patient
from triage.intake.models.tokens import hash_of, new_code

# How staff call each who helps to fill in the form.
HELPERS = {
    "carer": _("with somebody who helps"),
    "staff": _("with clinic staff"),
    "interpreter": _("with an interpreter"),
}
# What a form needs of the release that it asks.
RELEASE = ("release__sha256", "release__clinical_owner")


class Way(models.TextChoices):
    """How the patient comes to the form; the last one, when it was handed over anew."""

    TABLET = "tablet", _("on a tablet of the clinic")
    KIOSK = "kiosk", _("at a kiosk")
    LINK = "link", _("on their own phone")
    TOGETHER = "together", _("together with staff")
    PAPER = "paper", _("on paper, keyed in by staff")


class VisitQuerySet(models.QuerySet["Visit"]):
    """The words for choosing visits."""

    def open(self) -> Self:
        """Visits that nobody has signed off."""
        return self.filter(closed_at=None)

    def slim(self) -> Self:
        """Visits with no more of their release than a form needs, and the patient only when asked for.

        Putting a query with all those columns together costs more than running it.
        """
        own = (field.name for field in self.model._meta.concrete_fields)
        return self.select_related("release").only(*own, *RELEASE)

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
    # When the screen loses the visit, whatever happens.
    held_until = models.DateTimeField(null=True)
    way = models.CharField(max_length=8, choices=Way, default=Way.TABLET)
    started_at = models.DateTimeField()
    # A member of staff, or the kiosk on which the patient said they have an appointment.
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    started_on = models.ForeignKey(
        Device, on_delete=models.PROTECT, null=True, related_name="visits"
    )
    identity_checked_at = models.DateTimeField(null=True)
    identity_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
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
    # When the answers first held one; none of an emergency that a clinician alone saw.
    emergency_said_at = models.DateTimeField(null=True)
    # Where a clinician placed the visit while its form was under way: no answer lowers it again.
    raised_to = models.PositiveSmallIntegerField(choices=[(0, "Open"), *TIER_CHOICES], default=0)
    help_asked_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = VisitQuerySet.as_manager()

    _reported: tuple[object, Reported] | None = None

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(urgency__gt=0),
                name="intake_submitted_visit_has_a_tier",
            ),
            models.CheckConstraint(
                condition=Q(token_hash__isnull=True, held_until__isnull=True)
                | Q(token_hash__isnull=False, held_until__isnull=False),
                name="intake_visit_is_held_for_a_time",
            ),
            models.CheckConstraint(
                condition=Q(started_by__isnull=False, started_on__isnull=True)
                | Q(started_by__isnull=True, started_on__isnull=False),
                name="intake_visit_has_one_starter",
            ),
            models.CheckConstraint(
                condition=Q(identity_checked_at__isnull=True, identity_checked_by__isnull=True)
                | Q(identity_checked_at__isnull=False, identity_checked_by__isnull=False),
                name="intake_checked_identity_is_signed",
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
    def starter(self) -> str:
        """The name of who started the visit: a member of staff, or a kiosk."""
        return self.started_by.display_name if self.started_by else str(self.started_on)

    @property
    def is_identity_checked(self) -> bool:
        """Whether a member of staff has checked who this is."""
        return self.identity_checked_at is not None

    @property
    def asks_for_help(self) -> bool:
        """Whether the patient waits for somebody to come. Who could send since then was helped."""
        if self.help_asked_at is None or self.closed_at is not None:
            return False
        return self.submitted_at is None or self.help_asked_at > self.submitted_at

    @property
    def is_on_phone(self) -> bool:
        """Whether the patient answers on a phone of their own, perhaps far from the clinic."""
        return self.way == Way.LINK

    @property
    def helper(self) -> str:
        """Who answers with or for the patient, in words; empty when nobody is known to."""
        said = str(self.told.get(FILLED_BY, ""))
        return str(HELPERS.get(said, ""))

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
        """What has been reported while the form is under way, worked out once for the same answers."""
        hangs_on = self.ruleset, self.told, self.age
        if self._reported is None or self._reported[0] != hangs_on:
            ruleset, told, age = hangs_on
            self._reported = hangs_on, report(ruleset, told, age=age, under_way=True)
        return self._reported[1]


def visit_of(token: str) -> Visit | None:
    """Return the visit a patient's token stands for, as long as the screen may hold it."""
    held = Visit.objects.slim().filter(token_hash=hash_of(token), held_until__gt=timezone.now())
    return next(iter(held), None)
