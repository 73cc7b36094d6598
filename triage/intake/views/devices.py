"""Where a manager makes a device a kiosk, and takes that back."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from triage.accounts.access import open_to
from triage.accounts.models import User
from triage.accounts.roles import Role
from triage.intake import actions
from triage.intake.access import make_kiosk
from triage.intake.entry_forms import DeviceForm
from triage.intake.models import Device


@open_to(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def devices(request: HttpRequest) -> HttpResponse:
    """List the kiosks; make this very device one. Whoever did so is signed out on it."""
    form = DeviceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        _device, token = actions.pair(form.cleaned_data["name"], by=_manager(request))
        logout(request)
        response = redirect("intake:kiosk")
        make_kiosk(response, token, secure=request.is_secure())
        return response
    known = Device.objects.select_related("paired_by", "revoked_by").order_by("-pk")
    return render(request, "intake/devices.html", {"form": form, "devices": known})


@open_to(Role.MANAGER)
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a device start no more forms."""
    device = actions.revoke(get_object_or_404(Device, pk=pk), by=_manager(request))
    messages.success(request, _("%(device)s is no longer a kiosk.") % {"device": device})
    return redirect("intake:devices")


def _manager(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 (the view is open to staff alone)
    return request.user
