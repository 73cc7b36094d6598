"""The trail for whoever looks after it: to be read, narrowed and taken along. Nothing here writes but
that it was read."""

import csv
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from triage.accounts.access import open_to, staff_of
from triage.accounts.roles import Role
from triage.audit.actions import action_names, record
from triage.audit.models import AuditEvent, AuditEventQuerySet
from triage.audit.trail import number, page_of, people, records, sought_by
from triage.ui.sheets import safe_cell

ON_A_PAGE = 100
HEAD = (
    "number",
    "at",
    "who",
    "user name",
    "did",
    "action",
    "record",
    "number of the record",
    "what of it",
)


class Line:
    """Takes what a CSV writer writes, and gives it back."""

    def write(self, text: str) -> str:
        """Return the line that was written."""
        return text


@open_to(Role.AUDITOR)
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Show who did or read what, a page at a time."""
    sought = sought_by(request.GET)
    before = number(request.GET.get("before", ""))
    events, older = page_of(sought.events(), before, ON_A_PAGE)
    words = action_names()
    context = {
        "events": [(one, words.get(one.action, one.action)) for one in events],
        "sought": sought,
        "older": older,
        "is_first": not before,
        "actions": sorted(words.items(), key=lambda one: one[1]),
        "people": people(),
        "records": records(),
    }
    return render(request, "audit/trail.html", context)


@open_to(Role.AUDITOR)
@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Give all events that are sought as CSV, the newest first, and note that they were taken."""
    sought = sought_by(request.GET)
    # What is noted now is not part of it.
    last = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    record("audit.exported", None, by=staff_of(request))
    events = sought.events().filter(pk__lte=last)
    answer = StreamingHttpResponse(_lines(events), content_type="text/csv; charset=utf-8")
    name = f"audit-{timezone.localtime():%Y-%m-%d-%H%M}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _lines(events: AuditEventQuerySet) -> Iterator[str]:
    words, writer = action_names(), csv.writer(Line())
    # Spreadsheets take a file for UTF-8 only with this mark.
    yield "\ufeff"
    yield str(writer.writerow(HEAD))
    for one in events.iterator(chunk_size=2_000):
        row = (
            one.pk,
            timezone.localtime(one.happened_at).isoformat(timespec="seconds"),
            one.who,
            one.user.username if one.user else "",
            words.get(one.action, ""),
            one.action,
            one.subject_type,
            one.subject_id,
            one.detail,
        )
        yield str(writer.writerow(map(safe_cell, row)))
