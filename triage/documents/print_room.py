"""The processes that print for this one: started when first needed, ended when they take too long."""

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from triage.documents.errors import (
    MissingGlyphError,
    PrintError,
    RefusedFetchError,
    TooBusyError,
    TooManyPagesError,
)

FONTS = Path(__file__).with_name("fonts") / "fonts.conf"
SECONDS = 10
"""How long a document may take."""

LONG_SECONDS = 120
"""How long a book may take; whoever wants one visit on paper does not wait for it."""

LOADING = 30
"""How long the process may take to load, which it does once."""

PATIENCE = 20
"""How many seconds a document waits for those before it."""

BOOK_PATIENCE = 2
"""How many seconds a book waits for another: what is long is asked for again."""

ASKERS = 2
"""How many may print or wait at once, in both rooms together: every other thread is for the forms."""

NEEDED = (
    "PATH",
    "HOME",
    "LANG",
    "TMPDIR",
    "XDG_CACHE_HOME",
    "LD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
    "PYTHONPATH",
)
"""All that the process is told of its surroundings: no secret is among it."""


class _Process(subprocess.Popen[bytes]):
    """A process with a pipe on both sides."""

    stdin: IO[bytes]
    stdout: IO[bytes]


class PrintRoom:
    """A process to print in, and a short queue before it."""

    _askers = threading.BoundedSemaphore(ASKERS)

    def __init__(self, *, for_books: bool = False) -> None:
        self._for_books = for_books
        self._one_at_a_time = threading.BoundedSemaphore(1)
        self._process: _Process | None = None

    def order(self, order: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Return what was printed and what can be read on it, or raise a PrintError in time."""
        patience = BOOK_PATIENCE if self._for_books else PATIENCE
        with _held(self._askers, 0), _held(self._one_at_a_time, patience):
            told, pdf = self._ask(json.dumps(dict(order)).encode() + b"\n")
        if "letters" in told:
            raise MissingGlyphError(frozenset(told["letters"]))
        if "refused" in told:
            raise RefusedFetchError
        if "too_long" in told:
            raise TooManyPagesError(told["too_long"])
        if "failed" in told:
            raise PrintError(told["failed"])
        return told, pdf

    def close(self) -> None:
        """End the process; the next order starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def forget(self) -> None:
        """Leave the process to whoever started it: two may not talk to it at once."""
        PrintRoom._askers = threading.BoundedSemaphore(ASKERS)
        self._one_at_a_time = threading.BoundedSemaphore(1)
        self._process = None

    def _ask(self, line: bytes) -> tuple[dict[str, Any], bytes]:
        try:
            process = self._running()
            with _ended_after(LONG_SECONDS if self._for_books else SECONDS, process):
                process.stdin.write(line)
                process.stdin.flush()
                told, pdf = _answer_of(process)
        except (OSError, ValueError):
            self.close()
            raise PrintError("Printing took too long or too much memory.") from None
        except BaseException:
            # Half an answer in the pipe would be handed to whoever asks next.
            self.close()
            raise
        if told.get("is_last"):
            self.close()
        return told, pdf

    def _running(self) -> _Process:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = _Process(
                [sys.executable, "-m", "triage.documents.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                # What it complains of quotes the patient.
                stderr=subprocess.DEVNULL,
                cwd=settings.BASE_DIR,
                env={**_surroundings(), "FONTCONFIG_FILE": str(FONTS)},
            )
            with _ended_after(LOADING, self._process):
                json.loads(self._process.stdout.readline())
        return self._process


def _answer_of(process: _Process) -> tuple[dict[str, Any], bytes]:
    told: dict[str, Any] = json.loads(process.stdout.readline())
    pdf = process.stdout.read(told.get("length", 0))
    if len(pdf) < told.get("length", 0):
        raise ValueError("The process ended before all was said.")
    return told, pdf


def _surroundings() -> dict[str, str]:
    return {name: os.environ[name] for name in NEEDED if name in os.environ}


@contextmanager
def _held(one: threading.Semaphore, patience: float) -> Iterator[None]:
    """Hold what only some may hold at once, or say after so many seconds that it is too busy."""
    if not one.acquire(timeout=patience):
        raise TooBusyError("Too many documents are waiting to be printed.")
    try:
        yield
    finally:
        one.release()


@contextmanager
def _ended_after(seconds: float, process: _Process) -> Iterator[None]:
    """End a process that is not done in time; whoever reads from it then reads nothing."""
    too_long = threading.Timer(seconds, process.kill)
    too_long.daemon = True
    too_long.start()
    try:
        yield
    finally:
        too_long.cancel()


print_room = PrintRoom()
book_room = PrintRoom(for_books=True)
for _room in (print_room, book_room):
    atexit.register(_room.close)
    os.register_at_fork(after_in_child=_room.forget)
