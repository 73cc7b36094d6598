"""The smallest Django that says hello: the baseline of a start."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    SECRET_KEY="nothing to guard", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"]
)


def hello(_request: HttpRequest) -> HttpResponse:
    """Answer with nothing to find out."""
    return HttpResponse("hello")


urlpatterns = [path("hello/", hello)]
application = get_wsgi_application()
