"""What a script on the patient's page is told."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def tells_scripts(view: View[P]) -> View[P]:
    """Tell a script where it is led, instead of leading it there.

    A redirect could come from any network in between, and would be followed; the word of where to
    go comes from this server alone.
    """

    @wraps(view)
    def told(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        asks = request.headers.get("Accept") == "application/json"
        if asks and isinstance(response, HttpResponseRedirect):
            return JsonResponse({"to": response.url})
        return response

    return told
