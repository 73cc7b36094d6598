"""A way into one visit that works once."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models

from triage.intake.models.device import Device
from triage.intake.models.tokens import hash_of
from triage.intake.models.visit import Visit

MOST_WRONG_DATES = 5


class Kind(models.TextChoices):
    """What the patient is given."""

    CODE = "code", "A code for a kiosk"
    LINK = "link", "A link for their own phone"


VALID_FOR = {Kind.CODE: timedelta(minutes=30), Kind.LINK: timedelta(hours=24)}


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """The words for choosing invitations."""

    def unspent(self) -> Self:
        """Invitations that were neither used nor withdrawn; their time may be over."""
        return self.filter(used_at=None, withdrawn_at=None)

    def open(self, now: datetime) -> Self:
        """Invitations that still let somebody in."""
        return self.unspent().filter(expires_at__gt=now, visit__submitted_at=None)


class Invitation(models.Model):
    """A code or a link that gives one screen the visit, once and for a limited time."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="invitations")
    kind = models.CharField(max_length=4, choices=Kind)
    secret_hash = models.CharField(max_length=64, db_index=True, editable=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField()
    wrong_dates = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    # The kiosk on which a code was typed.
    used_on = models.ForeignKey(Device, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} for {self.visit}"

    @property
    def dates_left(self) -> int:
        """How often a birth date may still be tried."""
        return MOST_WRONG_DATES - self.wrong_dates


def invitation_of(secret: str, kind: Kind, now: datetime) -> Invitation | None:
    """Return the invitation that a secret still opens."""
    waiting = Invitation.objects.open(now).select_related("visit__patient")
    return waiting.filter(kind=kind, secret_hash=hash_of(secret)).first()
