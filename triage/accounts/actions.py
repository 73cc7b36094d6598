"""Changes to who works here. The trail lies above this room, so it listens to the signal."""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db import transaction
from django.dispatch import Signal

from triage.accounts.access import ADMIN
from triage.accounts.models import User, new_stamp
from triage.accounts.roles import Role

staff_added = Signal()
"""Sent inside the transaction, with the `user` and who added them: `by`, None for Backstop itself."""
second_factor_reset = Signal()
"""Sent inside the transaction, with the `user` and who took their second factor away: `by`."""


@transaction.atomic
def add_staff(
    username: str,
    *,
    shown_name: str,
    roles: Iterable[Role] = (),
    password: str | None = None,
    is_active: bool = True,
    by: User | None,
) -> User:
    """Give somebody an account with these roles; without a password nobody can sign in to it."""
    held = frozenset(roles)
    user = User.objects.create_user(
        username,
        password=password,
        shown_name=shown_name,
        is_active=is_active,
        is_staff=not held.isdisjoint(ADMIN.roles),
    )
    user.groups.set(Group.objects.filter(name__in=[role.value for role in held]))
    staff_added.send(sender=User, user=user, by=by)
    return user


@transaction.atomic
def reset_second_factor(user: User, *, by: User) -> None:
    """Take away the app, the passkeys and the recovery codes of somebody who lost them.

    Every session of theirs ends. Whoever next signs in with the password sets up a new one.
    """
    Authenticator.objects.filter(user=user).delete()
    user.session_stamp = new_stamp()
    user.save(update_fields=["session_stamp"])
    second_factor_reset.send(sender=User, user=user, by=by)


@transaction.atomic
def open_admin_by_role(user: User, *, by: User) -> None:
    """Let somebody into the admin if one of their roles works there, and out if none does.

    The admin, which calls this, notes the change of roles itself.
    """
    works_there = user.groups.filter(name__in=[role.value for role in ADMIN.roles]).exists()
    if user.is_staff != works_there and not user.is_superuser:
        user.is_staff = works_there
        user.save(update_fields=["is_staff"])
