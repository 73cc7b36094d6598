"""Bringing records into the database in use: from a backup, or from SQLite into PostgreSQL."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from triage.accounts.models import User
from triage.audit.actions import record
from triage.audit.models import Actor
from triage.config.backup import Seal, break_seal, keep, read_seal
from triage.config.copying import copy_records
from triage.config.second_database import is_of_this_version, sqlite_file

MAGIC = b"SQLite format 3\0"


class RestoreError(RuntimeError):
    """Records that cannot be brought here; the message is fit to show, and says what was changed, if anything."""


def restore(file: Path, *, replace: bool = False) -> Seal:
    """Make the database hold what a backup holds, and return the backup's seal.

    Refuses a database in use, and one that holds records unless they may be replaced.
    """
    seal = read_seal(file)
    if not replace and _holds_records():
        raise RestoreError("There are records here already. To give them up, add --replace.")
    with TemporaryDirectory(dir=settings.DATA_DIR, prefix="restoring-") as folder:
        copy = Path(folder) / "backstop.sqlite3"
        shutil.copyfile(file, copy)
        break_seal(copy)
        with sqlite_file(copy) as name:
            call_command("migrate", database=name, verbosity=0)
            if connection.vendor == "postgresql":
                _pour(name)
        if connection.vendor == "sqlite":
            _put_in_place(copy, Path(connection.settings_dict["NAME"]))
    record("config.restored", None, by=Actor.SYSTEM)
    return seal


def move_to_postgres(file: Path) -> dict[str, int]:
    """Bring every record of an SQLite file to PostgreSQL; return how many of each there are.

    The file keeps its records under another name, so that nobody goes on with it by mistake.
    """
    if connection.vendor != "postgresql":
        raise RestoreError("Set DATABASE_URL to the PostgreSQL database first.")
    if not file.is_file():
        raise RestoreError(f"There is no SQLite file {file}.")
    if _holds_records():
        raise RestoreError("There are records in that PostgreSQL database already.")
    _refuse_file_in_use(file)
    with sqlite_file(file) as name:
        if not is_of_this_version(name):
            raise RestoreError(
                "The SQLite file is of another version: run `manage.py migrate` without DATABASE_URL."
            )
        counts = _pour(name)
    _set_aside(file, "moved")
    record("config.moved", None, by=Actor.SYSTEM)
    return counts


def _pour(name: str) -> dict[str, int]:
    _refuse_server_in_use()
    call_command("migrate", verbosity=0)
    return copy_records(name, "default")


def _holds_records() -> bool:
    """Return whether anybody has an account here: without one, nothing was ever done."""
    try:
        tables = connection.introspection.table_names()
        return User._meta.db_table in tables and User.objects.exists()
    except DatabaseError:
        # Damaged, perhaps, but not empty.
        return True


def _refuse_server_in_use() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        others = cursor.fetchone()[0]
    if others:
        raise RestoreError(f"{others} others are connected to the database: stop Backstop first.")


def _refuse_file_in_use(file: Path) -> None:
    """Refuse a file that a running Backstop holds; bring its newest pages into it."""
    with file.open("rb") as header:
        if header.read(len(MAGIC)) != MAGIC:
            # Damaged, which is why it is replaced. SQLite would tidy up what lies beside it.
            return
    try:
        with closing(sqlite3.connect(file, timeout=1)) as opened:
            # SQLite grants this to nobody but the last who holds the file.
            opened.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise RestoreError(f"The database is in use ({error}): stop Backstop first.") from error
    except sqlite3.DatabaseError:
        # Damaged further on.
        return


def _put_in_place(copy: Path, place: Path) -> None:
    connection.close()
    told = "There were no records here before."
    if place.exists():
        _refuse_file_in_use(place)
        told = f"The records that were here are in {_set_aside(place, 'replaced')}: give it back its name."
    copy.chmod(0o600)
    try:
        keep(copy, place)
    except OSError as error:
        raise RestoreError(f"The backup could not be put in place: {error}. {told}") from error


def _set_aside(file: Path, why: str) -> Path:
    """Give a file another name, with what lies beside it, and return that name."""
    stamp = timezone.now().strftime("%Y%m%dT%H%M%SZ")
    aside = file.with_name(f"{file.name}.{why}-{stamp}")
    for left_over in [file, *file.parent.glob(f"{file.name}-*")]:
        tail = left_over.name.removeprefix(file.name)
        left_over.rename(aside.with_name(f"{aside.name}{tail}"))
    return aside
