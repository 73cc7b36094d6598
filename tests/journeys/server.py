"""A real server in a process of its own, which can be killed."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from http.cookiejar import Cookie, CookieJar
from pathlib import Path
from socket import socket
from types import TracebackType
from urllib.parse import urlencode

ROOT = Path(__file__).parents[2]
START = """
from datetime import date
from triage.accounts.actions import add_staff
from triage.accounts.roles import Role
from triage.intake.actions import hand_over, start_visit
desk = add_staff("desk", shown_name="L. Reyes", roles=[Role.FRONT_DESK], by=None)
visit = start_visit(name="Ada Marlow", birth_date=date(1992, 3, 12), by=desk)
print("token", hand_over(visit, by=desk))
"""


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Server:
    """Backstop as a clinic runs it, on its own data folder."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.environ = {
            **{name: value for name, value in os.environ.items() if "BACKSTOP" not in name},
            "DJANGO_SETTINGS_MODULE": "triage.config.settings",
            "BACKSTOP_DATA_DIR": str(folder),
        }

    def manage(self, *words: str) -> str:
        """Run a management command."""
        return subprocess.run(  # noqa: S603 (our own command)
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environ,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def __enter__(self) -> "Server":
        """Start, and wait until it answers."""
        command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(  # noqa: S603 (our own command)
            command,
            cwd=ROOT,
            env=self.environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(200):
            try:
                with socket() as probe:
                    probe.connect(("127.0.0.1", self.port))
            except ConnectionRefusedError:
                time.sleep(0.1)
            else:
                return self
        raise TimeoutError("The server does not answer.")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Kill it as the kernel does, without a word."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def address(self, path: str) -> str:
        """Return the whole address of a page."""
        return f"http://127.0.0.1:{self.port}{path}"


class Tablet:
    """A browser that knows forms and cookies and nothing else."""

    def __init__(self, server: Server, token: str) -> None:
        self.server, self.cookies = server, CookieJar()
        self.cookies.set_cookie(_cookie("backstop_visit", token))
        self.web = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> str:
        """Open a page."""
        with self.web.open(self.server.address(path), timeout=30) as reply:
            return str(reply.read().decode())

    def post(self, path: str, fields: Sequence[tuple[str, str]]) -> str:
        """Send a form, and return the address it led to."""
        page = self.get(path)
        token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        body = urlencode([("csrfmiddlewaretoken", token), *fields]).encode()
        with self.web.open(self.server.address(path), body, timeout=30) as reply:
            return str(reply.geturl()).removeprefix(self.server.address(""))


def _cookie(name: str, value: str) -> Cookie:
    return Cookie(
        version=0,
        name=name,
        value=value,
        port=None,
        port_specified=False,
        domain="127.0.0.1",
        domain_specified=False,
        domain_initial_dot=False,
        path="/form/",
        path_specified=True,
        secure=False,
        expires=None,
        discard=True,
        comment=None,
        comment_url=None,
        rest={},
    )
