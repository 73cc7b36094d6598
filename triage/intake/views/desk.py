"""Where staff start a visit and hand the screen to the patient."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from triage.accounts.access import open_to
from triage.accounts.models import User
from triage.accounts.roles import Role
from triage.content.models import Release
from triage.intake import actions
from triage.intake.access import hold
from triage.intake.forms import StartForm
from triage.intake.models import Visit


@open_to(Role.FRONT_DESK, Role.CLINICIAN)
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Start a visit, and give this screen to the patient."""
    if not Release.objects.published().exists():
        return render(request, "intake/nothing_published.html", status=409)
    form = StartForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            visit = actions.start_visit(**form.cleaned_data, by=_staff(request))
        except actions.VisitError as refusal:
            form.add_error("identifier", str(refusal))
        else:
            return _give_screen(request, visit)
    return render(request, "intake/start.html", {"form": form})


@open_to(Role.FRONT_DESK, Role.CLINICIAN)
@require_POST
def hand_over(request: HttpRequest, code: str) -> HttpResponse:
    """Go on with an unfinished visit on this screen."""
    return _give_screen(request, get_object_or_404(Visit, code=code, submitted_at=None))


def _give_screen(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Alone with the patient the screen forgets who signed in; together it does not."""
    token = actions.hand_over(visit, by=_staff(request))
    if request.POST.get("how") != "together":
        logout(request)
    response = redirect("intake:welcome")
    hold(response, token, secure=request.is_secure())
    return response


def _staff(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 (the view is open to staff alone)
    return request.user
