"""A clinic of its own: a data folder or database, commands, and gunicorn as it runs in production."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from socket import socket
from types import TracebackType
from typing import Any

import pytest

from tests.postgres import a_database, a_server

ROOT = Path(__file__).parents[2]
SCRIPTS = Path(__file__).parent / "scripts"


class Clinic:
    """Where a clinic keeps its data, and what is done to it without a browser."""

    def __init__(self, folder: Path, database: str = "", *, code: Path = ROOT) -> None:
        self.folder, self._code = folder, code
        folder.mkdir(parents=True, exist_ok=True)
        kept = {name: value for name, value in os.environ.items() if "BACKSTOP" not in name}
        self.environ = {
            **kept,
            "DJANGO_SETTINGS_MODULE": "triage.config.settings",
            "BACKSTOP_DATA_DIR": str(folder),
            "BACKSTOP_SECRET_KEY": "for the tests alone, and as long as a real one has to be",
            "DATABASE_URL": database,
            "PYTHONPATH": str(code),
        }

    def manage(self, *words: str) -> str:
        """Run a management command; AssertionError with what it said when it fails."""
        return self.run("manage.py", *words)

    def script(self, script: str | Path, *words: object) -> Any:
        """Run a script of ours that prints JSON: one of this room by its name, another by its path."""
        path = SCRIPTS / f"{script}.py" if isinstance(script, str) else script
        return json.loads(self.run(str(path), *map(str, words)))

    def story(self, code: str) -> str:
        """Run lines of Python in the clinic; return what they print."""
        return self.run("manage.py", "shell", "-v", "0", "-c", code)

    def run(self, *words: str) -> str:
        """Run Python; AssertionError with what it said when it fails."""
        done = self._done(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refusal(self, *words: str) -> str:
        """Return what a command says that refuses."""
        done = self._done("manage.py", *words)
        assert done.returncode != 0, done.stdout
        return done.stderr.strip()

    def _done(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 (our own commands)
            [sys.executable, *words],
            cwd=self._code,
            env=self.environ,
            check=False,
            capture_output=True,
            text=True,
        )

    def furnish(self) -> None:
        """Make the tables."""
        self.manage("migrate", "--verbosity", "0")

    def open(self) -> None:
        """Make the tables and publish the sample content."""
        self.furnish()
        self.manage("load_sample_content")


@contextmanager
def a_clinic_on_postgres(folder: Path) -> Iterator[Clinic]:
    """Yield a clinic whose database is new; the test is skipped, aloud, where there is no server."""
    with a_server() as server:
        if server is None:
            pytest.skip("no PostgreSQL runs here and none can be started")
        with a_database(server) as address:
            yield Clinic(folder, address)


def _lives(pid: int) -> bool:
    """Return whether a process was not killed: the dead are listed until their parent has looked."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


class Served:
    """Backstop under gunicorn, killed without a word at the end."""

    def __init__(self, clinic: Clinic, *, workers: int = 2, **settings: str) -> None:
        with socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = int(one.getsockname()[1])
        self.environ = {
            **clinic.environ,
            **settings,
            "BIND": f"127.0.0.1:{self.port}",
            "WEB_CONCURRENCY": str(workers),
        }
        self.log = clinic.folder / f"gunicorn-{self.port}.log"

    def address(self, path: str) -> str:
        """Return the whole address of a page."""
        return f"http://127.0.0.1:{self.port}{path}"

    def __enter__(self) -> "Served":
        """Start, and wait until it answers."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Kill everything at once."""
        self.kill()

    def start(self) -> None:
        """Start gunicorn in a group of its own."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn_conf.py"],
                cwd=ROOT,
                env=self.environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait_until_up()

    def wait_until_up(self) -> None:
        """Wait until every process is there and a page is answered."""
        for _ in range(300):
            try:
                self.ask("GET", "/robots.txt")
            except OSError:
                time.sleep(0.05)
            else:
                if len(self.workers()) == int(self.environ["WEB_CONCURRENCY"]):
                    return
        raise TimeoutError(self.log.read_text()[-2000:])

    def restart_gently(self) -> None:
        """Ask gunicorn to replace its processes one after the other, and wait until it has."""
        before = set(self.workers())
        self.process.send_signal(signal.SIGHUP)
        for _ in range(600):
            now = set(self.workers())
            if now and not now & before:
                return
            time.sleep(0.05)
        raise TimeoutError(self.log.read_text()[-2000:])

    def kill(self) -> None:
        """Kill the master and every worker, as the kernel does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def workers(self) -> list[int]:
        """Return the worker processes that live now."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split() if _lives(int(pid))]

    def kill_a_worker(self, chance: random.Random) -> None:
        """Kill one worker, as soon as there is one."""
        for _ in range(600):
            if workers := self.workers():
                os.kill(chance.choice(workers), signal.SIGKILL)
                return
            time.sleep(0.05)
        raise TimeoutError(self.log.read_text()[-2000:])

    def ask(
        self, method: str, path: str, body: str = "", headers: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, str], str]:
        """Ask one thing on a connection of its own; OSError when no whole answer comes."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request(method, path, body or None, dict(headers or {}))
            answer = line.getresponse()
            text = answer.read().decode()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, text
        except (OSError, ValueError, EOFError) as error:
            raise ConnectionError(str(error)) from error
        finally:
            line.close()
