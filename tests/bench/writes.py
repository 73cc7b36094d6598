"""Submissions by eight writers beside the same rows written without a framework.

    python -m tests.bench.writes

On SQLite, or on the database that DATABASE_URL names.
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
from django.db import connection, connections

from tests.bench.ratio import line, tell
from tests.builders import a_filled_in_visit, a_user
from triage.audit.models import Actor, AuditEvent
from triage.config.database import PRAGMAS
from triage.intake.actions import submit
from triage.intake.models import PackedResponse, Response, Visit

WRITERS, EACH, ROUNDS = 8, 25, 5


def made_ready(count: int) -> list[int]:
    """Return visits that are filled in and only wait to be sent."""
    a_user("the-desk")
    original = a_filled_in_visit("V03")
    Visit.objects.filter(pk=original.pk).update(token_hash=None, held_until=None)
    fields = [f.attname for f in Visit._meta.concrete_fields if f.attname not in {"id", "code"}]
    same = Visit.objects.values(*fields).get(pk=original.pk)
    return [visit.pk for visit in Visit.objects.bulk_create(Visit(**same) for _ in range(count))]


def ours(keys: list[int]) -> None:
    """Send these visits, one after the other."""
    for visit in Visit.objects.filter(pk__in=keys):
        submit(visit, by=Actor.PATIENT)


def bare(rows: list[tuple[str, list[Any]]]) -> Callable[[list[int]], None]:
    """Return how to write the same rows with the driver alone, a transaction each."""

    def write(keys: list[int]) -> None:
        raw = _raw()
        for _ in keys:
            begin = raw.cursor()
            begin.execute("BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN")
            for statement, values in rows:
                begin.execute(statement, values)
            begin.execute("COMMIT")
        raw.close()

    return write


def _raw() -> Any:
    if connection.vendor == "sqlite":
        raw = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
        raw.execute("PRAGMA busy_timeout=60000")
        for name, value in PRAGMAS.items():
            if name != "busy_timeout":
                raw.execute(f"PRAGMA {name}={value}")
        return raw
    import psycopg  # noqa: PLC0415 only there where it is in use

    connection.ensure_connection()
    return psycopg.connect(connection.connection.info.dsn, autocommit=True)


def rows_of(key: int) -> list[tuple[str, list[Any]]]:
    """Return the rows that one submission leaves, as statements of a driver."""
    submit(Visit.objects.get(pk=key), by=Actor.PATIENT)
    response = Response.objects.get(visit_id=key)
    made = [
        response,
        PackedResponse.objects.get(pk=response.pk),
        AuditEvent.objects.about(response.visit).latest("pk"),
    ]
    mark = "?" if connection.vendor == "sqlite" else "%s"
    statements = []
    for row in made:
        fields = [f for f in row._meta.concrete_fields if f.column != "id"]
        values = [f.get_db_prep_save(getattr(row, f.attname), connection) for f in fields]
        table = f"bare_{row._meta.db_table}"
        columns = ", ".join(str(f.column) for f in fields)
        marks = ", ".join([mark] * len(fields))
        statements.append((f"INSERT INTO {table} ({columns}) VALUES ({marks})", values))  # noqa: S608 our own names
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE {table} AS SELECT * FROM {row._meta.db_table} LIMIT 0")  # noqa: S608 the same
    visit = response.visit
    update = f"UPDATE intake_visit SET urgency = {mark}, findings = {mark} WHERE id = {mark}"  # noqa: S608 the same
    return [(update, [visit.urgency, json.dumps(visit.findings), key]), *statements]


def _work(act: Callable[[list[int]], None], keys: list[int]) -> None:
    connections.close_all()
    act(keys)
    connections.close_all()


def seconds(act: Callable[[list[int]], None], keys: list[int]) -> float:
    """Return how long eight writers take for these visits."""
    writers = [
        get_context("fork").Process(target=_work, args=(act, keys[n::WRITERS]))
        for n in range(WRITERS)
    ]
    begun = time.perf_counter()
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert {writer.exitcode for writer in writers} == {0}, writers
    return time.perf_counter() - begun


def main() -> None:
    """Measure, and hand over."""
    call_command("migrate", verbosity=0)
    many = WRITERS * EACH
    keys = made_ready(1 + many * ROUNDS)
    plain = bare(rows_of(keys.pop()))
    connections.close_all()
    pairs = []
    for turn in range(ROUNDS):
        part = keys[turn * many : (turn + 1) * many]
        if turn % 2:
            bare_seconds, own = seconds(plain, part), seconds(ours, part)
        else:
            own, bare_seconds = seconds(ours, part), seconds(plain, part)
        pairs.append((bare_seconds, own))  # a rate is better the greater it is
    kept = Response.objects.filter(visit_id__in=keys).count()
    lost = len(keys) - kept
    name = "raw sqlite3" if connection.vendor == "sqlite" else "raw psycopg"
    goal = 0.2 if connection.vendor == "sqlite" else 0.33
    note = f"for {many} submissions, the baseline first; {lost} lost of {len(keys)}"
    what = f"submits a second, {WRITERS} writers ({connection.vendor})"
    tell([line(what, f"{name} with the same rows", goal, pairs, note, at_least=True)])


if __name__ == "__main__":
    main()
