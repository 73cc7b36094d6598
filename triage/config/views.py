"""What browsers, robots and watchdogs ask of any site, and what is said when something fails."""

import sys
from dataclasses import asdict

from django.db import DatabaseError, InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from triage.accounts.access import public
from triage.config.database import let_connections_go
from triage.config.health import health
from triage.ui.context import site

# The database is away, locked or full; SQLite says the plain one of a damaged file.
AWAY = (OperationalError, InterfaceError, InternalError)
# SQLite's word for a text that is none: the database is there, and one record of it is broken.
NO_TEXT = "Could not decode to UTF-8"


@public
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("favicon.ico"))


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


@public
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """Tell the proxy that this process answers. It asks for nothing else: a warning must close no clinic."""
    return HttpResponse("alive\n", content_type="text/plain")


@public
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Tell a watchdog whether answers can be taken: 200 when they can, 503 when they cannot."""
    found = health()
    return JsonResponse(asdict(found), status=200 if found.is_well else 503)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say what failed without asking the database, which may be what failed."""
    error = sys.exc_info()[1]
    if _is_database_away(error):
        let_connections_go()
        context = {**site(request), "was_sending": request.method == "POST"}
        page = render_to_string("503.html", context)
        return HttpResponse(page, status=503, headers={"Retry-After": "10"})
    return HttpResponse(render_to_string("500.html", site(request)), status=500)


def _is_database_away(error: BaseException | None) -> bool:
    while error is not None:
        if str(error).startswith(NO_TEXT):
            return False
        if isinstance(error, AWAY) or type(error) is DatabaseError:
            return True
        error = error.__cause__ or error.__context__
    return False
