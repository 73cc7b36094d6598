"""People in the admin: a manager looks after staff and cannot make anybody all-powerful."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest

from triage.accounts.models import User

# The roles come from a table in the code; a group edited by hand would change back.
admin.site.unregister(Group)


@admin.register(User)
class StaffAdmin(UserAdmin[User]):
    """Staff: name, roles, and whether they may still sign in. People are switched off, not deleted."""

    list_display = ["username", "shown_name", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    search_fields = ["username", "shown_name", "email"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = (
        (None, {"fields": ["username", "password"]}),
        ("Person", {"fields": ["shown_name", "email"]}),
        ("Work", {"fields": ["is_active", "groups", "is_staff"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    )

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the roles as tick boxes, all in sight."""
        return super().formfield_for_manytomany(
            db_field, request, **{"widget": CheckboxSelectMultiple, **kwargs}
        )

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Leave those who may do everything to those who may do everything."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Keep everybody: their name stays on what they signed."""
        return False
