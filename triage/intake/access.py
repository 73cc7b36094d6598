"""The patient's screen: which visit it holds, and how it comes to hold it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from triage.accounts.access import patient_only
from triage.accounts.models import User
from triage.audit.models import Actor
from triage.intake.actions import VisitError
from triage.intake.models import Visit, visit_of

COOKIE = "backstop_visit"

P = ParamSpec("P")


def patient_page(
    view: Callable[Concatenate[HttpRequest, Visit, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give a view the visit this screen holds; without one, say what to do."""

    @patient_only
    @wraps(view)
    def found(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        visit = visit_of(request.COOKIES.get(COOKIE, ""))
        if visit is None:
            return render(request, "intake/no_visit.html", status=403)
        try:
            return view(request, visit, *args, **kwargs)
        except VisitError:
            # Sent on another screen while this one was on its way: then there is a receipt.
            return redirect("intake:done")

    return found


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


def hold(response: HttpResponse, token: str, *, secure: bool) -> None:
    """Let the screen that gets this response hold a visit."""
    response.set_cookie(COOKIE, token, path="/form/", httponly=True, samesite="Lax", secure=secure)


def let_go(response: HttpResponse) -> None:
    """Let the screen that gets this response forget its visit."""
    response.delete_cookie(COOKIE, path="/form/", samesite="Lax")


def who_acts(request: HttpRequest) -> User | Actor:
    """Return who fills in: a member of staff with the patient, or the patient alone."""
    return request.user if isinstance(request.user, User) else Actor.PATIENT
