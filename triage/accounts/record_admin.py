"""What every page of one record in the admin has in common."""

from typing import Any, TypeVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse

RowT = TypeVar("RowT", bound=models.Model)


class RecordAdmin(admin.ModelAdmin[RowT]):
    """Who may not look is refused before a record is looked for, and an empty field is no field."""

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> RowT | None:
        """Read `?_to_field=` as if it were not there: Django looks for a field of no name."""
        return super().get_object(request, object_id, from_field or None)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Refuse alike whether the record is there or not; Django tells of a missing one first."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)
