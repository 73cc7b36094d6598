"""Under gunicorn: how soon it starts, and what printing does to those who fill in a form."""

from tests.bench import django_ready  # noqa: F401 isort: skip

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

from django.conf import settings
from django.core.management import call_command

from tests.bench.browser import ROOT, Browser, first_page, serving
from tests.bench.ratio import Line, line, tell
from tests.builders import a_response, a_user, a_visit
from triage.accounts.actions import add_staff
from triage.accounts.roles import Role
from triage.config.cloning import clone
from triage.intake.access import COOKIE
from triage.intake.models import Visit

STARTS, PAIRS, PAGES = 7, 5, 240
EVERY = 0.5
"""Seconds from one document to the next."""


def as_in_production() -> dict[str, str]:
    """Return how ours is told to run: static files gathered, with their hashes in their names."""
    more = {"BACKSTOP_HOSTS": "127.0.0.1", "BACKSTOP_STATIC_ROOT": f"{settings.DATA_DIR}/static"}
    gather = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(gather, cwd=ROOT, env={**os.environ, **more}, check=True)  # noqa: S603 our own command
    return more


def start(more: dict[str, str]) -> Line:
    """From the command to the first page."""

    def ours() -> float:
        return _seconds_to("/form/finished/", "ours", more)

    def bare() -> float:
        return _seconds_to("/hello/", "bare", {})

    pairs = []
    for turn in range(STARTS):
        if turn % 2:
            pairs.append((ours(), bare()))
        else:
            one = bare()
            pairs.append((ours(), one))
    return line("start to the first page under gunicorn", "bare Django hello", 1.6, pairs)


def _seconds_to(path: str, app: str, more: dict[str, str]) -> float:
    begun = time.perf_counter()
    with serving(app, more=more) as base:
        first_page(base, path)
        return time.perf_counter() - begun


def while_printing(more: dict[str, str]) -> Line:
    """The slow end of form pages, with two PDFs a second and without."""
    _, token = a_visit(name="At The Tablet")
    doctor = add_staff("doc", shown_name="D", roles=[Role.CLINICIAN], by=None)
    addresses = documents()
    pairs, asked, printed = [], 0, 0
    with serving("ours", more=more) as base:
        first_page(base, "/form/finished/")
        tablet, staff = Browser(base, {COOKIE: token}), signed_in(base, doctor)
        slow_end(tablet)
        for turn in range(PAIRS):
            printer = Printer(staff, addresses)
            quiet = slow_end(tablet) if turn % 2 else 0.0
            with printer:
                loud = slow_end(tablet)
            pairs.append((loud, quiet or slow_end(tablet)))
            asked, printed = asked + printer.asked, printed + printer.printed
        assert not tablet.errors + staff.errors, [*tablet.errors, *staff.errors][:3]
    note = (
        f"one asked for every {EVERY:g} s: {printed} of {asked} printed, the others shown as pages"
    )
    return line(
        "form page, 95th of 100, while 2 PDFs a second are made", "without", 2.5, pairs, note
    )


class Printer:
    """Asks for a document every half second, however long the last one takes, and never for the same.

    Where printing takes longer than that, two wait at the printer and the next is shown the record.
    """

    def __init__(self, staff: Browser, addresses: Iterator[str]) -> None:
        self._staff = staff
        self._addresses = addresses
        self._stop = threading.Event()
        self._asking = threading.Thread(target=self._ask)
        self.asked = self.printed = 0

    def __enter__(self) -> None:
        self._asking.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._asking.join()

    def _ask(self) -> None:
        begun = time.monotonic()
        with ThreadPoolExecutor(4) as pool:
            asked: list[Future[tuple[str, str]]] = []
            while not self._stop.wait(max(0.0, begun + len(asked) * EVERY - time.monotonic())):
                asked.append(pool.submit(self._staff.get, next(self._addresses)))
            answers = [one.result()[1] for one in asked]
        self.asked = len(answers)
        self.printed = sum(said.startswith("%PDF") for said in answers)


def documents() -> Iterator[str]:
    """Return the addresses of more documents than anybody will ask for."""
    played = [a_response(vignette).visit for vignette in ("V01", "V02", "V03", "V06")]
    clone(played, 1_000, over=timedelta(hours=6), trail=["intake.submitted"])
    codes = Visit.objects.exclude(submitted_at=None).values_list("code", flat=True)
    return iter([f"/documents/{code}/summary.pdf" for code in codes])


def slow_end(tablet: Browser) -> float:
    """Return the 95th percentile of a form page, in seconds."""
    tablet.seconds.clear()
    for _ in range(PAGES):
        tablet.get("/form/part/about/")
        time.sleep(0.02)
    return statistics.quantiles(tablet.seconds, n=20)[-1]


def signed_in(base: str, somebody: object) -> Browser:
    """Return a browser in which somebody of the staff is signed in."""
    from django.test import Client  # noqa: PLC0415 it makes the session

    client = Client()
    client.force_login(somebody)  # type: ignore[arg-type]
    return Browser(base, {"sessionid": client.cookies["sessionid"].value})


def main() -> None:
    """Measure, and hand over."""
    call_command("migrate", verbosity=0)
    a_user()
    a_response("V01")
    more = as_in_production()
    tell([start(more), while_printing(more)])


if __name__ == "__main__":
    main()
