"""`manage.py load_sample_content`: the shipped content, loaded and published as sample content."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from triage.accounts.actions import add_staff
from triage.accounts.models import User
from triage.content.actions import load_definition, publish, submit_for_review
from triage.content.gate import verdict
from triage.content.models import Questionnaire, Release
from triage.content.pack_file import read_pack
from triage.engine.problems import Part

PACK = Path(__file__).resolve().parents[2] / "packs" / "back_and_neck.json"


class Command(BaseCommand):
    """Load the shipped content pack unless there is content already."""

    help = __doc__ or ""

    @transaction.atomic
    def handle(self, *_args: Any, **_options: Any) -> None:
        """Go the way an author and an approver go; change nothing where content exists."""
        definition = read_pack(PACK.read_bytes())
        if Questionnaire.objects.filter(key=definition.key).exists():
            self.stdout.write(f"{definition.title}: content is there already, left as it is.")
            return
        author, approver = _nobody("sample-author"), _nobody("sample-approver")
        questionnaire = load_definition(definition, by=author)
        release: Release = submit_for_review(
            questionnaire,
            change_note="The sample content that ships with Backstop.",
            as_shipped=True,
            by=author,
        )
        publish(release, as_shipped=True, by=approver)
        if overdue := len(verdict(definition).of(Part.SOURCES)):
            self.stdout.write(f"{overdue} of its sources were to be reviewed before today.")
        self.stdout.write(f"{release}: published as sample content, not approved for clinical use.")


def _nobody(username: str) -> User:
    """An account that stands in the two-person record and cannot sign in."""
    there = User.objects.filter(username=username).first()
    return there or add_staff(
        username, shown_name=f"{username} (no person)", is_active=False, by=None
    )
