"""Filling in a form of the admin the way its author does: what is there, with a few changes."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.forms import BaseForm
from django.test import Client

from triage.content.admin.forms import SEEN

ADMIN = "/admin/content"


def change(row: Model) -> str:
    """Return the address where a row is changed."""
    return f"{ADMIN}/{row._meta.model_name}/{row.pk}/change/"


def save(client: Client, address: str, **changes: Any) -> Any:
    """Open a page of the admin, change some fields, press Save, and return the answer."""
    return client.post(address, {**opened(client, address), **changes})


def opened(client: Client, address: str) -> dict[str, Any]:
    """Return what a page of the admin would send if nothing on it were changed."""
    page = client.get(address)
    data: dict[str, Any] = {SEEN: page.context["adminform"].form.seen}
    for form in _forms(page.context):
        for field in form:
            value = field.value()
            if value is not None and value is not False:  # as a browser leaves out an empty box
                data[field.html_name] = value
    return data


def said(response: Any) -> str:
    """Return everything the page says is wrong."""
    assert response.status_code == 200, "The form was saved."
    # The lists of the fields, and the single lines of what a formset as a whole lacks.
    found = response.context["errors"]
    return " ".join(one if isinstance(one, str) else " ".join(one) for one in found)


def _forms(context: Any) -> Iterator[BaseForm]:
    yield context["adminform"].form
    for inline in context["inline_admin_formsets"]:
        yield inline.formset.management_form
        yield from inline.formset.forms
