"""Visits copied by the thousand inside the database, each as a visit of somebody else."""

from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta
from random import Random

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import Max

from triage.audit.models import AuditEvent
from triage.intake.models import PackedResponse, Patient, Response, Visit
from triage.intake.models.tokens import CODE_LETTERS
from triage.worklist.models import Acknowledgement, SignOff

AT_ONCE = 500
CODES = len(CODE_LETTERS) ** 6
Changes = dict[str, str]
"""What is put into a column instead of what the original has there, as SQL."""


@transaction.atomic
def clone(
    originals: Sequence[Visit],
    count: int,
    *,
    over: timedelta,
    trail: Collection[str] | None = None,
) -> None:
    """Copy visits in turn until there are so many more, spread over a stretch of time before them.

    A copy has a patient, a code and keys of its own and no screen; all else is as the actions left
    it. The originals have each a patient of their own, one response at most, and nothing that is
    not copied here. Of the audit trail the actions named by `trail` are copied; all of them for None.
    """
    _note_copies(originals, count)
    numbered: tuple[type[models.Model], ...] = (Patient, Visit, Response)
    keys = {model: _last(model) + 1 for model in numbered}
    seconds = over.total_seconds() / max(count, 1)
    for model, joined, changes in _parts(keys, trail):
        _copy(model, joined, changes, seconds)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE made_up_copy")
        for statement in connection.ops.sequence_reset_sql(no_style(), list(keys)):
            cursor.execute(statement)


def _parts(
    keys: dict[type[models.Model], int], trail: Collection[str] | None
) -> list[tuple[type[models.Model], str, Changes]]:
    """Which rows are copied, by what they hang on the original, and what differs in a copy."""
    patient, visit, response = (f"{key} + c.n" for key in keys.values())
    of_visit = "t.visit_id = c.original"
    parts: list[tuple[type[models.Model], str, Changes]] = [
        (
            Patient,
            "t.id = c.patient",
            {"id": patient, "name": "'Made Up ' || c.code", "identifier": "''"},
        ),
        (
            Visit,
            "t.id = c.original",
            {
                "id": visit,
                "patient_id": patient,
                "code": "c.code",
                "token_hash": "NULL",
                "held_until": "NULL",
            },
        ),
        (Response, of_visit, {"id": response, "visit_id": visit}),
        (PackedResponse, "t.response_id = c.response", {"response_id": response}),
        (SignOff, of_visit, {"visit_id": visit}),
        (Acknowledgement, of_visit, {"visit_id": visit}),
    ]
    about = "t.subject_type = 'intake.visit' AND t.subject_id = CAST(c.original AS varchar)"
    if trail is not None:
        actions = ", ".join(f"'{action}'" for action in trail)
        about += f" AND t.action IN ({actions})"
    parts.append((AuditEvent, about, {"subject_id": f"CAST({visit} AS varchar)"}))
    return parts


def _copy(model: type[models.Model], joined: str, changes: Changes, seconds: float) -> None:
    quote = connection.ops.quote_name
    into, values = [], []
    for field in model._meta.concrete_fields:
        column = str(field.column)
        if isinstance(field, models.AutoField) and column not in changes:
            continue
        original = f"t.{quote(column)}"
        if isinstance(field, models.DateTimeField):
            original = _earlier(original, seconds)
        into.append(quote(column))
        values.append(changes.get(column, original))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(into)})"  # noqa: S608 all names are ours
            f" SELECT {', '.join(values)} FROM made_up_copy c"
            f" JOIN {quote(model._meta.db_table)} t ON {joined} ORDER BY c.n"
        )


def _earlier(moment: str, seconds: float) -> str:
    """A moment moved back by as many steps as the copy has a number."""
    if connection.vendor == "postgresql":
        return f"{moment} - make_interval(secs => c.n * {seconds})"
    return f"strftime('%Y-%m-%d %H:%M:%f', {moment}, '-' || (c.n * {seconds}) || ' seconds')"


def _note_copies(originals: Sequence[Visit], count: int) -> None:
    """Say in a table for the time being which copy is of which visit, and give it a code."""
    taken = set(Visit.objects.values_list("code", flat=True))
    numbers = Random().sample(range(CODES), count + len(taken))  # noqa: S311 nobody guards anything with it
    codes = [code for number in numbers if (code := _written(number)) not in taken][:count]
    responses = dict(Response.objects.filter(visit__in=originals).values_list("visit_id", "id"))
    of = [f"{visit.pk},{visit.patient_id},{responses.get(visit.pk, 'NULL')}" for visit in originals]
    rows = [f"({n},{of[n % len(of)]},'{code}')" for n, code in enumerate(codes)]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE made_up_copy (n integer PRIMARY KEY, original bigint,"
            " patient bigint, response bigint, code varchar(6))"
        )
        for some in _batched(rows):
            values = ",".join(some)
            cursor.execute(f"INSERT INTO made_up_copy VALUES {values}")  # noqa: S608 all made here


def _batched(rows: list[str]) -> Iterator[list[str]]:
    """Yield a few hundred at a time: one statement for all is too long, one for each too slow."""
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]


def _written(number: int) -> str:
    letters = ""
    for _ in range(6):
        number, place = divmod(number, len(CODE_LETTERS))
        letters += CODE_LETTERS[place]
    return letters


def _last(model: type[models.Model]) -> int:
    return model._default_manager.aggregate(last=Max("pk"))["last"] or 0
