"""The audit trail in the admin, to be read."""

from django.contrib import admin
from django.http import HttpRequest

from triage.accounts.record_admin import RecordAdmin
from triage.audit.models import AuditEvent


@admin.register(AuditEvent)
class AuditEventAdmin(RecordAdmin[AuditEvent]):
    """Events, newest first; nothing can be added, changed or removed."""

    list_display = ["happened_at", "who", "action", "subject_type", "subject_id"]
    list_filter = ["action", "actor", "subject_type"]
    list_select_related = ["user"]
    search_fields = ["=subject_id", "user__username", "user__shown_name"]
    date_hierarchy = "happened_at"
    fields = ["happened_at", "who", "action", "subject_type", "subject_id", "detail"]
    readonly_fields = ["happened_at", "who", "action", "subject_type", "subject_id", "detail"]
    # Counting a long trail takes longer than showing its newest page.
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: events are written by actions."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        """Refuse."""
        return False
