"""The link for the patient's own phone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from triage.accounts.access import public
from triage.audit.models import Actor
from triage.intake import actions
from triage.intake.access import COOKIE, hold
from triage.intake.entry_forms import BirthDateForm
from triage.intake.models import Kind, Way, invitation_of, visit_of

LINK_COOKIE = "backstop_link"
LINK_PATH = "/form/link/"


@public
@require_safe
def arrive(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the secret out of the address. Nothing is used up: chat programs open links too."""
    response = redirect("intake:link_opened")
    response.set_cookie(
        LINK_COOKIE,
        secret,
        path=LINK_PATH,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


@public
@require_http_methods(["GET", "HEAD", "POST"])
def opened(request: HttpRequest) -> HttpResponse:
    """Ask for the birth date once, and give this screen the visit."""
    secret = request.COOKIES.get(LINK_COOKIE, "")
    form = BirthDateForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        token = actions.open_link(secret, form.cleaned_data["birth_date"], by=Actor.STRANGER)
        if token:
            return _begin(request, token)
    found = invitation_of(secret, Kind.LINK, timezone.now())
    if found is None:
        if visit_of(request.COOKIES.get(COOKIE, "")):
            return redirect("intake:welcome")
        return render(request, "intake/link_closed.html", status=403)
    if form.is_bound and form.is_valid():
        form.add_error("birth_date", _not_this_date(found.dates_left))
    return render(request, "intake/link.html", {"form": form})


def _begin(request: HttpRequest, token: str) -> HttpResponse:
    response = redirect("intake:welcome")
    hold(response, token, Way.LINK, secure=request.is_secure())
    response.delete_cookie(LINK_COOKIE, path=LINK_PATH, samesite="Lax")
    return response


def _not_this_date(left: int) -> str:
    return ngettext(
        "This is not the date of birth that the clinic has. You can try %(left)s more time.",
        "This is not the date of birth that the clinic has. You can try %(left)s more times.",
        left,
    ) % {"left": left}
