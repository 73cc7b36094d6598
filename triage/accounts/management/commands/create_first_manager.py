"""`manage.py create_first_manager`: the one account that no manager can make."""

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from triage.accounts.actions import add_staff
from triage.accounts.models import User
from triage.accounts.roles import Role


class Command(BaseCommand):
    """Give the first manager an account; once there is one, managers give all others theirs."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for who it is. The password is asked for, or read from the first line of the input."""
        parser.add_argument("username", help="the user name to sign in with")
        parser.add_argument("--name", required=True, help="the name colleagues know: S. Haddad")

    def handle(self, *_args: Any, username: str, name: str, **_options: Any) -> None:
        """Make the account, and say what comes next."""
        if User.objects.filter(groups__name=Role.MANAGER, is_active=True).exists():
            raise CommandError(
                "There is a manager already. Managers add other people in the admin."
            )
        if User.objects.filter(username__iexact=username).exists():
            raise CommandError("Somebody already has this user name.")
        password = _password(User(username=username, shown_name=name))
        add_staff(username, shown_name=name, roles=[Role.MANAGER], password=password, by=None)
        self.stdout.write(f"{username} can sign in now, and is then asked for a second factor.")


def _password(user: User) -> str:
    """Read a password that is good enough; typed twice by a person, once by a program."""
    if sys.stdin.isatty():
        password = getpass.getpass("Password: ")
        if getpass.getpass("Once more: ") != password:
            raise CommandError("The two passwords differ.")
    else:
        password = sys.stdin.readline().rstrip("\n")
    try:
        validate_password(password, user)
    except ValidationError as refusal:
        raise CommandError(" ".join(refusal.messages)) from refusal
    return password
