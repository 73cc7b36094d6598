"""The patient's screen: which visit it holds, how it comes to hold it, and whether it is a kiosk."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from triage.accounts.access import Access, Audience, kiosk_only, patient_only, turned_away
from triage.accounts.models import User
from triage.accounts.roles import Role
from triage.audit.models import Actor
from triage.intake.actions import VisitError, keep_hold
from triage.intake.idle import held_for, hold_lasts
from triage.intake.models import Device, Visit, Way, device_of, visit_of

COOKIE = "backstop_visit"
DEVICE_COOKIE = "backstop_kiosk"
# No cookie lasts longer in a browser.
DEVICE_COOKIE_AGE = 400 * 24 * 60 * 60

AT_THE_DESK = (Role.FRONT_DESK, Role.CLINICIAN)
BESIDE_THE_PATIENT = Access(Audience.STAFF, frozenset(AT_THE_DESK))

P = ParamSpec("P")


def patient_page(
    view: Callable[Concatenate[HttpRequest, Visit, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give a view the visit this screen holds; without one, say what to do.

    A screen on which staff have to show first who they are is shown nothing; what it sends is kept.
    """

    @patient_only
    @wraps(view)
    def found(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        visit = visit_of(request.COOKIES.get(COOKIE, ""))
        if visit is None:
            return _without_visit(request)
        elsewhere = _staff_first(request, visit)
        if elsewhere and request.method != "POST":
            return elsewhere
        if lasts := hold_lasts(visit):
            keep_hold(visit, lasts=lasts)
        try:
            answer = view(request, visit, *args, **kwargs)
        except VisitError:
            # Sent on another screen while this one was on its way: then there is a receipt.
            answer = redirect("intake:done")
        return elsewhere or answer

    return found


def _staff_first(request: HttpRequest, visit: Visit) -> HttpResponse | None:
    """Return where a screen goes on which staff come first; None where the form is shown.

    A form filled in together is open only as long as a member of staff is signed in beside it. On
    a tablet that was handed over nobody is; whoever signs in on it has taken it back, and hands it
    over anew, which signs them out.
    """
    if visit.way == Way.TOGETHER:
        return turned_away(request, BESIDE_THE_PATIENT, back=request.path)
    if visit.way != Way.TABLET or not isinstance(request.user, User):
        return None
    if visit.submitted_at is None and request.user.has_role(*AT_THE_DESK):
        return redirect("intake:go_on", code=visit.code)
    return redirect("accounts:home")


def unsent_page(
    view: Callable[Concatenate[HttpRequest, Visit, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give a view a visit that can still be filled in; one that was sent shows its receipt."""

    @patient_page
    @wraps(view)
    def unsent(
        request: HttpRequest, visit: Visit, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        if visit.submitted_at is not None:
            return redirect("intake:done")
        return view(request, visit, *args, **kwargs)

    return unsent


def _without_visit(request: HttpRequest) -> HttpResponse:
    """A kiosk goes back to its start; on any other screen the patient is told what to do."""
    if kiosk_of(request):
        return redirect("intake:kiosk")
    return render(request, "intake/no_visit.html", status=403)


def hold(response: HttpResponse, token: str, way: Way, *, secure: bool) -> None:
    """Let the screen that gets this response hold a visit, also when its browser dies meanwhile.

    The server ends the hold, and on a shared screen long before the cookie ends.
    """
    _keep(response, COOKIE, token, age=int(held_for(way).total_seconds()), secure=secure)


def let_go(response: HttpResponse) -> None:
    """Let the screen that gets this response forget its visit."""
    response.delete_cookie(COOKIE, path="/form/", samesite="Lax")


def next_page(visit: Visit) -> str:
    """Return where a screen goes when its patient has finished."""
    match visit.way:
        case Way.TOGETHER:
            return reverse("accounts:home")
        case Way.LINK:
            return reverse("intake:finished_on_phone")
        case Way.KIOSK:
            return reverse("intake:kiosk")
        case _:
            return reverse("intake:finished")


def kiosk_of(request: HttpRequest) -> Device | None:
    """Return the paired device this request comes from, if it comes from one."""
    token = request.COOKIES.get(DEVICE_COOKIE)
    return device_of(token) if token else None


def kiosk_page(
    view: Callable[Concatenate[HttpRequest, Device, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give a view the kiosk it is shown on; on any other device, say what to do."""

    @kiosk_only
    @wraps(view)
    def found(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        device = kiosk_of(request)
        if device is None:
            return render(request, "intake/no_kiosk.html", status=403)
        return view(request, device, *args, **kwargs)

    return found


def make_kiosk(response: HttpResponse, token: str, *, secure: bool) -> None:
    """Let the device that gets this response be a kiosk."""
    _keep(response, DEVICE_COOKIE, token, age=DEVICE_COOKIE_AGE, secure=secure)


def _keep(response: HttpResponse, name: str, secret: str, *, age: int, secure: bool) -> None:
    response.set_cookie(
        name, secret, max_age=age, path="/form/", httponly=True, samesite="Lax", secure=secure
    )


def who_acts(request: HttpRequest, visit: Visit) -> User | Actor:
    """Return who fills in: a member of staff together with the patient, or the patient alone."""
    is_together = visit.way == Way.TOGETHER
    return request.user if is_together and isinstance(request.user, User) else Actor.PATIENT
