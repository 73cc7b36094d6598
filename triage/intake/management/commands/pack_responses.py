"""`manage.py pack_responses`: pack the responses that replay cannot read yet."""

from typing import Any

from django.core.management.base import BaseCommand

from triage.audit.models import Actor
from triage.intake.actions import pack_missing


class Command(BaseCommand):
    """Pack what is not packed; what is packed already is left as it is."""

    help = __doc__ or ""

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Say how many were packed."""
        self.stdout.write(f"Packed {pack_missing(by=Actor.SYSTEM)} responses.")
