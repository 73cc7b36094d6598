"""What a request for a document asks for, and the answer that holds it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from triage.accounts.models import User
from triage.accounts.roles import Role
from triage.documents.printing import A4, LETTER


def reader(request: HttpRequest) -> User:
    """Return who asks."""
    assert isinstance(request.user, User)  # noqa: S101 (the views are open to staff alone)
    return request.user


def reads_answers(request: HttpRequest) -> bool:
    """Return whether who asks may read what patients said."""
    return reader(request).has_role(Role.CLINICIAN)


def paper_in(request: HttpRequest) -> str:
    """Return the size of paper asked for; what the clinic's printer holds when none was."""
    asked = request.GET.get("paper")
    return asked if asked in (A4, LETTER) else str(settings.BACKSTOP_PAPER)


def address_of(request: HttpRequest, code: str) -> str:
    """Return where staff find a visit, as a scanner needs it. It names nobody."""
    return request.build_absolute_uri(reverse("worklist:visit", args=[code]))


def pdf_answer(pdf: bytes, name: str) -> HttpResponse:
    """Return a PDF that no browser keeps, under a name that holds no patient's."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
