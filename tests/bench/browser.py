"""A browser without a screen, and a server to point it at."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.message import Message
from http import HTTPStatus
from http.cookiejar import Cookie, CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

ROOT = Path(__file__).parents[2]
PATIENCE = 60
HEADER = "X-Took"


class Browser:
    """Fetches and sends, keeps its cookies, and notes how long each took."""

    def __init__(self, base: str, cookies: Mapping[str, str]) -> None:
        self._base = base
        self._jar = CookieJar()
        for name, value in cookies.items():
            self._jar.set_cookie(_cookie(name, value))
        self._opener = build_opener(HTTPCookieProcessor(self._jar))
        self.seconds: list[float] = []
        self.errors: list[str] = []
        # What the server says it took, and how much of that the database: see timed_site.py.
        self.took: list[tuple[float, float]] = []
        self._marks: dict[str, str] = {}

    def get(self, path: str, *, again: bool = False) -> tuple[str, str]:
        """Return where a page was found in the end, and what it says.

        When it is fetched `again` and has not changed, it says nothing.
        """
        marks = {"If-None-Match": self._marks[path]} if again and path in self._marks else {}
        return self._open(path, Request(self._base + path, headers=marks))  # noqa: S310 our own server

    def post(self, path: str, sent: Mapping[str, Any]) -> tuple[str, str]:
        """Send a form; return where that led, and what is said there."""
        token = next((one.value for one in self._jar if one.name == "csrftoken"), "")
        body = urlencode({**sent, "csrfmiddlewaretoken": token}, doseq=True)
        return self._open(path, Request(self._base + path, body.encode()))  # noqa: S310 our own server

    def _open(self, path: str, request: Request) -> tuple[str, str]:
        begun = time.perf_counter()
        try:
            with self._opener.open(request, timeout=PATIENCE) as answer:
                found = answer.geturl().removeprefix(self._base), answer.read().decode("latin-1")
                self._note(path, answer.headers)
        except HTTPError as error:
            self._note(path, error.headers)
            if error.code != HTTPStatus.NOT_MODIFIED:
                self.errors.append(f"{path}: {error}")
            return "", ""
        except OSError as error:
            self.errors.append(f"{path}: {error}")
            return "", ""
        finally:
            self.seconds.append(time.perf_counter() - begun)
        return found

    def _note(self, path: str, headers: Message) -> None:
        if "ETag" in headers:
            self._marks[path] = headers["ETag"]
        if HEADER in headers:
            whole, database = map(float, headers[HEADER].split())
            self.took.append((whole, database))


def _cookie(name: str, value: str) -> Cookie:
    return Cookie(
        0, name, value, None, False, "127.0.0.1", False, False,
        "/", True, False, None, True, None, None, {},
    )  # fmt: skip


@contextmanager
def serving(
    app: str, *, processes: int = 2, more: Mapping[str, str] | None = None, timed: bool = False
) -> Iterator[str]:
    """Run an app as gunicorn runs ours in production, until it answers; yield its address."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "deploy/gunicorn_conf.py")]
    environment = {
        **os.environ,
        "BIND": f"127.0.0.1:{port}",
        "WEB_CONCURRENCY": str(processes),
        **(more or {}),
    }
    command += ["--config", "python:tests.bench.bare_gunicorn"] if app != "ours" else []
    command += ["tests.bench.timed_site:application"] if timed else []
    server = subprocess.Popen(  # noqa: S603 our own command
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(PATIENCE)


def first_page(base: str, path: str) -> None:
    """Wait until a server gives its first page."""
    browser = Browser(base, {})
    until = time.monotonic() + PATIENCE
    while not browser.get(path)[1]:
        if time.monotonic() > until:
            raise TimeoutError(browser.errors[-1])
        time.sleep(0.005)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
