"""Changes to who works here. The trail lies above this room, so it listens to the signal."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction
from django.dispatch import Signal

from triage.accounts.access import ADMIN
from triage.accounts.models import User
from triage.accounts.roles import Role

staff_added = Signal()
"""Sent inside the transaction, with the `user` and who added them: `by`, None for Backstop itself."""


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
