"""Handing out documents to staff.

The front desk hands out the handout and reads no answers: on its copy for an emergency there is
room to write where a clinician's copy has the answers for the hospital.
"""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from triage.accounts.access import open_to
from triage.accounts.roles import Role
from triage.audit.actions import record
from triage.documents.desk import desk_of
from triage.documents.errors import PrintError, TooBusyError
from triage.documents.handout import Handout, handout_of
from triage.documents.limits import ENDLESS
from triage.documents.printing import handout_pdf, summary_pdf
from triage.documents.summary import other_birth_date
from triage.documents.views.asked import address_of, paper_in, pdf_answer, reader, reads_answers
from triage.intake.models import Response, Visit
from triage.intake.record import record_of
from triage.ui.templatetags.backstop import code as readable

log = logging.getLogger(__name__)

LOOKED_AT = "documents.handout_looked_at"
READ = {"summary": "documents.summary_read", "handout": "documents.handout_read"}
LEFT_OUT = "documents.article_left_out"


@open_to(Role.CLINICIAN)
@require_safe
def summary(request: HttpRequest, code: str) -> HttpResponse:
    visit, response = sent(code)
    if response is None:
        return _not_sent(request, visit)
    archive = request.GET.get("archive") == "1"
    try:
        pdf = summary_pdf(
            response,
            paper=paper_in(request),
            archive=archive,
            address=address_of(request, visit.code),
        )
    except PrintError as error:
        context = {"record": record_of(response), "response": response}
        context |= {"desk": desk_of(visit, ENDLESS), "other_birth_date": other_birth_date(response)}
        return _on_screen(request, visit, "summary", error, context)
    return _paper_of(request, visit, "summary", pdf)


@open_to(Role.CLINICIAN, Role.FRONT_DESK)
@require_safe
def handout(request: HttpRequest, code: str) -> HttpResponse:
    visit, response = sent(code)
    if response is None:
        return _not_sent(request, visit)
    chosen = _chosen(request, response)
    try:
        pdf = handout_pdf(
            response,
            large=request.GET.get("large") == "1",
            paper=paper_in(request),
            with_answers=reads_answers(request),
            without=chosen.left_out,
        )
    except PrintError as error:
        return _on_screen(request, visit, "handout", error, {"paper": chosen})
    if chosen.left_out:
        record(LEFT_OUT, visit, detail=", ".join(chosen.left_out), by=reader(request))
    return _paper_of(request, visit, "handout", pdf)


@open_to(Role.CLINICIAN, Role.FRONT_DESK)
@require_safe
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the handout will say, and let staff leave an article out."""
    visit, response = sent(code)
    if response is None:
        return _not_sent(request, visit)
    record(LOOKED_AT, visit, by=reader(request))
    paper = handout_of(response, with_answers=reads_answers(request))
    context = {"paper": paper, "visit": visit, "sample_content": visit.release.is_sample}
    return render(request, "documents/preview.html", context | {"size": paper_in(request)})


def sent(code: str) -> tuple[Visit, Response | None]:
    """Return a visit and the last response that was sent of it, in as few queries as can be."""
    beside = ("patient", "release", "sign_off__signed_by", "acknowledgement__acknowledged_by")
    responses = Response.objects.filter(visit__code=code).order_by("-number")
    responses = responses.select_related("release", *(f"visit__{name}" for name in beside))
    responses = responses.prefetch_related("visit__acts__acted_by")
    response = responses.defer("release__definition", "visit__release__definition").first()
    if response is not None:
        return response.visit, response
    return get_object_or_404(Visit.objects.select_related("patient", "release"), code=code), None


def _chosen(request: HttpRequest, response: Response) -> Handout:
    """Return the handout with the articles that were ticked, all of them when nobody chose."""
    full = handout_of(response, with_answers=reads_answers(request))
    if "chosen" not in request.GET:
        return full
    given = request.GET.getlist("give")
    without = [article.code for article in full.articles if article.code not in given]
    return handout_of(response, with_answers=reads_answers(request), without=without)


def _paper_of(request: HttpRequest, visit: Visit, kind: str, pdf: bytes) -> HttpResponse:
    """Hand out a document under the code of the visit, and note who read it."""
    record(READ[kind], visit, by=reader(request))
    return pdf_answer(pdf, f"{kind}-{readable(visit.code)}")


def _on_screen(
    request: HttpRequest, visit: Visit, kind: str, error: PrintError, context: dict[str, Any]
) -> HttpResponse:
    """Show the record itself, with a plain warning, in place of paper that may be wrong."""
    log.error("Cannot print the %s of %s: %s", kind, visit, error)
    record(READ[kind], visit, by=reader(request))
    context |= {"visit": visit, "sample_content": visit.release.is_sample}
    context["too_busy"] = isinstance(error, TooBusyError)
    return render(request, f"documents/{kind}_on_screen.html", context)


def _not_sent(request: HttpRequest, visit: Visit) -> HttpResponse:
    context = {"visit": visit, "sample_content": visit.release.is_sample}
    return render(request, "documents/not_sent.html", context, status=404)
