"""Handing out PDFs to staff."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from triage.accounts.access import open_to
from triage.accounts.models import User
from triage.accounts.roles import Role
from triage.audit.actions import record
from triage.documents.errors import PrintError
from triage.documents.printing import handout_pdf, summary_pdf
from triage.intake.models import Response, Visit
from triage.ui.templatetags.backstop import code as readable

log = logging.getLogger(__name__)

READ = {"summary": "documents.summary_read", "handout": "documents.handout_read"}


@open_to(Role.CLINICIAN)
@require_safe
def summary(request: HttpRequest, code: str) -> HttpResponse:
    return _document(request, code, "summary", summary_pdf)


@open_to(Role.CLINICIAN, Role.FRONT_DESK)
@require_safe
def handout(request: HttpRequest, code: str) -> HttpResponse:
    large = request.GET.get("large") == "1"
    return _document(request, code, "handout", lambda response: handout_pdf(response, large=large))


def _document(
    request: HttpRequest, code: str, kind: str, printed: Callable[[Response], bytes]
) -> HttpResponse:
    """Print a visit's response and note who read it; a plain page when there is nothing to print."""
    visit = get_object_or_404(Visit.objects.select_related("patient"), code=code)
    response = visit.responses.order_by("number").last()
    if response is None:
        return _sorry(request, visit, _("This form has not been sent yet"), status=404, sent=False)
    try:
        pdf = printed(response)
    except PrintError as error:
        log.error("Cannot print the %s of %s: %s", kind, visit, error)  # noqa: TRY400 - the trace quotes the patient
        return _sorry(request, visit, _("This paper cannot be printed"), status=500)

    assert isinstance(request.user, User)  # noqa: S101 (the view is open to staff alone)
    record(READ[kind], visit, by=request.user)
    name = f"{kind}-{readable(visit.code)}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _sorry(
    request: HttpRequest, visit: Visit, title: str, *, status: int, sent: bool = True
) -> HttpResponse:
    context = {"visit": visit, "title": title, "sent": sent}
    context["sample_content"] = visit.release.is_sample
    return render(request, "documents/sorry.html", context, status=status)
