"""Who was signed off, the latest on top, a page at a time: nothing here counts all there is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from triage.accounts.access import open_to, staff_of
from triage.accounts.roles import Role
from triage.intake.models import Visit
from triage.ui.templatetags.backstop import day
from triage.worklist.board import Place, board_of
from triage.worklist.filters import clinicians, number
from triage.worklist.models import SignOff
from triage.worklist.rows import sign_off_of
from triage.worklist.search import found_by
from triage.worklist.searches import address_of, keep_search, sought_in
from triage.worklist.views import AT_THE_LIST, lines_for, note_reading

ON_A_PAGE = 50


@open_to(*AT_THE_LIST)
@require_http_methods(["GET", "HEAD", "POST"])
def signed(request: HttpRequest) -> HttpResponse:
    """Show who was signed off, by day, or keep what is looked for."""
    if request.method == "POST":
        return keep_search(request, ("by",))
    note_reading(request)
    now, sought = timezone.now(), sought_in(request)
    by, before = number(request.GET.get("by")), number(request.GET.get("before"))
    page = _page_of(sought, by, before)
    shown = page[:ON_A_PAGE]
    visits = Visit.objects.filter(pk__in=[visit for _pk, visit in shown])
    board = board_of(visits.order_by("-sign_off__pk"), lines_for(request, now).plain, _day_of)
    search = request.GET.get("s", "") if sought else ""
    asked = {name: said for name, said in (("s", search), ("by", by)) if said}
    is_last = len(page) <= ON_A_PAGE
    context = {
        "board": board,
        "sought": sought,
        "by": by,
        "clinicians": clinicians(),
        "is_narrow": bool(asked),
        "is_first": not before,
        "newest": address_of(request.path, asked),
        "older": "" if is_last else address_of(request.path, {**asked, "before": shown[-1][0]}),
        "reads_answers": staff_of(request).has_role(Role.CLINICIAN),
        "sample_content": board.is_sample,
    }
    return render(request, "worklist/signed.html", context)


def _page_of(sought: str, by: int, before: int) -> list[tuple[int, int]]:
    """Return the sign-offs of a page and their visits, and one more when there is one."""
    signed = SignOff.objects.order_by("-pk")
    if sought:
        signed = signed.filter(found_by(sought, "visit__patient", "visit__code"))
    if by:
        signed = signed.filter(signed_by=by)
    if before:
        signed = signed.filter(pk__lt=before)
    return list(signed.values_list("pk", "visit")[: ON_A_PAGE + 1])


def _day_of(visit: Visit) -> Place:
    signed = sign_off_of(visit)
    assert signed is not None  # noqa: S101 (only those that are signed are asked for)
    on = timezone.localdate(signed.signed_at)
    return Place(-on.toordinal(), _("Today") if on == timezone.localdate() else day(on))
