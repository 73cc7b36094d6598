"""A kiosk: a device of the clinic on which patients start their form alone."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from triage.intake.models.patient import storable
from triage.intake.models.tokens import hash_of

MOST_WRONG_CODES = 10
WRONG_CODES_COUNT_FOR = timedelta(minutes=15)


class DeviceQuerySet(models.QuerySet["Device"]):
    """The words for choosing devices."""

    def paired(self) -> Self:
        """Devices that may be used."""
        return self.filter(revoked_at=None)


class Device(models.Model):
    """A device that a manager has paired. It can start a form, and nothing else."""

    name = models.CharField(max_length=60, validators=[storable])
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    paired_at = models.DateTimeField()
    paired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Codes that were typed in vain, since when; both are forgotten after a while.
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    wrong_since = models.DateTimeField(null=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="intake_revoked_device_is_signed",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def must_wait(self, now: datetime) -> bool:
        """Return whether too many wrong codes were typed here a short while ago."""
        if self.wrong_since is None or now - self.wrong_since >= WRONG_CODES_COUNT_FOR:
            return False
        return self.wrong_codes >= MOST_WRONG_CODES


def device_of(token: str) -> Device | None:
    """Return the paired device that holds a token."""
    return Device.objects.paired().filter(token_hash=hash_of(token)).first()
