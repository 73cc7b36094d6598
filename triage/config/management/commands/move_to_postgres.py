"""`manage.py move_to_postgres`: from the SQLite file of one machine to PostgreSQL, with everything."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from triage.config.copying import CopyError
from triage.config.restore import RestoreError, move_to_postgres


class Command(BaseCommand):
    """Bring every record to the database that DATABASE_URL names."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take another file than the usual one."""
        parser.add_argument(
            "--file",
            type=Path,
            default=settings.DATA_DIR / "backstop.sqlite3",
            help="the SQLite file",
        )

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        """Say what was moved, or in one sentence why nothing was."""
        try:
            counts = move_to_postgres(file)
        except (RestoreError, CopyError) as error:
            raise CommandError(str(error)) from error
        for name, count in sorted(counts.items()):
            self.stdout.write(f"{count:8} {name}")
        self.stdout.write("All of it was compared, record by record, and is the same.")
