"""The summaries of a day as one PDF, for a clinic that files paper."""

import logging
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
from triage.documents.views.visits import READ, sent
from triage.intake.models import Response, Visit

log = logging.getLogger(__name__)

FIRST_YEAR = 2000
MOST = 25
"""Summaries in one PDF; a longer day comes in parts."""


@open_to(Role.CLINICIAN)
@require_safe
def summaries(request: HttpRequest) -> HttpResponse:
    """Hand out the summaries of all visits that were sent on a day, most urgent first."""
    asked = _asked_day(request)
    if "choose" in request.GET:
        return render(request, "documents/day.html", {"day": asked, "choosing": True})
    every = _codes_of(asked)
    parts = max(1, -(-len(every) // MOST))
    part = min(max(_number(request.GET.get("part", "")), 1), parts)
    codes = every[(part - 1) * MOST : part * MOST]
    context = {"day": asked, "codes": codes, "part": part, "parts": parts}
    context["day_before"] = asked - timedelta(days=1)
    if not codes:
        return render(request, "documents/day.html", context, status=404)
    responses = {code: response for code in codes if (response := _response_of(code))}
    addresses = {code: address_of(request, code) for code in codes}
    day = Day(asked, part, parts, codes, responses, addresses)
    try:
        printed = day_pdf(day, paper=paper_in(request))
    except PrintError as error:
        log.warning("Cannot print the summaries of a day: %s", error)
        return render(request, "documents/day.html", context, status=503)
    for code in printed.inside:
        record(READ["summary"], responses[code].visit, by=reader(request))
    return pdf_answer(printed.pdf, f"summaries-{asked.isoformat()}-{part}")


def _asked_day(request: HttpRequest) -> date:
    """Return the day that was asked for, today when it was none that anybody was here."""
    today = timezone.localdate()
    try:
        asked = parse_date(request.GET.get("day", "")) or today
    except ValueError:
        return today
    return asked if FIRST_YEAR <= asked.year <= today.year else today


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 1


def _codes_of(day: date) -> tuple[str, ...]:
    midnight = timezone.make_aware(datetime.combine(day, time()))
    next_midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    visits = Visit.objects.filter(submitted_at__gte=midnight, submitted_at__lt=next_midnight)
    return tuple(visits.most_urgent_first().values_list("code", flat=True))


def _response_of(code: str) -> Response | None:
    """Return what was sent last of a visit; None when nothing of it can be read."""
    try:
        return sent(code)[1]
    except Exception as error:  # noqa: BLE001 (its text may quote the patient)
        log.error("Cannot read visit %s: %s", code, type(error).__name__)  # noqa: TRY400
        return None
