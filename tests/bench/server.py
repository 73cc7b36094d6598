"""Under gunicorn: how soon it starts, and what printing does to those who fill in a form."""

from tests.bench import django_ready  # noqa: F401 isort: skip

import os
import statistics
import threading
import time

from django.core.management import call_command

from tests.bench.browser import Browser, first_page, serving
from tests.bench.ratio import Line, in_turns, line, tell
from tests.builders import a_response, a_user, a_visit
from triage.accounts.actions import add_staff
from triage.accounts.roles import Role
from triage.intake.access import COOKIE

OURS = {"BACKSTOP_HOSTS": "127.0.0.1"}
PAGES, PDFS = 240, 40


def start() -> Line:
    """From the command to the first page."""

    def ours() -> None:
        with serving("ours", more=OURS) as base:
            first_page(base, "/form/finished/")

    def bare() -> None:
        with serving("bare") as base:
            first_page(base, "/hello/")

    pairs = in_turns(ours, bare, rounds=7, clock=time.perf_counter)
    return line("start to the first page, and to the end", "bare Django hello", 1.6, pairs)


def while_printing() -> Line:
    """The slow end of form pages, with two PDFs a second and without."""
    responses = [a_response(vignette) for vignette in ("V01", "V02", "V03", "V06") * (PDFS // 4)]
    _, token = a_visit(name="At The Tablet")
    doctor = add_staff("doc", shown_name="D", roles=[Role.CLINICIAN], by=None)
    pairs = []
    with serving("ours", more=OURS) as base:
        first_page(base, "/form/finished/")
        tablet = Browser(base, {COOKIE: token})
        slow_end(tablet)
        for turn in range(2):
            part = responses[turn * PDFS // 2 : (turn + 1) * PDFS // 2]
            quiet = slow_end(tablet)
            stop = threading.Event()
            printer = threading.Thread(target=print_all, args=(base, doctor, part, stop))
            printer.start()
            pairs.append((slow_end(tablet), quiet))
            stop.set()
            printer.join()
        assert not tablet.errors, tablet.errors[:3]
    return line("form page, 95th of 100, while 2 PDFs a second are made", "without", 2.5, pairs)


def slow_end(tablet: Browser) -> float:
    """Return the 95th percentile of a form page, in seconds."""
    tablet.seconds.clear()
    for _ in range(PAGES):
        tablet.get("/form/part/about/")
        time.sleep(0.02)
    return statistics.quantiles(tablet.seconds, n=20)[-1]


def print_all(base: str, doctor: object, responses: list[object], stop: threading.Event) -> None:
    """Ask for two documents a second, none of them for the second time."""
    from django.db import connection  # noqa: PLC0415 this thread has one of its own

    staff = signed_in(base, doctor)
    for response in responses:
        if stop.is_set():
            break
        code = response.visit.code  # type: ignore[attr-defined]
        staff.get(f"/documents/{code}/summary.pdf")
        stop.wait(0.5)
    connection.close()


def signed_in(base: str, somebody: object) -> Browser:
    """Return a browser in which somebody of the staff is signed in."""
    from django.test import Client  # noqa: PLC0415 it makes the session

    client = Client()
    client.force_login(somebody)  # type: ignore[arg-type]
    return Browser(base, {"sessionid": client.cookies["sessionid"].value})


def main() -> None:
    """Measure, and hand over."""
    os.environ.pop("BACKSTOP_HOSTS", None)
    call_command("migrate", verbosity=0)
    a_user()
    a_response("V01")
    tell([start(), while_printing()])


if __name__ == "__main__":
    main()
