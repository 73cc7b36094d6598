"""A shared screen that nobody touches: asked whether somebody is there, then put away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from triage.accounts.access import public
from triage.intake import actions
from triage.intake.access import COOKIE, kiosk_of, let_go, patient_page, who_acts
from triage.intake.models import Visit, visit_of


@patient_page
@require_safe
def here(_request: HttpRequest, _visit: Visit) -> HttpResponse:
    """Hear that somebody reads or writes; refused once the screen holds no visit any more."""
    return HttpResponse(status=204)


@public
@require_safe
def still_there(request: HttpRequest) -> HttpResponse:
    """Ask without scripts whether somebody is there. Nothing on the page tells of a patient.

    It does not count as being there: a moment later the screen loses the visit.
    """
    return render(request, "intake/still_there.html")


@public
@require_http_methods(["GET", "HEAD", "POST"])
def away(request: HttpRequest) -> HttpResponse:
    """Put the form away: no screen holds the visit any longer, and staff can open it again."""
    is_kiosk = kiosk_of(request) is not None
    if request.method == "POST":
        visit = visit_of(request.COOKIES.get(COOKIE, ""))
        if visit is not None:
            actions.take_back(visit, by=who_acts(request, visit))
        response = redirect("intake:kiosk" if is_kiosk else "intake:away")
        let_go(response)
        return response
    if is_kiosk:
        return redirect("intake:kiosk")
    return render(request, "intake/away.html")
