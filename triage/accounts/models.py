"""The people who sign in."""

from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower

from triage.accounts.roles import Role


class User(AbstractUser):
    """A member of staff, as colleagues and the printed page know them."""

    shown_name = models.CharField(
        "name shown",
        max_length=80,
        blank=True,
        help_text="As colleagues know them, with title: Dr N. Okafor.",
    )

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
