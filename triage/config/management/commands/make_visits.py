"""`manage.py make_visits N`: as many made-up visits as it takes to see how the house grows."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from triage.accounts.models import User
from triage.accounts.roles import Role
from triage.config.cloning import clone
from triage.config.made_up import Players
from triage.content.models import Release, published_release
from triage.intake.models import Visit

CLOSED_OVER = timedelta(days=180)
OPEN_OVER = timedelta(hours=6)
ENDS = ("intake.submitted", "worklist.signed_off")


class Command(BaseCommand):
    """Play some visits through the actions, then copy them inside the database."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many, and of what sort."""
        parser.add_argument("count", type=int, help="how many visits in all")
        parser.add_argument("--open", type=int, default=30, help="how many are not signed off")
        parser.add_argument("--played", type=int, default=100, help="how many of them are played")
        parser.add_argument("--seed", type=int, default=1, help="which patients are made up")
        parser.add_argument(
            "--short-trail",
            action="store_true",
            help="copy of the audit trail no more than what was sent and signed off",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make them, and say how many there are now."""
        if not settings.BACKSTOP_DEMO:
            raise CommandError("This makes up patients: it runs only where BACKSTOP_DEMO=1.")
        try:
            ruleset = published_release().ruleset()
        except Release.DoesNotExist as error:
            raise CommandError("No release is published.") from error
        people = {"desk": _member(Role.FRONT_DESK), "clinician": _member(Role.CLINICIAN)}
        players = Players(ruleset, seed=options["seed"], **people)
        still_open = min(options["open"], options["count"])
        sorts = ((False, still_open, OPEN_OVER), (True, options["count"] - still_open, CLOSED_OVER))
        for closed, count, over in sorts:
            with transaction.atomic():
                played = [
                    players.play(number, closed=closed)
                    for number in range(min(count, options["played"]))
                ]
                if count > len(played):
                    trail = ENDS if options["short_trail"] else None
                    clone(played, count - len(played), over=over, trail=trail)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self.stdout.write(f"There are {Visit.objects.count()} visits now.")


def _member(role: Role) -> User:
    found = User.objects.filter(groups__name=role.value, is_active=True).order_by("pk").first()
    if found is None:
        raise CommandError(f"Nobody works here as {role.label}: run `manage.py make_demo` first.")
    return found
