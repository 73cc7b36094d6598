"""Where the data lives: SQLite kept durable, or PostgreSQL by URL."""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

# How long somebody waits for a lock before the page says that nothing was saved. SQLite's lock is not
# fair, so a writer may wait for seconds under load; a patient must be told within ten.
PATIENCE = 8

# What must hold on every connection. FULL, because NORMAL loses acknowledged answers in a power cut.
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": PATIENCE * 1000,
}
# What must not be, on PostgreSQL, for the same reason.
LOSING = {"fsync": "off", "synchronous_commit": "off"}
# A server that is gone is noticed, and a lock that is not let go is given up, in time to say so.
POSTGRES_OPTIONS = {
    "connect_timeout": "5",
    "tcp_user_timeout": str(PATIENCE * 1000),
    "options": f"-c lock_timeout={PATIENCE}s",
}


def database_from_url(url: str, *, sqlite_file: Path) -> dict[str, Any]:
    """Return Django's description of the database the URL names; no URL means SQLite."""
    if not url:
        return _sqlite(sqlite_file)
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("it does not begin with postgres://")
    return _postgres(parts)


def _sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        # A new connection runs every pragma again: keep the ones we have.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # Two who read before they write would otherwise refuse each other.
            "transaction_mode": "IMMEDIATE",
            "timeout": PATIENCE,
            "init_command": ";".join(f"PRAGMA {name}={value}" for name, value in PRAGMAS.items()),
        },
    }


def _postgres(parts: SplitResult) -> dict[str, Any]:
    name = unquote(parts.path.removeprefix("/"))
    if not name:
        raise ValueError("it names no database")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": POSTGRES_OPTIONS | dict(parse_qsl(parts.query)),
    }


def let_connections_go() -> None:
    """Forget connections that failed; whoever asks next gets new ones.

    A failure leaves behind a cursor that Python takes away later, perhaps in another thread while
    this one waits for a lock; then all threads wait with it.
    """
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


def refuse_unsafe_connection(connection: BaseDatabaseWrapper, **_signal: object) -> None:
    """Refuse a connection that would not keep what it acknowledged."""
    if connection.vendor == "postgresql":
        _refuse_losing_server(connection)
    else:
        _refuse_losing_file(connection)


def _refuse_losing_file(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for name, wanted in PRAGMAS.items():
            found = cursor.execute(f"PRAGMA {name}").fetchone()[0]
            if found != wanted:
                raise ImproperlyConfigured(
                    f"SQLite says {name}={found}; Backstop needs {wanted}, or saved answers could be lost. "
                    "Is the data folder on a network drive?"
                )


def _refuse_losing_server(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for name, losing in LOSING.items():
            cursor.execute("SELECT current_setting(%s)", [name])
            if cursor.fetchone()[0] == losing:
                raise ImproperlyConfigured(
                    f"PostgreSQL says {name}={losing}: saved answers could be lost in a power cut. "
                    "Take that setting back."
                )
