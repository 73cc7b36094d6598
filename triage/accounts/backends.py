"""What somebody may do comes with a role, never with the person."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import QuerySet


class RoleBackend(ModelBackend):
    """Django's own way to sign in, asked for the permissions of groups alone."""

    def _get_user_permissions(self, _user: Any) -> QuerySet[Permission]:
        return Permission.objects.none()
