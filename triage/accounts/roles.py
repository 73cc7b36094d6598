"""The roles of a clinic and what each may do: one table, written to the database after each migration."""

from fnmatch import fnmatchcase

from django.apps import AppConfig, apps
from django.db import models


class Role(models.TextChoices):
    """What somebody is here to do; each is a Django group of that name."""

    FRONT_DESK = "front_desk", "Front desk"
    CLINICIAN = "clinician", "Clinician"
    AUTHOR = "author", "Author"
    APPROVER = "approver", "Approver"
    AUDITOR = "auditor", "Auditor"
    MANAGER = "manager", "Manager"


# Permissions by `app.codename`, where * stands for anything. A release is made and published by
# actions alone: nobody adds, changes or deletes one in the admin.
GRANTS: dict[Role, tuple[str, ...]] = {
    Role.FRONT_DESK: ("intake.add_*", "intake.view_*", "worklist.view_*"),
    Role.CLINICIAN: (
        "intake.add_*",
        "intake.view_*",
        "worklist.add_*",
        "worklist.read_numbers",
        "worklist.view_*",
    ),
    Role.AUTHOR: (
        "content.view_*",
        "content.add_*",
        "content.change_*",
        "content.delete_*",
        "worklist.read_numbers",
    ),
    Role.APPROVER: ("content.view_*", "content.publish_*", "worklist.read_numbers"),
    Role.AUDITOR: ("audit.view_*", "content.view_*", "accounts.view_user"),
    Role.MANAGER: (
        "accounts.add_user",
        "accounts.change_user",
        "accounts.view_user",
        "content.view_*",
        "intake.change_device",
        "intake.view_*",
        "worklist.read_numbers",
        "worklist.view_*",
    ),
}
NEVER_GRANTED = frozenset(
    {"content.add_release", "content.change_release", "content.delete_release"}
)


def is_granted(role: Role, permission: str) -> bool:
    """Return whether the role holds the permission, written as `app.codename`."""
    return permission not in NEVER_GRANTED and any(
        fnmatchcase(permission, pattern) for pattern in GRANTS[role]
    )


def grant_roles(sender: AppConfig, using: str, **_signal: object) -> None:
    """Give every role exactly the permissions of the table, as far as the rooms are migrated."""
    group_model = apps.get_model("auth", "Group")
    permission_model = apps.get_model("auth", "Permission")
    known = permission_model._default_manager.using(using).select_related("content_type")
    permissions = {f"{one.content_type.app_label}.{one.codename}": one for one in known}
    for role in Role:
        group, _ = group_model._default_manager.using(using).get_or_create(name=role.value)
        group.permissions.set(one for name, one in permissions.items() if is_granted(role, name))
