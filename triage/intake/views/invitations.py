"""What staff give a patient who goes to another screen: a code, or a link with its QR code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from triage.accounts.access import open_to
from triage.accounts.models import User
from triage.accounts.qr import dark_modules
from triage.accounts.roles import Role
from triage.intake import actions
from triage.intake.models import Kind, Visit
from triage.intake.models.invitation import VALID_FOR, Invitation, invitation_of

COOKIE = "backstop_invitation"


def send_invitation(request: HttpRequest, visit: Visit, kind: Kind) -> HttpResponse:
    """Make a code or a link, and go to the page that shows it.

    The browser of the desk keeps the secret in a cookie of that page, since the database has only
    its hash: so the page can be loaded again.
    """
    assert isinstance(request.user, User)  # noqa: S101 (the view is open to staff alone)
    secret = actions.invite(visit, kind, by=request.user)
    address = reverse("intake:invitation", args=[visit.code])
    response = redirect(address)
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(VALID_FOR[Kind.CODE].total_seconds()),
        path=address,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure(),
    )
    return response


@open_to(Role.FRONT_DESK, Role.CLINICIAN)
@require_safe
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    """Show the code or the link that was made last, as long as this browser knows it."""
    visits = Visit.objects.select_related("patient", "release").defer("release__definition")
    visit = get_object_or_404(visits, code=code)
    secret = request.COOKIES.get(COOKIE, "")
    found = _open(visit, secret)
    context: dict[str, object] = {
        "visit": visit,
        "invitation": found,
        "last": visit.invitations.order_by("pk").last(),
        "secret": secret if found else "",
        "sample_content": visit.release.is_sample,
    }
    if found and found.kind == Kind.LINK:
        link = request.build_absolute_uri(reverse("intake:link", args=[secret]))
        context |= {"link": link, "qr": dark_modules(link)}
    return render(request, "intake/invitation.html", context)


def _open(visit: Visit, secret: str) -> Invitation | None:
    now = timezone.now()
    for kind in Kind:
        found = invitation_of(secret, kind, now) if secret else None
        if found and found.visit_id == visit.pk:
            return found
    return None
