"""Ours under gunicorn, saying of every answer how long it took and how much of it the database."""

import time
from collections.abc import Callable
from threading import local
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from tests.bench.browser import HEADER
from triage.config.wsgi import application as ours

_spent = local()
_commit = BaseDatabaseWrapper.commit


def _timed(act: Callable[..., Any], *args: Any) -> Any:
    begun = time.perf_counter()
    try:
        return act(*args)
    finally:
        _spent.seconds = getattr(_spent, "seconds", 0.0) + time.perf_counter() - begun


def _commit_timed(connection: BaseDatabaseWrapper) -> None:
    _timed(_commit, connection)


def _listen(connection: BaseDatabaseWrapper, **_: Any) -> None:
    connection.execute_wrappers.append(_timed)


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
    """Answer as ours does, with one header more: seconds, and seconds in the database."""
    begun, _spent.seconds = time.perf_counter(), 0.0

    def started(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        told = f"{time.perf_counter() - begun:.6f} {_spent.seconds:.6f}"
        return start(status, [*headers, (HEADER, told)], *rest)

    return ours(environ, started)


connection_created.connect(_listen)
BaseDatabaseWrapper.commit = _commit_timed  # type: ignore[method-assign, assignment]
