"""Submissions by eight writers beside the same rows written without a framework.

    python -m tests.bench.writes

On SQLite, or on the database that DATABASE_URL names, which is left full of visits. Both write into
the same tables, each submission for a visit of its own; the clock runs from when all writers are
connected until the last of them is done.
"""

from tests.bench import django_ready  # noqa: F401 isort: skip

import json
import sqlite3
import time
from collections.abc import Callable
from multiprocessing import get_context
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, models

from tests.bench.ratio import line, tell
from tests.builders import a_filled_in_visit, a_user
from triage.audit.models import Actor, AuditEvent
from triage.config.database import PRAGMAS
from triage.intake.actions import submit
from triage.intake.models import PackedResponse, Response, Visit

WRITERS, EACH, ROUNDS = 8, 25, 5
PATIENCE = 300

Write = Callable[[list[int], Callable[[], object]], None]


def made_ready(count: int) -> list[int]:
    """Return visits that are filled in and only wait to be sent."""
    a_user("the-desk")
    original = a_filled_in_visit("V03")
    Visit.objects.filter(pk=original.pk).update(token_hash=None, held_until=None)
    fields = [f.attname for f in Visit._meta.concrete_fields if f.attname not in {"id", "code"}]
    same = Visit.objects.values(*fields).get(pk=original.pk)
    return [visit.pk for visit in Visit.objects.bulk_create(Visit(**same) for _ in range(count))]


def ours(keys: list[int], begin: Callable[[], object]) -> None:
    """Send these visits, one after the other."""
    visits = list(Visit.objects.slim().filter(pk__in=keys))
    begin()
    for visit in visits:
        submit(visit, by=Actor.PATIENT)


class Bare:
    """The rows that one submission left, to be written for other visits with the driver alone."""

    def __init__(self, key: int) -> None:
        response = submit(Visit.objects.get(pk=key), by=Actor.PATIENT)
        event = AuditEvent.objects.about(response.visit).latest("pk")
        self._mark = "?" if connection.vendor == "sqlite" else "%s"
        self._visit = [
            connection.ops.adapt_datetimefield_value(response.submitted_at),
            response.visit.urgency,
            json.dumps(response.visit.findings),
        ]
        self._response = self._insert(response, "visit_id")
        self._packed = self._insert(PackedResponse.objects.get(pk=response.pk), "response_id")
        self._event = self._insert(event, "subject_id")

    def __call__(self, keys: list[int], begin: Callable[[], object]) -> None:
        """Write the same for these visits, a transaction each."""
        raw = _raw()
        begin()
        for key in keys:
            self._submit(raw.cursor(), key)
        raw.close()

    def _submit(self, cursor: Any, key: int) -> None:
        mark = self._mark
        cursor.execute("BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN")
        cursor.execute(
            f"UPDATE intake_visit SET submitted_at = {mark}, urgency = {mark}, findings = {mark}"  # noqa: S608 no words of others
            f" WHERE id = {mark}",
            [*self._visit, key],
        )
        statement, values = self._response
        cursor.execute(f"{statement} RETURNING id", [key, *values])
        (response,) = cursor.fetchone()
        for (statement, values), own in ((self._packed, response), (self._event, str(key))):
            cursor.execute(statement, [own, *values])
        cursor.execute("COMMIT")

    def _insert(self, row: models.Model, own: str) -> tuple[str, list[Any]]:
        """Return how a row is written, and its values but for the one that is each visit's own."""
        fields = [f for f in row._meta.concrete_fields if f.column not in {"id", own}]
        values = [f.get_db_prep_save(getattr(row, f.attname), connection) for f in fields]
        columns = ", ".join([own, *(str(f.column) for f in fields)])
        marks = ", ".join([self._mark] * (len(fields) + 1))
        return f"INSERT INTO {row._meta.db_table} ({columns}) VALUES ({marks})", values  # noqa: S608 our own names


def _raw() -> Any:
    if connection.vendor == "sqlite":
        raw = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
        for name, value in PRAGMAS.items():
            raw.execute(f"PRAGMA {name}={value}")
        return raw
    import psycopg  # noqa: PLC0415 only there where it is in use

    connection.ensure_connection()
    return psycopg.connect(connection.connection.info.dsn, autocommit=True)


def _work(write: Write, keys: list[int], gate: Any) -> None:
    connections.close_all()
    try:
        write(keys, lambda: gate.wait(PATIENCE))
        gate.wait(PATIENCE)
    except BaseException:
        gate.abort()
        raise
    connections.close_all()


def seconds(write: Write, keys: list[int]) -> float:
    """Return how long eight writers take for these visits."""
    forked = get_context("fork")
    gate = forked.Barrier(WRITERS + 1)
    writers = [
        forked.Process(target=_work, args=(write, keys[n::WRITERS], gate)) for n in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    gate.wait(PATIENCE)
    begun = time.perf_counter()
    gate.wait(PATIENCE)
    taken = time.perf_counter() - begun
    for writer in writers:
        writer.join()
    assert {writer.exitcode for writer in writers} == {0}, writers
    return taken


def main() -> None:
    """Measure, and hand over."""
    call_command("migrate", verbosity=0)
    many = WRITERS * EACH
    first, *keys = made_ready(1 + 2 * many * ROUNDS)
    bare = Bare(first)
    connections.close_all()
    pairs = []
    for turn in range(ROUNDS):
        own, others = (keys[n * many : (n + 1) * many] for n in (2 * turn, 2 * turn + 1))
        if turn % 2:
            bare_seconds, own_seconds = seconds(bare, others), seconds(ours, own)
        else:
            own_seconds, bare_seconds = seconds(ours, own), seconds(bare, others)
        pairs.append((bare_seconds, own_seconds))  # a rate is better the greater it is
    kept = Response.objects.filter(visit_id__in=keys).count()
    lost = len(keys) - kept
    name = "raw sqlite3" if connection.vendor == "sqlite" else "raw psycopg"
    goal = 0.2 if connection.vendor == "sqlite" else 0.33
    note = f"for {many} submissions, the baseline first; {lost} lost of {len(keys)}"
    what = f"submits a second, {WRITERS} writers ({connection.vendor})"
    tell([line(what, f"{name} with the same rows", goal, pairs, note, at_least=True)])


if __name__ == "__main__":
    main()
