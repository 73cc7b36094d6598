"""A stored record that cannot be read leads to where that is said, whichever page met it first."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from triage.accounts.models import User
from triage.accounts.roles import Role
from triage.intake.models import Visit
from triage.ui.templatetags.backstop import code as written
from triage.worklist.board import note_unreadable
from triage.worklist.reading import reading_of

REFUSALS = (Http404, PermissionDenied, SuspiciousOperation)


class BrokenRecordMiddleware:
    """Leads staff on when the page of a visit fails because its record is broken.

    Any other failure stays one: a mistake in the code is not laid at the door of the data.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Go to the visit, or for who may not open it to the list, where it stands on top."""
        code = request.resolver_match.kwargs.get("code") if request.resolver_match else None
        if code is None or isinstance(error, REFUSALS) or not is_broken(code):
            return None
        note_unreadable(code, error)
        told = _(
            "The record %(code)s is broken. See this patient in person and ask everything again."
        )
        messages.error(request, told % {"code": written(code)})
        opens_it = isinstance(request.user, User) and request.user.has_role(Role.CLINICIAN)
        return redirect("worklist:visit", code) if opens_it else redirect("worklist:list")


def is_broken(code: str) -> bool:
    """Return whether there is a visit of this code, of which something stored cannot be read."""
    try:
        known = Visit.objects.only("code").filter(code=code).first()
    except DatabaseError:
        # Not the record: the database itself is away.
        return False
    if known is None:
        return False
    try:
        visit = Visit.objects.select_related("patient", "release").get(pk=known.pk)
        visit.reported()
        reading_of(visit)
    except Exception:  # noqa: BLE001 (whatever a broken record raises)
        return True
    return False
