"""Patients who send their form over and over, and remember what they were told."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPException
from queue import Empty, Queue
from urllib.parse import urlencode

from tests.durability.clinic import Served

CSRF = "a" * 32
LAST_PAGE = {
    "tried": "heat",
    "tried_help": "no_change",
    "function_limit": "4",
    "function_items": "work",
    "worry": "no",
    "go": "next",
}
COPING, CHECK, SENT = "/form/part/coping/", "/form/check/", "/form/done/"


@dataclass(frozen=True, slots=True)
class Form:
    """A form that is filled in but for its last page, and the secret of the screen that holds it."""

    code: str
    token: str


@dataclass
class Told:
    """What patients were told: whose last page was kept, whose form was sent, what else they saw."""

    kept: set[str] = field(default_factory=set)
    sent: set[str] = field(default_factory=set)
    tries: int = 0
    refused: int = 0
    slowest: float = 0.0
    odd: list[str] = field(default_factory=list)


def words_of(form: Form) -> str:
    """Return what this patient writes."""
    return f"Words of {form.code}."


def last_page_of(form: Form) -> dict[str, str]:
    """Return what this patient fills in on the last page."""
    return {**LAST_PAGE, "own_words": words_of(form)}


def headers_of(form: Form) -> dict[str, str]:
    """Return what the screen that holds a form sends with every request."""
    return {
        "Cookie": f"backstop_visit={form.token}; csrftoken={CSRF}",
        "Content-Type": "application/x-www-form-urlencoded",
    }


def body_of(fields: dict[str, str]) -> str:
    """Return a form as it is posted."""
    return urlencode({"csrfmiddlewaretoken": CSRF, **fields})


class Patients:
    """Six people at six tablets, each with the next form as soon as the last one was sent."""

    def __init__(self, server: Served, forms: list[Form], *, people: int = 6) -> None:
        self.server, self.told = server, Told()
        self._forms: Queue[Form] = Queue()
        for form in forms:
            self._forms.put(form)
        self._stop = threading.Event()
        self._hands = [threading.Thread(target=self._work) for _ in range(people)]

    def __enter__(self) -> "Patients":
        """Let them begin."""
        for hand in self._hands:
            hand.start()
        return self

    def __exit__(self, *_error: object) -> None:
        """Let each finish the form at hand."""
        self._stop.set()
        for hand in self._hands:
            hand.join()

    @property
    def are_busy(self) -> bool:
        """Whether there are forms left."""
        return not self._forms.empty()

    def wait_until_sent(self, more: int) -> None:
        """Wait until so many more forms were sent, or nobody has any left."""
        enough = len(self.told.sent) + more
        while len(self.told.sent) < enough and any(hand.is_alive() for hand in self._hands):
            time.sleep(0.005)

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                form = self._forms.get_nowait()
            except Empty:
                return
            self._fill_in(form)

    def _fill_in(self, form: Form) -> None:
        if self._insist(form, COPING, last_page_of(form)) in {CHECK, SENT}:
            self.told.kept.add(form.code)
        if self._insist(form, CHECK, {}) == SENT and self._reads_receipt(form):
            self.told.sent.add(form.code)

    def _insist(self, form: Form, path: str, fields: dict[str, str]) -> str:
        """Send until it is taken, and return where that led to."""
        for status, headers, _ in self._answers(form, "POST", path, fields):
            if status == 302:
                return headers["location"]
            if status != 503:
                self.told.odd.append(f"{path}: {status}")
                return ""
        return ""

    def _reads_receipt(self, form: Form) -> bool:
        for status, _, text in self._answers(form, "GET", SENT, {}):
            if status == 200:
                return f"{form.code[:3]}-{form.code[3:]}" in text
            if status != 503:
                self.told.odd.append(f"{SENT}: {status}")
                return False
        return False

    def _answers(
        self, form: Form, method: str, path: str, fields: dict[str, str]
    ) -> Iterator[tuple[int, dict[str, str], str]]:
        """Ask again and again, a moment apart, for as long as somebody would."""
        body, headers = body_of(fields) if method == "POST" else "", headers_of(form)
        give_up = time.monotonic() + 60
        while time.monotonic() < give_up:
            self.told.tries += 1
            began = time.monotonic()
            try:
                answer = self.server.ask(method, path, body, headers)
            except (OSError, HTTPException):
                time.sleep(0.02)
                continue
            self.told.slowest = max(self.told.slowest, time.monotonic() - began)
            yield answer
            self.told.refused += 1
            time.sleep(0.05)
        self.told.odd.append(f"{path}: gave up")
