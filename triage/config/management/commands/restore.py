"""`manage.py restore`: the records of a backup, in place of those that are here."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from triage.config.backup import BackupError
from triage.config.copying import CopyError
from triage.config.restore import RestoreError, restore


class Command(BaseCommand):
    """Check a backup and put it in place."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the backup, and leave to give up what is here."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace",
            action="store_true",
            help="give up the records that are here; an SQLite file is set aside",
        )

    def handle(self, *_args: Any, file: Path, replace: bool, **_options: Any) -> None:
        """Say what was restored, or in one sentence why nothing was."""
        try:
            seal = restore(file, replace=replace)
        except (BackupError, RestoreError, CopyError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Restored {seal.rows} rows of {seal.made_at}. Everybody signs in again.")
