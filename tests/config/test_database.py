"""What is saved stays saved: SQLite as it must be, or PostgreSQL."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from triage.config.database import (
    POSTGRES_OPTIONS,
    PRAGMAS,
    database_from_url,
    refuse_unsafe_connection,
)


@pytest.fixture(autouse=True)
def _databases_of_our_own(django_db_blocker):
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def connection(tmp_path):
    handler = ConnectionHandler({"default": database_from_url("", sqlite_file=tmp_path / "db")})
    yield handler["default"]
    handler["default"].close()


def test_a_file_is_kept_as_durable_as_sqlite_can(connection):
    with connection.cursor() as cursor:
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}

    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 8_000,
    }
    assert connection.transaction_mode == "IMMEDIATE"


def test_a_connection_that_would_lose_answers_is_refused(connection):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")

    with pytest.raises(ImproperlyConfigured, match="synchronous=1"):
        refuse_unsafe_connection(connection)


def test_the_guard_stands_at_every_new_connection(tmp_path):
    description = database_from_url("", sqlite_file=tmp_path / "db")
    description["OPTIONS"]["init_command"] = "PRAGMA journal_mode=DELETE"
    handler = ConnectionHandler({"default": description})

    with pytest.raises(ImproperlyConfigured):
        handler["default"].ensure_connection()
    handler["default"].close()


def test_postgres_is_read_from_its_url():
    url = "postgres://me:p%40ss@db.example:6543/back%20stop?sslmode=require"

    database = database_from_url(url, sqlite_file=Path("unused"))

    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert [database[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "back stop",
        "me",
        "p@ss",
        "db.example",
        "6543",
    ]
    assert database["OPTIONS"] == {**POSTGRES_OPTIONS, "sslmode": "require"}


def test_a_server_that_would_lose_answers_is_refused():
    class Cursor:
        def __enter__(self):
            return self

        def __exit__(self, *_error: object) -> None:
            pass

        def execute(self, _sql: str, names: list[str]) -> None:
            self.asked = names[0]

        def fetchone(self) -> tuple[str]:
            return ("off" if self.asked == "synchronous_commit" else "on",)

    server = SimpleNamespace(vendor="postgresql", cursor=Cursor)

    with pytest.raises(ImproperlyConfigured, match="synchronous_commit=off"):
        refuse_unsafe_connection(cast("BaseDatabaseWrapper", server))


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mysql://db/backstop", "does not begin with postgres"),
        ("postgres://db/", "names no database"),
        ("postgres://db:port/backstop", "Port could not be cast"),
    ],
)
def test_a_url_that_makes_no_sense_is_refused(url, why):
    with pytest.raises(ValueError, match=why):
        database_from_url(url, sqlite_file=Path("unused"))
