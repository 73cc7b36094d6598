"""What somebody looks for: kept with the sign-in, since an address must not hold the name of a patient."""

import time
from collections.abc import Mapping
from secrets import token_urlsafe
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

SEARCHES = "searches"
KEPT_FOR = 30 * 60
MOST_KEPT = 8
LONGEST = 120
"""Seconds for which a search is kept, how many of them, and how many letters."""

Searches = dict[str, tuple[str, float]]


def sought_in(request: HttpRequest) -> str:
    """Return what the search says that an address stands for; nothing when it is no longer kept."""
    text, _at = _kept(request).get(request.GET.get("s", ""), ("", 0.0))
    return text


def keep_search(request: HttpRequest, filters: tuple[str, ...]) -> HttpResponse:
    """Keep what was typed, and lead to the address that stands for it, with the filters beside it."""
    asked = {name: said for name in filters if (said := request.POST.get(name, ""))}
    if text := request.POST.get("q", "").strip()[:LONGEST]:
        asked["s"] = _keep(request, text)
    return redirect(address_of(request.path, asked))


def address_of(path: str, asked: Mapping[str, object]) -> str:
    """Return an address that asks for something."""
    return f"{path}?{urlencode(asked)}" if asked else path


def _keep(request: HttpRequest, text: str) -> str:
    key = token_urlsafe(6)
    kept = list(_kept(request).items())[1 - MOST_KEPT :]
    request.session[SEARCHES] = {**dict(kept), key: (text, time.time())}
    return key


def _kept(request: HttpRequest) -> Searches:
    kept: Searches = request.session.get(SEARCHES, {})
    return {key: one for key, one in kept.items() if time.time() - one[1] < KEPT_FOR}
