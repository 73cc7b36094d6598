"""`manage.py check_content [PACK]`: what the gate says of a pack, or of the working copies."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from triage.content.freeze import freeze
from triage.content.gate import verdict
from triage.content.models import Questionnaire
from triage.content.pack_file import LARGEST, PackError, parse_pack
from triage.engine.terms import Definition


class Command(BaseCommand):
    """Print the verdict of the gate; status 1 when it keeps something out."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a pack, or nothing for what is in the database."""
        parser.add_argument("pack", nargs="?", type=Path)

    def handle(self, *_args: Any, pack: Path | None, **_options: Any) -> None:
        """Judge each definition."""
        definitions = (
            [_read(pack)] if pack else [freeze(one) for one in Questionnaire.objects.all()]
        )
        if not definitions:
            raise CommandError("There is no content to check.")
        failed = sum(not self._told(definition) for definition in definitions)
        if failed:
            raise CommandError("The gate stays shut.")

    def _told(self, definition: Definition) -> bool:
        found = verdict(definition)
        for failure in found.failures:
            self.stdout.write(f"{failure.part}: {failure.message}")
        for one in found.exemptions:
            self.stdout.write(f"accepted: {one.told} Because: {one.accepted.reason}")
        for warning in found.warnings:
            self.stdout.write(f"look again: {warning}")
        if found.passed:
            self.stdout.write(
                f"{definition.title}: {len(definition.rules)} rules and"
                f" {len(definition.vignettes)} vignettes pass the gate."
            )
        return found.passed


def _read(pack: Path) -> Definition:
    try:
        with pack.open("rb") as file:
            return parse_pack(file.read(LARGEST + 1))
    except OSError as error:
        raise CommandError(f"{pack} cannot be read.") from error
    except PackError as error:
        raise CommandError(f"{pack}: {error}") from error
