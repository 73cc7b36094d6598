"""Audit as a Django app: its own action names, and the sign-ins and admin changes it listens to."""

from typing import ClassVar

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The append-only trail."""

    name = "triage.audit"
    verbose_name = "Audit trail"

    audit_actions: ClassVar[dict[str, str]] = {
        "accounts.signed_in": "signed in",
        "accounts.signed_out": "signed out",
        "accounts.sign_in_failed": "failed to sign in",
        "accounts.second_factor_added": "set up a second factor",
        "accounts.second_factor_removed": "took away their second factor",
        "accounts.second_factor_failed": "failed to show the second factor",
        "accounts.second_factor_reset": "reset the second factor of somebody",
        "accounts.staff_added": "gave somebody an account",
        "audit.exported": "exported the audit trail",
        "admin.added": "added in the admin",
        "admin.changed": "changed in the admin",
        "admin.deleted": "deleted in the admin",
    }

    def ready(self) -> None:
        """Listen to what happens in Django's own code, where no action of ours is called."""
        from triage.audit import receivers  # noqa: F401, PLC0415 - receivers need the models loaded
