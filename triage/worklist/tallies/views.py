"""The page of the numbers, and each table as a file for a spreadsheet."""

import csv
from datetime import date, datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from triage.accounts.access import open_to
from triage.accounts.models import User
from triage.accounts.roles import Role
from triage.audit.actions import record
from triage.engine.terms import Tier
from triage.ui.sheets import safe_cell
from triage.worklist.tallies import tables
from triage.worklist.tallies.drawings import Bars, bars_of
from triage.worklist.tallies.gather import Cases, gather
from triage.worklist.tallies.tables import Table

PERIODS = (7, 28, 91)
USUAL = 28
READERS = (Role.CLINICIAN, Role.MANAGER, Role.AUTHOR, Role.APPROVER)


@open_to(*READERS)
@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Show what the visits of some weeks add up to."""
    days = _days_asked(request)
    cases = gather(_midnight(days[0]))
    context = {
        "tables": _tables(request, cases, days),
        "bars": _bars(request, cases, days),
        "legend": [*reversed(Tier), None],
        "period": len(days),
        "periods": PERIODS,
        "count": len(cases.all),
        "broken": cases.broken,
        "sample_content": cases.is_sample,
    }
    return render(request, "worklist/numbers/page.html", context)


@open_to(*READERS)
@require_safe
def export(request: HttpRequest, key: str) -> HttpResponse:
    """Give one table as CSV. No cell is taken for a formula, and none is told that the page hides."""
    days = _days_asked(request)
    shown = _tables(request, gather(_midnight(days[0])), days)
    table = next((one for one in shown if one.key == key), None)
    if table is None:
        raise Http404("There is no such table for you.")
    assert isinstance(request.user, User)  # noqa: S101 (the view is open to staff alone)
    record("worklist.numbers_exported", None, by=request.user)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{key}-{days[0]}-{days[-1]}.csv"'
    # Spreadsheets take a file for UTF-8 only with this mark.
    answer.write("\ufeff")
    csv.writer(answer).writerows(map(safe_cell, row) for row in (table.head, *table.rows))
    return answer


def _tables(request: HttpRequest, cases: Cases, days: list[date]) -> list[Table]:
    by_day = [tables.days_of(cases, days)] if _reads_the_list(request) else []
    return [
        *by_day,
        tables.times_of(cases),
        tables.stops_of(cases, timezone.now()),
        tables.unsure_of(cases),
        tables.rules_of(cases),
        tables.overrides_of(cases),
    ]


def _bars(request: HttpRequest, cases: Cases, days: list[date]) -> Bars | None:
    if not _reads_the_list(request) or not cases.all:
        return None
    return bars_of(tables.tier_counts(cases, days), days)


def _reads_the_list(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and request.user.has_perm("intake.view_visit")


def _days_asked(request: HttpRequest) -> list[date]:
    asked = request.GET.get("days", "")
    period = next((one for one in PERIODS if asked == str(one)), USUAL)
    today = timezone.localdate()
    return [today - timedelta(days=one) for one in reversed(range(period))]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
