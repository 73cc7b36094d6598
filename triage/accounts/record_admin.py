"""What every page of one record in the admin has in common."""

from typing import TypeVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

RowT = TypeVar("RowT", bound=models.Model)


class RecordAdmin(admin.ModelAdmin[RowT]):
    """A record is found by its key, also when the address names a field and leaves it empty."""

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> RowT | None:
        """Read `?_to_field=` as if it were not there: Django looks for a field of no name."""
        return super().get_object(request, object_id, from_field or None)
