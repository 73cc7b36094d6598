"""The documents of a release: the form that is filled in by hand, and the book for a board."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from triage.accounts.access import open_to
from triage.accounts.roles import Role
from triage.content.models import Release
from triage.documents.errors import PrintError
from triage.documents.release_printing import book_pdf, form_pdf
from triage.documents.views.asked import paper_in, pdf_answer, reader

log = logging.getLogger(__name__)

WORKS_ON_CONTENT = (Role.AUTHOR, Role.APPROVER)


@open_to(Role.FRONT_DESK, Role.CLINICIAN, *WORKS_ON_CONTENT)
@require_safe
def paper_form(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Hand out the form of a release; without one, of what patients are asked now.

    Only who works on content prints a form that nobody is asked.
    """
    releases = Release.objects.defer("definition")
    if pk is None or not reader(request).has_role(*WORKS_ON_CONTENT):
        releases = releases.published()
    chosen = releases.filter(pk=pk) if pk is not None else releases
    return _answer(request, get_object_or_404(chosen), "form", form_pdf)


@open_to(Role.CLINICIAN, Role.AUDITOR, *WORKS_ON_CONTENT)
@require_safe
def content_book(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out everything a release holds, for a clinical board; a draft to those who read drafts."""
    releases = Release.objects.select_related("submitted_by", "published_by", "returned_by")
    if not reader(request).has_role(Role.AUDITOR, *WORKS_ON_CONTENT):
        releases = releases.out()
    chosen = get_object_or_404(releases.defer("definition"), pk=pk)
    return _answer(request, chosen, "content-book", book_pdf)


def _answer(
    request: HttpRequest, release: Release, kind: str, printed: Callable[..., bytes]
) -> HttpResponse:
    try:
        pdf = printed(release, paper=paper_in(request))
    except PrintError as error:
        log.warning("Cannot print the %s of %s: %s", kind, release, error)
        return render(request, "documents/not_printed.html", {"release": release}, status=503)
    return pdf_answer(pdf, f"{kind}-{release.number}-{release.short_hash}")
