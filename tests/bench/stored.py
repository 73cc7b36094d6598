"""Staff pages with a million visits stored beside a thousand, in turns, on the database in use.

    python -m tests.bench.stored LARGE SMALL

LARGE and SMALL name two databases, as files or as `postgres://` addresses.
"""

from tests.bench import django_ready  # noqa: F401 isort: skip

import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from tests.bench.ratio import in_turns, line, tell
from triage.accounts.access import public
from triage.accounts.models import User
from triage.config.database import database_from_url
from triage.intake.models import Visit
from triage.worklist import lines
from triage.worklist.models import SignOff

DEEP = 0.4


@public
def hello(_request: HttpRequest) -> HttpResponse:
    """Answer with nothing to find out."""
    return HttpResponse("hello")


class Place:
    """A database with somebody signed in at it."""

    def __init__(self, address: str) -> None:
        is_url = address.startswith("postgres")
        described = database_from_url(address if is_url else "", sqlite_file=Path(address))
        settings.DATABASES[address] = connections.configure_settings({"default": described})[
            "default"
        ]
        self._connection: BaseDatabaseWrapper = connections.create_connection(address)
        self._connection.alias = "default"
        self._lines: dict[Any, Any] = {}
        self.use()
        self.visits = Visit.objects.count()
        self.client = Client()
        self.client.force_login(User.objects.get(username="okafor"))
        self.marks: dict[str, str] = {}

    def use(self) -> None:
        """Let all queries go here, and remember no lines but those that were drawn here."""
        connections["default"] = self._connection
        lines._last = self._lines

    def get(self, address: str, **headers: Any) -> Any:
        """Fetch a page."""
        return self.client.get(address, headers=headers)

    def fetch(self, address: str) -> None:
        """Fetch a whole page, in the database of this place."""
        self.use()
        assert self.get(address).status_code == 200

    def poll(self, address: str) -> None:
        """Ask whether a page has changed."""
        answer = self.get(address, **self.marks)
        if answer.status_code != 304:  # once a minute the mark changes by itself
            self.marks = {"if-none-match": answer.headers["etag"]}
            answer = self.get(address, **self.marks)
        assert answer.status_code == 304, answer.status_code


def main(large: str, small: str) -> None:
    """Measure, and hand over."""
    urls = [path("hello/", hello), path("", include("triage.config.urls"))]
    settings.ROOT_URLCONF = type("Urls", (), {"urlpatterns": urls})
    places = [Place(large), Place(small)]
    many, few = places
    on = many._connection.vendor
    rounds, clock = 30, time.perf_counter
    pairs = in_turns(lambda: many.fetch("/"), lambda: few.fetch("/"), rounds=rounds, clock=clock)
    what = f"worklist, {many.visits:,} visits stored, 300 open, whole request ({on})"
    told = [line(what, f"{few.visits:,} stored", 1.2, pairs)]
    many.use()
    last = SignOff.objects.order_by("-pk").values_list("pk", flat=True)[0]
    deep = f"/signed/?before={int(last * (1 - DEEP))}"
    pairs = in_turns(
        lambda: many.fetch(deep), lambda: many.fetch("/signed/"), rounds=rounds, clock=clock
    )
    told.append(line(f"deep history page ({on})", "first page", 1.3, pairs))
    pairs = in_turns(lambda: many.poll("/"), lambda: many.fetch("/hello/"), rounds=200, clock=clock)
    told.append(line(f"unchanged worklist poll ({on})", "hello view", 3, pairs))
    pairs = in_turns(
        lambda: many.poll("/alerts/"), lambda: many.fetch("/hello/"), rounds=200, clock=clock
    )
    told.append(line(f"unchanged poll of the alert bar ({on})", "hello view", None, pairs))
    tell(told)


if __name__ == "__main__":
    main(*sys.argv[1:3])
