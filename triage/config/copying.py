"""Every record of one database brought to another, of either kind, and the proof that nothing changed."""

import json
from datetime import date, datetime
from hashlib import sha256
from itertools import islice
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management.color import no_style
from django.db import DataError, IntegrityError, connections, transaction
from django.db.models import Model, QuerySet

AT_ONCE = 500


class CopyError(RuntimeError):
    """What was copied is not what was there; nothing was kept of it."""


def kept_models() -> list[type[Model]]:
    """Return every table there is. Web sessions stay behind: everybody signs in again."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model is not Session
    ]


def copy_records(source: str, target: str) -> dict[str, int]:
    """Make the target hold what the source holds, all of it or nothing; return how many of each.

    Both have the tables of this version. CopyError when a record cannot be kept as it is.
    """
    with transaction.atomic(using=source), transaction.atomic(using=target):
        _stand_still(source)
        _empty(target)
        counts = {model._meta.label: _copy(model, source, target) for model in kept_models()}
        _count_on(target)
    ContentType.objects.clear_cache()
    return counts


def _stand_still(source: str) -> None:
    """See the source as it is now until the end. On SQLite the transaction itself holds writers off."""
    if connections[source].vendor == "postgresql":
        with connections[source].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _empty(target: str) -> None:
    connection = connections[target]
    tables = [model._meta.db_table for model in kept_models()] + [Session._meta.db_table]
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), tables):
            cursor.execute(statement)


def _copy(model: type[Model], source: str, target: str) -> int:
    written = _all(model, target)
    found = _all(model, source).iterator(chunk_size=AT_ONCE)
    try:
        while some := list(islice(found, AT_ONCE)):
            written.bulk_create(some)
    except (DataError, IntegrityError, ValueError) as error:
        raise CopyError(f"{model._meta.label} holds a record that cannot be copied.") from error
    if digest(model, source) != digest(model, target):
        raise CopyError(f"{model._meta.label} is not the same in both.")
    return written.count()


def _all(model: type[Model], name: str) -> QuerySet[Model]:
    """Return every record, past what a room hides or refuses."""
    return model._base_manager.using(name).order_by("pk")  # noqa: SLF001 (documented for this use)


def _count_on(target: str) -> None:
    """Let the next record get the next number."""
    connection = connections[target]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kept_models()):
            cursor.execute(statement)


def digest(model: type[Model], using: str) -> str:
    """Return a hash of every record of a model, the same on every kind of database."""
    names = [field.attname for field in model._meta.concrete_fields]
    rows = _all(model, using).values_list(*names)
    hashed = sha256()
    for row in rows.iterator(chunk_size=AT_ONCE):
        hashed.update(json.dumps(row, sort_keys=True, default=_plain).encode())
    return hashed.hexdigest()


def _plain(value: Any) -> str:
    """Write what JSON has no word for. A moment is the same in whatever zone it is told."""
    if isinstance(value, datetime):
        return repr(value.timestamp())
    if isinstance(value, date):
        return value.isoformat()
    return repr(bytes(value)) if isinstance(value, bytes | memoryview) else repr(value)
