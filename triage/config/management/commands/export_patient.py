"""`manage.py export_patient`: all that is kept of one patient, in a folder."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from triage.config.privacy import export_patient, patient_of
from triage.documents.errors import PrintError
from triage.intake.models import Visit


class Command(BaseCommand):
    """Write every record of a patient as JSON, and the papers as PDF."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for a visit of the patient, and for a folder that is not there yet."""
        parser.add_argument("code", help="the code of any visit of the patient")
        parser.add_argument("folder", type=Path, help="a new folder; only you can read it")

    def handle(self, *_args: Any, code: str, folder: Path, **_options: Any) -> None:
        """Write the folder, and say what is in it."""
        try:
            files = export_patient(patient_of(code), folder)
        except Visit.DoesNotExist as error:
            raise CommandError("No visit has this code.") from error
        except FileExistsError as error:
            raise CommandError("This folder is there already. Name a new one.") from error
        except PrintError as error:
            raise CommandError(f"A paper is missing in that folder: {error}") from error
        self.stdout.write(f"{len(files)} files. Hand them over, then delete the folder.")
