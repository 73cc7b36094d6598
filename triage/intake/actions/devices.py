"""Kiosks: a manager pairs a device once, and can take that back from anywhere."""

from django.db import transaction
from django.utils import timezone

from triage.accounts.models import User
from triage.audit.actions import record
from triage.intake.models import Device
from triage.intake.models.tokens import hash_of, new_token


@transaction.atomic
def pair(name: str, *, by: User) -> tuple[Device, str]:
    """Make a device a kiosk; return it with the secret that the device keeps."""
    token = new_token()
    device = Device.objects.create(
        name=" ".join(name.split()),
        token_hash=hash_of(token),
        paired_at=timezone.now(),
        paired_by=by,
    )
    record("intake.device_paired", device, by=by)
    return device, token


@transaction.atomic
def revoke(device: Device, *, by: User) -> Device:
    """Let a device start no more forms. A form that is open on it can still be sent."""
    device = Device.objects.select_for_update(of=("self",)).get(pk=device.pk)
    if device.revoked_at is None:
        device.revoked_at, device.revoked_by = timezone.now(), by
        device.save(update_fields=["revoked_at", "revoked_by"])
        record("intake.device_revoked", device, by=by)
    return device
