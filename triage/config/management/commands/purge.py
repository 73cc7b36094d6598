"""`manage.py purge`: erase what is older than the clinic keeps it. For a nightly timer."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from triage.config.privacy import BytesLeftError, purge, too_old
from triage.intake.models import Visit


class Command(BaseCommand):
    """Erase visits that were signed off longer ago than BACKSTOP_KEEP_DAYS."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer to count only."""
        parser.add_argument("--dry-run", action="store_true", help="only say what would go")

    def handle(self, *_args: Any, dry_run: bool, **_options: Any) -> None:
        """Erase, or say what would be erased; and name what is old but still open."""
        keep_days = settings.BACKSTOP_KEEP_DAYS
        if keep_days is None:
            self.stdout.write("BACKSTOP_KEEP_DAYS is not set, so everything is kept.")
            return
        now = timezone.now()
        if dry_run:
            self.stdout.write(f"{too_old(now, keep_days).count()} visits would be erased.")
        else:
            try:
                self.stdout.write(f"{purge(now, keep_days)} visits are erased.")
            except BytesLeftError as error:
                raise CommandError(str(error)) from error
        old_and_open = Visit.objects.open().filter(started_at__lt=now - timedelta(days=keep_days))
        if count := old_and_open.count():
            self.stdout.write(f"{count} older visits are not signed off, and were left.")
