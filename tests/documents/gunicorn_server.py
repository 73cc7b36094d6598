"""Backstop under gunicorn, as a clinic runs it."""

import subprocess
import sys
import time
from pathlib import Path
from socket import socket

from tests.journeys.server import ROOT, Server


class Gunicorn(Server):
    """A server with two processes of four threads each, and what it runs."""

    def __init__(self, folder: Path, application: str = "triage.config.wsgi") -> None:
        super().__init__(folder)
        self.application = application
        self.environ |= {
            "BACKSTOP_SECOND_FACTOR": "0",
            "BACKSTOP_DEMO": "1",
            "BIND": f"127.0.0.1:{self.port}",
            "PYTHONPATH": f"{ROOT}:{folder}",
        }

    def __enter__(self) -> "Gunicorn":
        """Start, and wait until it answers."""
        command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn_conf.py"]
        self.process = subprocess.Popen(  # noqa: S603 (our own command)
            [*command, self.application],
            cwd=ROOT,
            env=self.environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(600):
            with socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.1)
        raise TimeoutError("The server does not answer.")

    def __exit__(self, *_error: object) -> None:
        """End it with all its processes."""
        self.process.terminate()
        self.process.wait(60)
