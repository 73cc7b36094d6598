"""The headers Django does not set itself, a few lines each."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

Handler = Callable[[HttpRequest], HttpResponseBase]

NOTHING_ALLOWED = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
)


FIXED = {
    "Permissions-Policy": NOTHING_ALLOWED,
    # No other site may draw our files into its pages.
    "Cross-Origin-Resource-Policy": "same-origin",
}


def fixed_headers(get_response: Handler) -> Handler:
    """Let no page use the camera, the microphone or the place of the device, nor serve elsewhere."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in FIXED.items():
            response.headers.setdefault(name, value)
        return response

    return answer


def no_store(get_response: Handler) -> Handler:
    """Let no browser keep a page: the Back button must not show the last patient's answers."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    return answer
