"""The house as a Django app: its checks, and what it asks of a database connection."""

from typing import ClassVar

from django.apps import AppConfig
from django.contrib import admin
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

from triage.config.cache import make_cache_table
from triage.config.database import refuse_unsafe_connection
from triage.config.generics import let_classes_name_their_model

# Here, because the first app is imported before any room's models and admin.
let_classes_name_their_model()


class HouseConfig(AppConfig):
    """Everything that holds for all rooms."""

    name = "triage.config"
    verbose_name = "Backstop"
    # The documents have no models, so they are no app that could say it themselves.
    audit_actions: ClassVar[dict[str, str]] = {
        "config.backed_up": "made a backup",
        "config.restored": "restored a backup",
        "config.moved": "moved everything to PostgreSQL",
        "config.patient_exported": "handed out all that is kept of a patient",
        "documents.summary_read": "printed the summary",
        "documents.handout_read": "printed the handout",
        "documents.handout_looked_at": "looked at the handout before printing",
        "documents.article_left_out": "left an article out of the handout",
    }

    def ready(self) -> None:
        """Register the checks, guard the database, and name the admin."""
        from triage.config import checks  # noqa: F401, PLC0415 - checks register when imported, apps first

        connection_created.connect(
            refuse_unsafe_connection, dispatch_uid="refuse_unsafe_connection"
        )
        post_migrate.connect(make_cache_table, sender=self, dispatch_uid="make_cache_table")
        admin.site.site_header = "Backstop content"
        admin.site.site_title = "Backstop content"
        admin.site.index_title = "Content and people"
        # Clinical content goes one by one, each with its line in the audit trail.
        admin.site.disable_action("delete_selected")
