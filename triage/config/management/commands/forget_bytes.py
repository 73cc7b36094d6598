"""`manage.py forget_bytes`: write the database anew, so that its files hold nothing that was erased."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from triage.config.privacy import BytesLeftError, forget_bytes


class Command(BaseCommand):
    """Finish an erasure that could not reach the bytes because the database was in use."""

    help = __doc__ or ""

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Write it anew, or say that somebody still uses it."""
        try:
            forget_bytes()
        except BytesLeftError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("The files of the database hold nothing that was erased.")
