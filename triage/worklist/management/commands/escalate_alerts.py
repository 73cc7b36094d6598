"""Take alerts further by the clock, whether or not a staff page is open."""

from typing import Any

from django.core.management.base import BaseCommand

from triage.audit.models import Actor
from triage.worklist.actions import escalate, send_mails


class Command(BaseCommand):
    """Look once. Have it run every minute."""

    help = "Escalates emergencies that nobody has acknowledged. Run it every minute."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Escalate, then mail what is due."""
        taken, sent = escalate(by=Actor.SYSTEM), send_mails(by=Actor.SYSTEM)
        self.stdout.write(f"{taken} escalated, {sent} mailed.")
