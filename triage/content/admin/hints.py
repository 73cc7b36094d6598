"""Hints on plain language beside each text that patients read; they block nothing."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_POST

from triage.engine.hints import hints

LONGEST = 20_000
ASKS, TELLS = True, False


def hint_at(form: forms.BaseForm, texts: Mapping[str, bool]) -> None:
    """Lay hints below the fields named, as they stand; a script keeps them up to date."""
    address = reverse("admin:content_questionnaire_hints")
    for name, asks in texts.items():
        field = form.fields.get(name)
        if field is None:
            continue
        sent = form.data.get(form.add_prefix(name)) if form.is_bound else None
        text = str(sent or form.get_initial_for_field(field, name) or "")
        field.widget.attrs |= {"data-hints": address, "data-asks": "yes" if asks else ""}
        field.help_text = format_html(
            '{}<span class="hints" aria-live="polite">{}</span>',
            field.help_text,
            format_html_join(" ", "<span>{}</span>", ((one,) for one in hints(text, asks=asks))),
        )


class HintedForm(forms.ModelForm[Any]):
    """The form of an option, whose label patients read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint_at(self, {"label": TELLS})


class HintPages:
    """The address of the questionnaire admin that a text is sent to while it is written."""

    admin_site: admin.AdminSite

    def hint_urls(self) -> list[URLPattern]:
        """Return the address."""
        view = self.admin_site.admin_view(require_POST(self.give_hints))
        return [path("hints/", view, name="content_questionnaire_hints")]

    def give_hints(self, request: HttpRequest) -> JsonResponse:
        """Return the hints for a text."""
        if not request.user.has_perm("content.view_questionnaire"):
            raise PermissionDenied
        text = request.POST.get("text", "")[:LONGEST]
        return JsonResponse({"hints": hints(text, asks=request.POST.get("asks") == "yes")})
