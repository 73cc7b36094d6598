"""A full clinic: tablets that are filled in, staff pages that ask again and again, a PDF a second.

On SQLite, or on the database that DATABASE_URL names; the visits stored there are made beforehand.
Afterwards the database is asked whether everything that was taken is there.
"""

from tests.bench import django_ready  # noqa: F401 isort: skip

import os
import random
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

from django.db import connection
from django.utils import timezone

from tests.bench.browser import Browser, first_page, serving
from tests.bench.ratio import Line, figure, tell
from tests.bench.server import as_in_production, signed_in
from tests.bench.walk import said_by
from tests.builders import a_filled_in_visit
from tests.intake.screen import as_posted
from triage.accounts.models import User
from triage.content.models import published_release
from triage.engine.terms import Answer
from triage.intake.access import COOKIE
from triage.intake.actions import hand_over, start_visit
from triage.intake.models import Visit

SECONDS = int(os.environ.get("BACKSTOP_BENCH_SECONDS", "300"))
TABLETS, STAFF_PAGES = 20, 10
THINKING = (2.0, 4.0)
"""Seconds a patient takes for a page: many times quicker than anybody is."""

ALERTS_EVERY, LIST_EVERY, PDF_EVERY = 2, 15, 1


class Tablet:
    """Fills in visit after visit, and keeps what the server took."""

    def __init__(self, base: str, desk: User, said: list[tuple[str, dict[str, Answer]]]) -> None:
        self._base, self._desk, self._said = base, desk, said
        self.browsers: list[Browser] = []
        self.taken: dict[int, dict[str, Answer]] = {}
        self.sent: set[int] = set()

    def work(self, stop: threading.Event) -> None:
        """Go on until told to stop."""
        while not stop.is_set():
            born = timezone.localdate().replace(year=1980, day=1)
            visit = start_visit(
                name="Load", birth_date=born, release=published_release(), by=self._desk
            )
            browser = Browser(self._base, {COOKIE: hand_over(visit, by=self._desk)})
            self.browsers.append(browser)
            connection.close()
            self._fill_in(visit.pk, browser, stop)

    def _fill_in(self, key: int, browser: Browser, stop: threading.Event) -> None:
        taken = self.taken.setdefault(key, {})
        for page, answers in self._said:
            address = f"/form/part/{page}/"
            browser.get(address)
            if stop.wait(random.uniform(*THINKING)):  # noqa: S311 no secret
                return
            sent = {**as_posted(answers), "go": "next"}
            led, _ = browser.post(address, sent)
            if led.startswith(address):  # it opened more
                led, _ = browser.post(address, {**sent, "shown": list(answers)})
            if led:
                taken |= answers
        browser.get("/form/check/")
        if browser.post("/form/check/", {})[0] == "/form/done/":
            self.sent.add(key)

    @property
    def lost(self) -> int:
        """How many answers were taken and are not there, and how many forms were sent and are not."""
        kept = Visit.objects.in_bulk(self.taken)
        answers = sum(
            kept[key].told.get(name) != said
            for key, taken in self.taken.items()
            for name, said in taken.items()
        )
        there = Visit.objects.filter(pk__in=self.sent, responses__number=1).count()
        return answers + len(self.sent) - there


def poll(browser: Browser, stop: threading.Event) -> None:
    """Ask as an open list asks: for the bar, and now and then for itself, if they have changed."""
    seconds = random.randrange(LIST_EVERY)  # noqa: S311 no secret
    while not stop.wait(1):
        seconds += 1
        for address, every in (("/alerts/", ALERTS_EVERY), ("/", LIST_EVERY)):
            if seconds % every == 0:
                browser.get(address, again=True)


class Printer:
    """Asks for a document every second; where the printer is busy, it is shown the record instead."""

    def __init__(self, browser: Browser, addresses: Iterator[str]) -> None:
        self.browser = browser
        self.printed = 0
        self._addresses = addresses

    def work(self, stop: threading.Event) -> None:
        """Go on until told to stop."""
        begun = time.monotonic()
        for number, address in enumerate(self._addresses):
            if stop.wait(max(0.0, begun + number * PDF_EVERY - time.monotonic())):
                return
            _, said = self.browser.get(address)
            self.printed += said.startswith("%PDF")


def clinic(base: str) -> tuple[list[Tablet], list[Browser], Printer]:
    """Let everybody work for as long as it was said; return them."""
    desk = User.objects.get(username="reyes")
    doctor = User.objects.get(username="okafor")
    said = said_by(a_filled_in_visit("V03"))
    codes = Visit.objects.exclude(closed_at=None).values_list("code", flat=True)
    printed = iter([f"/documents/{code}/summary.pdf" for code in islice(codes, 2 * SECONDS)])
    tablets = [Tablet(base, desk, said) for _ in range(TABLETS)]
    staff = [signed_in(base, doctor) for _ in range(STAFF_PAGES)]
    printer = Printer(signed_in(base, doctor), printed)
    stop = threading.Event()
    work: list[Callable[[], None]] = [
        *(partial(one.work, stop) for one in tablets),
        *(partial(poll, one, stop) for one in staff),
        partial(printer.work, stop),
    ]
    threads = [threading.Thread(target=act) for act in work]
    for thread in threads:
        thread.start()
    time.sleep(SECONDS)
    stop.set()
    for thread in threads:
        thread.join()
    return tablets, staff, printer


def lines(tablets: list[Tablet], staff: list[Browser], printer: Printer) -> list[Line]:
    """Return what was seen."""
    patients = [browser for tablet in tablets for browser in tablet.browsers]
    everybody = [*patients, *staff, printer.browser]
    errors = [error for browser in everybody for error in browser.errors]
    on = connection.vendor
    of = f"{SECONDS} s of load ({on})"
    took = [one for browser in everybody for one in browser.took]
    seen = (
        f"{sum(len(tablet.sent) for tablet in tablets)} forms sent,"
        f" {printer.printed} PDFs of {len(printer.browser.seconds)} asked for, "
    )
    seen += f"{sum(len(browser.seconds) for browser in everybody)} requests"
    share = sum(database for _, database in took) / sum(whole for whole, _ in took)

    def slow(browsers: list[Browser]) -> float:
        seconds = [one for browser in browsers for one in browser.seconds]
        return statistics.quantiles(seconds, n=20)[-1] * 1000

    return [
        figure(f"errors in {of}", "a figure", 0, len(errors), "; ".join([seen, *errors[:2]])),
        figure(f"lost in {of}", "a figure", 0, sum(tablet.lost for tablet in tablets)),
        figure(f"page of the form, 95th of 100, in {of}", "ms", None, slow(patients)),
        figure(f"staff page, 95th of 100, in {of}", "ms", None, slow(staff)),
        figure(f"the database's share of all requests in {of}", "of 1", None, share),
    ]


def main() -> None:
    """Measure, and hand over."""
    more = as_in_production()
    with serving("ours", more=more, timed=True) as base:
        first_page(base, "/form/finished/")
        seen = clinic(base)
    tell(lines(*seen))


if __name__ == "__main__":
    main()
