"""The people who sign in."""

import secrets
from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from triage.accounts.roles import Role


def new_stamp() -> str:
    """Return what a person's sessions are bound to, until it is made anew."""
    return secrets.token_hex(16)


class User(AbstractUser):
    """A member of staff, as colleagues and the printed page know them."""

    shown_name = models.CharField(
        "name shown",
        max_length=80,
        blank=True,
        help_text="As colleagues know them, with title: Dr N. Okafor.",
    )
    # Another one ends every session of the person at once.
    session_stamp = models.CharField(max_length=32, default=new_stamp, editable=False)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="accounts_username_is_unique_in_any_case",
                violation_error_message="Somebody already has this user name.",
            )
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name on pages: `Dr N. Okafor`."""
        return self.shown_name or self.get_full_name() or self.username

    @property
    def signature(self) -> str:
        """The name with what they are: `Dr N. Okafor, clinician`."""
        return ", ".join(
            [self.display_name, *(role.label.lower() for role in Role if role in self.roles)]
        )

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles held, read once for each request."""
        held = set(self.groups.values_list("name", flat=True))
        return frozenset(role for role in Role if role in held)

    def has_role(self, *roles: Role) -> bool:
        """Return whether the person is at work in one of these roles."""
        return self.is_active and (self.is_superuser or not self.roles.isdisjoint(roles))

    def get_session_auth_hash(self) -> str:
        """Return what a session must hold: it changes with the password and with the stamp."""
        held = f"{self.password}{self.session_stamp}"
        return salted_hmac("triage.accounts.session", held, algorithm="sha256").hexdigest()
