"""The list of everybody who has not been signed off."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import etag, require_http_methods

from triage.accounts.access import open_to, staff_of
from triage.accounts.roles import Role
from triage.audit.actions import record
from triage.intake.models import Visit
from triage.ui.tiers import WORDS
from triage.worklist.board import Place, board_of, place_of
from triage.worklist.context import MAY_ACKNOWLEDGE, alerts_of
from triage.worklist.filters import FILTERS, STAGES, TIERS, clinicians, wanted_by
from triage.worklist.freshness import list_mark
from triage.worklist.lines import Lines
from triage.worklist.searches import keep_search, sought_in

READ_ON = "list_read_on"
AT_THE_LIST = (Role.CLINICIAN, Role.FRONT_DESK, Role.MANAGER)


@open_to(*AT_THE_LIST)
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: HttpRequest) -> HttpResponse:
    """Show everybody who has not been signed off, most urgent first, or keep what is looked for."""
    return keep_search(request, FILTERS) if request.method == "POST" else _list(request)


@etag(list_mark)
def _list(request: HttpRequest) -> HttpResponse:
    note_reading(request)
    now = timezone.now()
    wanted = wanted_by(request.GET, sought_in(request), staff_of(request).pk)

    def place(visit: Visit) -> Place | None:
        return place_of(visit, timezone.localdate(now)) if wanted.wants(visit, now) else None

    visits = Visit.objects.open().most_urgent_first()
    lines = lines_for(request, now)
    board = board_of(visits, lines.draw, place)
    if not wanted.is_narrow:
        lines.keep()
    context = {
        "board": board,
        "now": now,
        "wanted": wanted,
        "sought": wanted.sought,
        "search": request.GET.get("s", ""),
        "tiers": [(code, WORDS[code]) for code in TIERS],
        "stages": STAGES.items(),
        "clinicians": clinicians(),
        "reads_answers": staff_of(request).has_role(Role.CLINICIAN),
        "sample_content": board.is_sample,
    }
    return render(request, "worklist/list.html", context)


def note_reading(request: HttpRequest) -> None:
    """Note once a day and sign-in that the list was read: its refresh would flood the trail."""
    today = timezone.localdate().isoformat()
    if request.session.get(READ_ON) != today:
        record("worklist.list_read", None, by=staff_of(request))
        request.session[READ_ON] = today


def lines_for(request: HttpRequest, now: datetime) -> Lines:
    """Return how a line is drawn for whoever looks at the list: only clinicians see answers."""
    staff = staff_of(request)
    acknowledges = staff.has_role(*MAY_ACKNOWLEDGE)
    sees = {
        "reads_answers": staff.has_role(Role.CLINICIAN),
        "hands_over": staff.has_role(Role.FRONT_DESK),
        "checks_identity": acknowledges,
        # Where the bar has room for a button each, the rows need none.
        "acknowledges": acknowledges and not alerts_of(request).is_spacious,
    }
    return Lines(sees, now, get_token(request))
