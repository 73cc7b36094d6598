"""Accounts as a Django app: after each migration the roles hold what the table says."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """People and roles."""

    name = "triage.accounts"
    verbose_name = "People"

    def ready(self) -> None:
        """Keep the roles as the table in `roles.py` has them, and start the clocks of a session."""
        from triage.accounts.roles import grant_roles  # noqa: PLC0415 - groups need the apps loaded
        from triage.accounts.sessions import begin  # noqa: PLC0415 - the same

        post_migrate.connect(grant_roles, dispatch_uid="grant_roles")
        user_logged_in.connect(begin, dispatch_uid="begin_session")
