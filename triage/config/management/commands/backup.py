"""`manage.py backup`: every record in one file, checked, while others go on working."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from triage.audit.actions import record
from triage.audit.models import Actor
from triage.config.backup import BackupError, back_up


class Command(BaseCommand):
    """Write a backup and read it back."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name of the file."""
        parser.add_argument(
            "file", nargs="?", type=Path, help="left out: a new one in backups/ of the data folder"
        )

    def handle(self, *_args: Any, file: Path | None, **_options: Any) -> None:
        """Say what was written, or in one sentence why nothing was."""
        stamp = timezone.now().strftime("%Y%m%dT%H%M%SZ")
        file = file or settings.DATA_DIR / "backups" / f"backstop-{stamp}.sqlite3"
        try:
            seal = back_up(file)
        except BackupError as error:
            raise CommandError(str(error)) from error
        record("config.backed_up", None, by=Actor.SYSTEM)
        self.stdout.write(f"{file}: {seal.rows} rows, read back and found whole.")
