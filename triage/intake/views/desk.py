"""Where staff start a visit, give it to a screen, and say who the patient is."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from triage.accounts.access import open_to
from triage.accounts.models import User
from triage.content.models import Release
from triage.intake import actions
from triage.intake.access import AT_THE_DESK, hold
from triage.intake.entry_forms import StartForm
from triage.intake.models import Device, Kind, Visit, Way
from triage.intake.views.invitations import send_invitation

# How the buttons of the desk name the ways on which this very screen is used.
HERE = {"alone": Way.TABLET, "together": Way.TOGETHER}


@open_to(*AT_THE_DESK)
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Start a visit, and give it to the screen that was chosen."""
    if not Release.objects.published().exists():
        return render(request, "intake/nothing_published.html", status=409)
    form = StartForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            visit = actions.start_visit(**form.cleaned_data, by=staff(request))
        except actions.VisitError as refusal:
            form.add_error("identifier", str(refusal))
        else:
            return _give(request, visit)
    return render(request, "intake/start.html", {"form": form, **_ways()})


@open_to(*AT_THE_DESK)
@require_safe
def go_on(request: HttpRequest, code: str) -> HttpResponse:
    """Offer every way on which an unfinished visit can go on."""
    visit = unsent(code)
    context = {"visit": visit, "sample_content": visit.release.is_sample, **_ways()}
    return render(request, "intake/go_on.html", context)


@open_to(*AT_THE_DESK)
@require_POST
def hand_over(request: HttpRequest, code: str) -> HttpResponse:
    """Go on with an unfinished visit on the screen that was chosen."""
    return _give(request, unsent(code))


@open_to(*AT_THE_DESK)
@require_http_methods(["GET", "POST"])
def identity(request: HttpRequest, code: str) -> HttpResponse:
    """Say who a patient is whom nobody has checked."""
    visit = get_object_or_404(
        Visit.objects.select_related("patient", "release").defer("release__definition"),
        code=code,
        identity_checked_at=None,
        closed_at=None,
    )
    claimed = {"name": visit.patient.name, "birth_date": visit.patient.birth_date}
    form = StartForm(request.POST if request.method == "POST" else None, initial=claimed)
    if form.is_valid():
        try:
            actions.check_identity(visit, **form.cleaned_data, by=staff(request))
        except actions.VisitError as refusal:
            form.add_error("identifier", str(refusal))
        else:
            messages.success(request, _("The identity is checked."))
            return redirect("accounts:home")
    return render(
        request,
        "intake/identity.html",
        {"form": form, "visit": visit, "sample_content": visit.release.is_sample},
    )


def unsent(code: str, **also: Any) -> Visit:
    """Return a visit that can still be filled in; 404 when there is none of that code."""
    visits = Visit.objects.select_related("patient", "release").defer("release__definition")
    return get_object_or_404(visits, code=code, submitted_at=None, **also)


def staff(request: HttpRequest) -> User:
    """Return who is signed in."""
    assert isinstance(request.user, User)  # noqa: S101 (the view is open to staff alone)
    return request.user


def _ways() -> dict[str, bool]:
    """Which ways can be offered: a code leads nowhere without a kiosk."""
    return {"has_kiosk": Device.objects.paired().exists()}


def _give(request: HttpRequest, visit: Visit) -> HttpResponse:
    how = request.POST.get("how", "alone")
    if how in Kind:
        return send_invitation(request, visit, Kind(how))
    return _give_here(request, visit, HERE.get(how, Way.TABLET))


def _give_here(request: HttpRequest, visit: Visit, way: Way) -> HttpResponse:
    """Alone with the patient the screen forgets who signed in; together it does not."""
    token = actions.hand_over(visit, way=way, by=staff(request))
    if way is Way.TABLET:
        logout(request)
    response = redirect("intake:welcome")
    hold(response, token, way, secure=request.is_secure())
    return response
