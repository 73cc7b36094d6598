"""A second database beside the one in use, for as long as records are brought from one to the other."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import ConnectionHandler

from triage.config.database import database_from_url

SECOND = "second"


@contextmanager
def sqlite_file(file: Path) -> Iterator[str]:
    """Give an SQLite file a name by which models are read from it and written to it."""
    described = database_from_url("", sqlite_file=file)
    connections.settings[SECOND] = ConnectionHandler({"default": described}).settings["default"]
    try:
        yield SECOND
    finally:
        connections[SECOND].close()
        del connections[SECOND]
        del connections.settings[SECOND]


def is_of_this_version(name: str) -> bool:
    """Return whether the tables of a database are those this version of Backstop works with."""
    executor = MigrationExecutor(connections[name])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
