"""`manage.py erase_patient`: nothing kept of one patient, in the database or in its bytes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from triage.config.privacy import BytesLeftError, erase_patient, patient_of
from triage.intake.models import Visit


class Command(BaseCommand):
    """Erase a patient with all visits. The audit trail keeps that it happened."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for a visit of the patient, and once more whether it is meant."""
        parser.add_argument("code", help="the code of any visit of the patient")
        parser.add_argument("--yes", action="store_true", help="erase; without it, only count")

    def handle(self, *_args: Any, code: str, yes: bool, **_options: Any) -> None:
        """Erase, or say what would be erased."""
        try:
            patient = patient_of(code)
        except Visit.DoesNotExist as error:
            raise CommandError("No visit has this code.") from error
        if patient.visits.open().exists():
            raise CommandError("A visit of this patient is not signed off yet. Sign it off first.")
        if not yes:
            count = patient.visits.count()
            self.stdout.write(f"{count} visits would be erased for ever. To do it, add --yes")
            return
        try:
            count = erase_patient(patient)
        except BytesLeftError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} visits are erased. Backups still hold them: let them run out.")
