"""Codes and links: how they are made, and how a screen comes to hold a visit by one."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from triage.accounts.models import User
from triage.audit.actions import record
from triage.audit.models import Actor
from triage.intake.actions.locks import lock, lock_open
from triage.intake.actions.starting import give_screen
from triage.intake.models import Device, Invitation, Kind, Visit, Way, invitation_of
from triage.intake.models.device import WRONG_CODES_COUNT_FOR
from triage.intake.models.invitation import VALID_FOR
from triage.intake.models.tokens import hash_of, new_code, new_token

WAYS = {Kind.CODE: Way.KIOSK, Kind.LINK: Way.LINK}


@transaction.atomic
def invite(visit: Visit, kind: Kind, *, by: User) -> str:
    """Return a new code or the secret of a new link; any earlier one of the visit opens nothing more."""
    visit, now = lock_open(visit), timezone.now()
    Invitation.objects.unspent().filter(visit=visit).update(withdrawn_at=now)
    secret = new_token() if kind is Kind.LINK else _unused_code()
    Invitation.objects.create(
        visit=visit,
        kind=kind,
        secret_hash=hash_of(secret),
        made_at=now,
        made_by=by,
        expires_at=now + VALID_FOR[kind],
    )
    if visit.token_hash is None:
        # A screen that still holds the visit goes by the rules of its own way until the change.
        visit.way = WAYS[kind]
        visit.save(update_fields=["way"])
    record("intake.invited", visit, by=by)
    return secret


def _unused_code() -> str:
    """Return a code that opens nothing yet."""
    while True:
        code = new_code()
        if invitation_of(code, Kind.CODE, timezone.now()) is None:
            return code


@transaction.atomic
def enter_code(device: Device, code: str, *, by: Actor) -> str | None:
    """Return the secret of the visit that a code opens on a kiosk; None when it opens none.

    Wrong codes are counted on the device. While it must wait, no code opens anything.
    """
    now = timezone.now()
    device = Device.objects.select_for_update(of=("self",)).get(pk=device.pk)
    if device.must_wait(now):
        return None
    invitation = _locked(code, Kind.CODE)
    if invitation is None:
        _count_wrong_code(device, by)
        return None
    return _accept(invitation, device=device)


def _count_wrong_code(device: Device, by: Actor) -> None:
    now = timezone.now()
    if device.wrong_since is None or now - device.wrong_since >= WRONG_CODES_COUNT_FOR:
        device.wrong_since, device.wrong_codes = now, 0
    device.wrong_codes += 1
    device.save(update_fields=["wrong_since", "wrong_codes"])
    record("intake.code_refused", device, by=by)


@transaction.atomic
def open_link(secret: str, birth_date: date, *, by: Actor) -> str | None:
    """Return the secret of the visit that a link opens to whoever knows the birth date.

    None when the link opens nothing any more, or not with this date. The fifth wrong date
    withdraws the link.
    """
    invitation = _locked(secret, Kind.LINK)
    if invitation is None:
        return None
    if invitation.visit.patient.birth_date == birth_date:
        return _accept(invitation)
    invitation.wrong_dates += 1
    if not invitation.dates_left:
        invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["wrong_dates", "withdrawn_at"])
    record("intake.link_refused", invitation.visit, by=by)
    return None


def _locked(secret: str, kind: Kind) -> Invitation | None:
    """Return an open invitation whose visit is held: whoever changes it holds the visit first."""
    now = timezone.now()
    found = invitation_of(secret, kind, now)
    if found is None:
        return None
    lock(found.visit)
    return invitation_of(secret, kind, now)


def _accept(invitation: Invitation, *, device: Device | None = None) -> str:
    """Whoever has the code, or the link and the birth date, acts as the patient from here on."""
    invitation.used_at, invitation.used_on = timezone.now(), device
    invitation.save(update_fields=["used_at", "used_on"])
    return give_screen(invitation.visit, WAYS[Kind(invitation.kind)], by=Actor.PATIENT)
