"""The summaries of a day as one PDF, for a clinic that files paper."""

import logging
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from triage.accounts.access import open_to
from triage.accounts.roles import Role
from triage.audit.actions import record
from triage.documents.day import Day, day_pdf
from triage.documents.errors import PrintError
from triage.documents.views.asked import address_of, paper_in, pdf_answer, reader
from triage.documents.views.visits import READ
from triage.intake.models import Response, Visit

log = logging.getLogger(__name__)

MOST = 25
"""Summaries in one PDF; a longer day comes in parts."""


@open_to(Role.CLINICIAN)
@require_safe
def summaries(request: HttpRequest) -> HttpResponse:
    """Hand out the summaries of all visits that were sent on a day, most urgent first."""
    asked = _asked_day(request)
    every = _visits_of(asked)
    parts = max(1, -(-len(every) // MOST))
    part = min(max(_number(request.GET.get("part", "")), 1), parts)
    visits = every[(part - 1) * MOST : part * MOST]
    context = {"day": asked, "visits": visits, "part": part, "parts": parts}
    if not visits:
        return render(request, "documents/day.html", context, status=404)
    addresses = {visit.code: address_of(request, visit) for visit in visits}
    day = Day(asked, part, parts, tuple(map(_last_response, visits)), addresses)
    try:
        pdf = day_pdf(day, paper=paper_in(request))
    except PrintError as error:
        log.warning("Cannot print the summaries of a day: %s", error)
        return render(request, "documents/day.html", context, status=503)
    for visit in visits:
        record(READ["summary"], visit, by=reader(request))
    return pdf_answer(pdf, f"summaries-{asked.isoformat()}-{part}")


def _asked_day(request: HttpRequest) -> date:
    """Return the day that was asked for, today when it was none."""
    try:
        return parse_date(request.GET.get("day", "")) or timezone.localdate()
    except ValueError:
        return timezone.localdate()


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 1


def _visits_of(day: date) -> Sequence[Visit]:
    midnight = timezone.make_aware(datetime.combine(day, time()))
    next_midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    visits = Visit.objects.filter(submitted_at__gte=midnight, submitted_at__lt=next_midnight)
    related = visits.select_related("patient", "release", "sign_off__signed_by", "acknowledgement")
    return list(
        related.prefetch_related("acts__acted_by", "responses")
        .defer("release__definition")
        .most_urgent_first()
    )


def _last_response(visit: Visit) -> Response:
    response = max(visit.responses.all(), key=lambda one: one.number)
    response.visit = visit
    return response
