"""A backup: one SQLite file that holds every record, whatever database they came from.

It carries a hash of all it holds, so that a file that was damaged, cut short or merely copied from a
running clinic is told apart from one that can be trusted.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from triage.config.copying import copy_records
from triage.config.second_database import is_of_this_version, sqlite_file

SEAL = "backstop_backup"


class BackupError(RuntimeError):
    """A backup that could not be made or cannot be trusted; the message is fit to show."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What a backup says of itself: when it was made, how many rows it holds, and their hash."""

    made_at: str
    rows: int
    digest: str


def back_up(file: Path) -> Seal:
    """Write every record to a new file, read it back, and return its seal. Others may go on working."""
    if file.exists():
        raise BackupError(f"{file} is there already: a backup never overwrites another.")
    part = file.with_name(f"{file.name}.part")
    with _only_for_its_owner(part):
        if connection.vendor == "sqlite":
            _copy_pages(part)
        else:
            _copy_rows(part)
        _seal(part)
        seal = read_seal(part)
        keep(part, file)
    return seal


def read_seal(file: Path) -> Seal:
    """Return what a backup says of itself; BackupError when it is none or is damaged."""
    if not file.is_file():
        raise BackupError(f"There is no file {file}.")
    try:
        with closing(
            sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as opened:
            seal = Seal(*opened.execute(f"SELECT made_at, rows, digest FROM {SEAL}").fetchone())  # noqa: S608 (our own name)
            found = _found_in(opened)
            is_whole = opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            lost = opened.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        raise BackupError(
            f"{file} is not a backup made by `manage.py backup`, or it is damaged: {error}."
        ) from error
    if found != (seal.rows, seal.digest) or not is_whole or lost is not None:
        raise BackupError(f"{file} is damaged: it does not hold what was written to it.")
    return seal


def break_seal(file: Path) -> None:
    """Make a copy of a backup an ordinary database again."""
    with closing(sqlite3.connect(file)) as opened:
        opened.execute(f"DROP TABLE {SEAL}")
        opened.commit()


@contextmanager
def _only_for_its_owner(part: Path) -> Iterator[None]:
    try:
        part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        yield
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"The backup could not be written: {error}.") from error
    finally:
        for left_over in part.parent.glob(f"{part.name}*"):
            left_over.unlink()


def _copy_pages(part: Path) -> None:
    """Take the file as it is at one moment, through SQLite itself: its newest pages lie beside it."""
    connection.ensure_connection()
    with closing(sqlite3.connect(part)) as target:
        connection.connection.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")


def _copy_rows(part: Path) -> None:
    if not is_of_this_version("default"):
        raise BackupError(
            "The database is of another version: back it up with the Backstop it belongs to."
        )
    with sqlite_file(part) as name:
        call_command("migrate", database=name, verbosity=0)
        copy_records("default", name)


def _seal(part: Path) -> None:
    with closing(sqlite3.connect(part, isolation_level=None)) as opened:
        opened.execute("PRAGMA journal_mode=DELETE")
        opened.execute("DELETE FROM django_session")
        # Nothing that was erased travels on in a free page.
        opened.execute("VACUUM")
        rows, digest = _found_in(opened)
        opened.execute(f"CREATE TABLE {SEAL} (made_at TEXT, rows INTEGER, digest TEXT)")
        opened.execute(
            f"INSERT INTO {SEAL} VALUES (?, ?, ?)",  # noqa: S608 (our own name)
            (timezone.now().isoformat(timespec="seconds"), rows, digest),
        )


def _found_in(opened: sqlite3.Connection) -> tuple[int, str]:
    """Return how many rows there are, and a hash of their tables and of them all."""
    opened.text_factory = bytes
    tables = opened.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name <> ? "
        "AND name NOT LIKE 'sqlite#_%' ESCAPE '#' ORDER BY name",
        (SEAL,),
    ).fetchall()
    hashed, rows = sha256(), 0
    for name, sql in tables:
        hashed.update(sql)
        for row in opened.execute(f'SELECT * FROM "{name.decode()}" ORDER BY rowid'):  # noqa: S608 (a table of that file)
            hashed.update(repr(row).encode())
            rows += 1
    opened.text_factory = str
    return rows, hashed.hexdigest()


def keep(part: Path, file: Path) -> None:
    """Give the file its name once all of it lies on the disk."""
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.rename(file)
    folder = os.open(file.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
