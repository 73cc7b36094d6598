"""The bar that every open staff page asks for again and again, and the way to silence it."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import etag, require_POST, require_safe

from triage.accounts.access import open_to, public, staff_of
from triage.accounts.roles import Role
from triage.accounts.sessions import was_left
from triage.audit.models import Actor
from triage.intake.models import Visit
from triage.ui.templatetags.backstop import code as written
from triage.ui.templatetags.backstop import when
from triage.worklist import actions
from triage.worklist.alerts import alerts_now
from triage.worklist.context import MAY_ACKNOWLEDGE
from triage.worklist.freshness import alerts_mark


@open_to(*Role)
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """Give the bar as it is now. Pages ask every few seconds, so the clock is looked at here too."""
    _look_at_the_clock()
    return _bar(request)


@public
@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """Give a screen that staff left the number of emergencies, and nothing of anybody."""
    if not was_left(request):
        raise PermissionDenied("Nobody was signed in at this screen.")
    _look_at_the_clock()
    return render(request, "worklist/_count.html", {"alerts": alerts_now()})


def _look_at_the_clock() -> None:
    actions.escalate(by=Actor.SYSTEM)
    # A page waits for no second mail server.
    actions.send_mails(most=1, by=Actor.SYSTEM)


@etag(alerts_mark)
def _bar(request: HttpRequest) -> HttpResponse:
    """A page that has the bar already is told so in one word."""
    return render(request, "worklist/_alert_bar.html")


@open_to(*MAY_ACKNOWLEDGE)
@require_POST
def acknowledge(request: HttpRequest, code: str) -> HttpResponse:
    """Note who has seen an emergency, and go back to where that person was."""
    taken = actions.acknowledge(
        get_object_or_404(Visit.objects.only("code", "urgency"), code=code, closed_at=None),
        by=staff_of(request),
    )
    messages.success(
        request,
        _("%(code)s: acknowledged by %(name)s at %(at)s. The patient still has to be seen.")
        % {
            "code": written(code),
            "name": taken.acknowledged_by.display_name,
            "at": when(taken.acknowledged_at),
        },
    )
    return redirect(_came_from(request))


def _came_from(request: HttpRequest) -> str:
    """Return the page of ours the button stood on; the list when that is not sure."""
    came_from = request.headers.get("referer", "")
    path = urlsplit(came_from).path
    try:
        resolve(path)
    except Resolver404:
        return "worklist:list"
    if url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return path
    return "worklist:list"
