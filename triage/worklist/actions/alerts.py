"""Emergencies: somebody takes note of one, or the clock takes it further."""

from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from triage.accounts.models import User
from triage.audit.actions import record
from triage.audit.models import Actor
from triage.intake.models import Visit
from triage.worklist.alerts import steps, unacknowledged, waiting_since
from triage.worklist.models import Acknowledgement, Escalation, Step

TRY_AGAIN = timedelta(seconds=60)
SUBJECT = "Backstop: an emergency is not acknowledged"
BODY = """A patient reported an emergency, and nobody has acknowledged it for {minutes} minutes.

Open the list of visits now, or go to the waiting room.

{clinic}
"""


@transaction.atomic
def acknowledge(visit: Visit, *, by: User) -> Acknowledgement:
    """Take note of an emergency by name. Whoever comes second learns who is there already."""
    visit = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    first: Acknowledgement | None = Acknowledgement.objects.filter(visit=visit).first()
    if first:
        return first
    taken: Acknowledgement = Acknowledgement.objects.create(
        visit=visit, acknowledged_at=timezone.now(), acknowledged_by=by
    )
    record("worklist.acknowledged", visit, by=by)
    return taken


def escalate(*, by: Actor) -> int:
    """Take every alert that waited too long one step further, each step once; return how many.

    An emergency whose moment cannot be read has waited too long.
    """
    now = timezone.now()
    return sum(
        _take_further(visit, step, (since or now - after) + after, now, by)
        for step, after in steps().items()
        # Asked first, so that nobody who only looks has to wait for a lock.
        for visit, since in waiting_since(unacknowledged().exclude(escalations__step=step)).items()
        if since is None or since <= now - after
    )


@transaction.atomic
def _take_further(visit: Visit, step: Step, due_at: datetime, now: datetime, by: Actor) -> bool:
    _, is_new = Escalation.objects.get_or_create(
        visit=visit,
        step=step,
        defaults={
            "due_at": due_at,
            "try_at": now,
            "done_at": now if step is Step.SOUND else None,
        },
    )
    if is_new:
        record("worklist.escalated", visit, by=by)
    return is_new


def send_mails(*, most: int | None = None, by: Actor) -> int:
    """Send the mails that are due, or so many of them; one that fails is tried again. Return how many were sent."""
    now = timezone.now()
    due = Escalation.objects.filter(
        visit__in=unacknowledged(), step=Step.MAIL, done_at=None, try_at__lte=now
    ).select_related("visit")
    return sum(_send(one, now, by) for one in due.only("try_at", "visit__code")[:most])


def _send(one: Escalation, now: datetime, by: Actor) -> bool:
    mine = Escalation.objects.filter(pk=one.pk, try_at=one.try_at, done_at=None)
    if not mine.update(try_at=now + TRY_AGAIN, tries=F("tries") + 1):
        return False  # Another process has it in hand.
    minutes = settings.BACKSTOP_ALERT_MAIL_AFTER
    text = BODY.format(minutes=minutes, clinic=settings.BACKSTOP_CLINIC_NAME)
    kept = Escalation.objects.filter(pk=one.pk)
    try:
        send_mail(SUBJECT, text, settings.BACKSTOP_MAIL_FROM, settings.BACKSTOP_ALERT_MAIL_TO)
    except (OSError, SMTPException):
        kept.update(failed_at=timezone.now())
        return False
    with transaction.atomic():
        kept.update(done_at=timezone.now())
        record("worklist.mailed", one.visit, by=by)
    return True
