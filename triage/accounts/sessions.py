"""How long staff stay signed in: not past the end of a shift, and not on a screen nobody uses."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

UNUSED = 15 * 60
"""Seconds after which a screen that nobody uses is signed out."""
WHOLE = 12 * 60 * 60
"""Seconds after which everybody signs in anew."""
NOTED_EVERY = 60
"""Seconds between two notes of use: a note is a write."""

BEGAN, USED = "signed_in_at", "used_at"
LEFT = "left_by_itself"
"""The mark of a screen that staff left without signing out: what was theirs is gone, and no more than
how many emergencies wait is told there."""
BY_ITSELF = "X-Backstop-Refresh"
"""The header of a page that asks by itself, with nobody at the screen."""

Handler = Callable[[HttpRequest], HttpResponseBase]


def begin(request: HttpRequest, **_signal: Any) -> None:
    """Start both clocks when somebody signs in."""
    request.session.pop(LEFT, None)
    request.session[BEGAN] = request.session[USED] = time.time()


def note_left(request: HttpRequest) -> None:
    """Mark a screen that staff left, as it asks for a page of theirs; a patient's pages get no mark."""
    if began := vars(request).pop(LEFT, 0):
        request.session[LEFT] = began


def was_left(request: HttpRequest) -> bool:
    """Return whether staff left this screen, today, without signing out."""
    # A patient's page, and whoever is a stranger, has no session: the database is asked for none.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    left: float = request.session.get(LEFT, 0)
    return time.time() - left < WHOLE


def end_old_sessions(get_response: Handler) -> Handler:
    """Sign out a session that is too old, or that nobody has used, and go on without it.

    What is sent from a patient's form on that screen is kept all the same.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        # Patients have no session: their pages ask the database for none.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            by_itself = BY_ITSELF in request.headers
            if why := _reason_to_end(request):
                if by_itself:
                    # The page says that it is no longer fresh; whoever comes next is told why.
                    return HttpResponse(status=401)
                vars(request)[LEFT] = request.session.get(BEGAN, 0)
                logout(request)
                messages.warning(request, why)
            elif not by_itself:
                _note_use(request)
        return get_response(request)

    return answer


def _reason_to_end(request: HttpRequest) -> str:
    now = time.time()
    if now - request.session.get(BEGAN, 0) >= WHOLE:
        return _("You were signed out at the end of the day. Sign in again to go on.")
    if now - request.session.get(USED, 0) >= UNUSED:
        return _("You were signed out because nobody used this screen for 15 minutes.")
    return ""


def _note_use(request: HttpRequest) -> None:
    now = time.time()
    if now - request.session[USED] >= NOTED_EVERY:
        request.session[USED] = now
