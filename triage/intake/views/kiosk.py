"""The kiosk: what a patient can start on it, and nothing else."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from triage.audit.models import Actor
from triage.content.models import Release
from triage.intake import actions
from triage.intake.access import hold, kiosk_page, let_go
from triage.intake.entry_forms import AppointmentForm, CodeForm
from triage.intake.models import Device, Way


@kiosk_page
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, device: Device) -> HttpResponse:
    """Ask for the code of the desk. Whoever was here before leaves nothing behind."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        token = actions.enter_code(device, form.cleaned_data["code"], by=Actor.STRANGER)
        if token:
            return _begin(request, token)
        device.refresh_from_db()
        must_wait = device.must_wait(timezone.now())
        form.add_error("code", CodeForm.MUST_WAIT if must_wait else CodeForm.REFUSED)
    response = render(request, "intake/kiosk.html", {"form": form})
    let_go(response)
    return response


@kiosk_page
@require_http_methods(["GET", "HEAD", "POST"])
def appointment(request: HttpRequest, device: Device) -> HttpResponse:
    """Let somebody begin who says they have an appointment."""
    if not Release.objects.published().exists():
        return render(request, "intake/kiosk_closed.html", status=409)
    form = AppointmentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _visit, token = actions.start_at_kiosk(device, **form.cleaned_data, by=Actor.PATIENT)
        except actions.VisitError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _begin(request, token)
    # A name that was typed in and left there is put away like answers are.
    context = {"form": form, "idle_after": settings.BACKSTOP_IDLE_KIOSK}
    return render(request, "intake/appointment.html", context)


def _begin(request: HttpRequest, token: str) -> HttpResponse:
    response = redirect("intake:welcome")
    hold(response, token, Way.KIOSK, secure=request.is_secure())
    return response
