"""A PostgreSQL for the tests: the one that runs on this machine, or one started in a folder of its own."""

import contextlib
import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex
from socket import socket
from types import TracebackType

import psycopg

USERS = ("postgres", getpass.getuser())


def running_server() -> str | None:
    """Return the address of the server on this machine if it lets us in, without a database."""
    for user in USERS:
        address = f"postgres://{user}@127.0.0.1:5432"
        try:
            psycopg.connect(f"{address}/postgres", connect_timeout=3).close()
        except psycopg.OperationalError:
            continue
        return address
    return None


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs."""
    on_path = shutil.which("initdb")
    places = [Path(on_path).parent] if on_path else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((one for one in places if (one / "initdb").exists()), None)


class OwnServer:
    """A server in a folder of its own, which a test may stop and start."""

    def __init__(self, *settings: str) -> None:
        found = programs()
        assert found is not None
        self._programs = found
        self._settings = ("listen_addresses=127.0.0.1", *settings)
        # PostgreSQL refuses to run as root.
        self._user = "nobody" if os.geteuid() == 0 else None
        self.folder = Path(tempfile.mkdtemp(prefix="backstop-pg-"))
        self.give(self.folder)
        with socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = int(one.getsockname()[1])
        self.address = f"postgres://tester@127.0.0.1:{self.port}"

    def __enter__(self) -> "OwnServer":
        """Make a cluster and start it."""
        self._run(
            "initdb",
            "-D",
            self._data,
            "-U",
            "tester",
            "-A",
            "trust",
            "--no-instructions",
            "-E",
            "UTF8",
        )
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it and leave nothing behind."""
        with contextlib.suppress(subprocess.CalledProcessError):
            self.stop()
        shutil.rmtree(self.folder)

    def start(self) -> None:
        """Start, and wait until it answers."""
        options = f"-p {self.port} -k {self.folder} " + " ".join(
            f"-c {one}" for one in self._settings
        )
        self._run("pg_ctl", "-D", self._data, "-w", "-o", options, "-l", str(self.log), "start")

    def stop(self) -> None:
        """Stop as in a crash: at once, and nobody is told."""
        self._run("pg_ctl", "-D", self._data, "-w", "-m", "immediate", "stop")

    def give(self, folder: Path) -> None:
        """Let the server own a folder."""
        if self._user:
            shutil.chown(folder, self._user)

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    @property
    def log(self) -> Path:
        """What it writes about itself."""
        return self.folder / "log"

    def _run(self, program: str, *words: str) -> None:
        subprocess.run(  # noqa: S603 (PostgreSQL's own programs)
            [self._programs / program, *words],
            check=True,
            user=self._user,
            cwd=self.folder,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@contextlib.contextmanager
def a_server() -> Iterator[str | None]:
    """Give the address of a server; None when there is none and none can be started."""
    if address := running_server():
        yield address
    elif programs():
        with OwnServer() as own:
            yield own.address
    else:
        yield None


@contextlib.contextmanager
def a_database(server: str, *, like: str = "", place: str = "pg_default") -> Iterator[str]:
    """Give the address of a new database, empty or like another, which is dropped afterwards."""
    template = like.rpartition("/")[2] or "template0"
    name = f"backstop_{token_hex(6)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as administration:
        administration.execute(
            f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE {template} TABLESPACE {place}"
        )
    try:
        yield f"{server}/{name}"
    finally:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as administration:
            administration.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
