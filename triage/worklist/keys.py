"""The single keys that lead around, for staff who switch them on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from triage.accounts.access import open_to
from triage.accounts.roles import Role

KEYS = (
    (
        _("On every page"),
        (
            ("v", _("Go to your first page: for most, the list of visits")),
            ("a", _("Move to the first emergency in the bar")),
            ("?", _("Show this page")),
        ),
    ),
    (
        _("On the list"),
        (
            ("j", _("Move to the next visit")),
            ("k", _("Move to the visit before")),
            ("/", _("Move to the search")),
        ),
    ),
    (
        _("On a visit"),
        (
            ("t", _("Move to “Take this visit” or “Let it go”")),
            ("s", _("Move to the sign-off")),
            ("w", _("What would change this")),
            ("x", _("Note an examination")),
            ("o", _("Set another tier")),
            ("c", _("Correct an answer with the patient")),
            ("n", _("Note the outcome")),
            ("p", _("Print the summary")),
        ),
    ),
)


@open_to(*Role)
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """List the keys, and let each screen switch them on and off."""
    return render(request, "worklist/keys.html", {"places": KEYS})
