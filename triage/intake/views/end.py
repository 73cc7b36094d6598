"""Where a form stops: an emergency, a pause, a call for help, the check, and the receipt."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from triage.accounts.access import public
from triage.intake import actions
from triage.intake.access import let_go, next_page, patient_page, unsent_page, who_acts
from triage.intake.models import Visit
from triage.intake.presenters import (
    check_context,
    done_context,
    emergency_context,
    frame,
    resume_url,
)
from triage.intake.views.scripts import tells_scripts


@patient_page
@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Tell the patient to get help now. Staff have been alerted before this is shown."""
    if visit.emergency_at is None:
        return redirect("intake:welcome")
    if request.method == "POST":
        return redirect(resume_url(visit))
    return render(request, "intake/emergency.html", emergency_context(visit))


@unsent_page
@require_safe
def paused(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Say that everything is kept, and how to go on."""
    return render(request, "intake/paused.html", frame(visit) | {"resume_url": resume_url(visit)})


@patient_page
@require_http_methods(["GET", "HEAD", "POST"])
def call_for_help(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Say that staff have been asked to come; a visit that is signed off is on no list to be seen."""
    if request.method == "POST" and visit.closed_at is None:
        actions.ask_for_help(visit, by=who_acts(request, visit))
        return redirect("intake:help")
    return render(request, "intake/help.html", frame(visit) | {"resume_url": resume_url(visit)})


@tells_scripts
@unsent_page
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show every answer with a way to change it; send on request."""
    missing: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            actions.submit(visit, by=who_acts(request, visit))
        except actions.IncompleteAnswersError as refusal:
            missing = refusal.missing
        else:
            return redirect("intake:done")
    return render(request, "intake/check.html", check_context(visit, missing))


@patient_page
@require_http_methods(["GET", "HEAD", "POST"])
def done(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the receipt, from what is stored; let the screen go when the patient has finished."""
    if visit.submitted_at is None:
        return redirect("intake:check")
    if request.method == "POST":
        actions.take_back(visit, by=who_acts(request, visit))
        response = redirect(next_page(visit))
        let_go(response)
        return response
    return render(request, "intake/done.html", done_context(visit.responses.latest("number")))


@public
@require_safe
def finished(request: HttpRequest) -> HttpResponse:
    """Ask for the tablet back, with nothing of the patient on the page."""
    return render(request, "intake/finished.html")


@public
@require_safe
def finished_on_phone(request: HttpRequest) -> HttpResponse:
    """Let the patient put their own phone away."""
    return render(request, "intake/finished.html", {"is_phone": True})
