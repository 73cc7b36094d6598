"""Visits that are broken past every validation, as a faulty import or a damaged disk would leave them."""

from django.apps import apps
from django.db import DatabaseError, connection, transaction

from tests.builders import a_response
from triage.intake.models import Visit
from triage.intake.models.tokens import new_code

DEEP = "[" * 1_500 + "]" * 1_500


# Table, column, and what stands there: all that a faulty import, a damaged disk or a hand may leave.
POISON: list[tuple[str, str, str | bytes]] = [
    *(
        (table, column, text)
        for table, column in (("intake_visit", "answers"), ("intake_response", "answers"))
        for text in ("{", "null", "[]", '"text"', '{"saddle_numb": {"a": 1}}', DEEP, b"\xff\xfe")
    ),
    ("intake_visit", "answers", '{"birth_date": "no date"}'),
    ("intake_visit", "answers", '{"own_words": "\\ud800", "filled_by": ["self"]}'),
    ("intake_response", "answers", '{"own_words": "\\ud800"}'),
    ("intake_response", "answers", '{"own_words": "' + "x" * 1_000_000 + '"}'),
    *(("intake_visit", "findings", text) for text in ("{", "null", "5", '["NO-99"]', DEEP)),
    ("intake_visit", "findings", '["\\ud800"]'),
    ("intake_visit", "findings", '{"a": 1}'),
    *(("intake_visit", "reached", text) for text in ("{", "null", "5")),
    *(("intake_visit", "started_at", text) for text in ("2026-99-99 10:00:00", "never", "")),
    *(("intake_visit", "saved_at", text) for text in ("never", b"\xff")),
    *(("intake_visit", "help_asked_at", text) for text in ("never", "")),
    *(("intake_visit", "submitted_at", text) for text in ("never", "")),
    *(("intake_visit", "emergency_at", text) for text in ("never", "", "0000-00-00 00:00")),
    *(("intake_visit", "urgency", text) for text in ("abc", "99")),
    ("intake_visit", "way", b"\xff"),
    *(("intake_response", "assessment", text) for text in ("{", "null", "[]", '{"schema": 99}')),
    ("intake_response", "assessment", DEEP),
    ("intake_response", "urgency", "abc"),
    ("intake_response", "age", "old"),
    ("intake_response", "number", "x"),
    ("intake_response", "submitted_at", "never"),
    ("intake_patient", "name", b"\xff\xfe\xff"),
    ("intake_patient", "name", ""),
    ("intake_patient", "name", "A" * 1_000_000),
    ("intake_patient", "name", "\x00\u202e<script>"),
    *(("intake_patient", "birth_date", text) for text in ("2026-99-99", "", "x")),
    ("intake_patient", "identifier", b"\xff"),
    ("intake_patient", "identifier", "9" * 1_000_000),
]


def break_one(visit: Visit, table: str, column: str, value: str | bytes) -> None:
    """Write into one of the rows of a visit; DatabaseError when the database refuses it itself."""
    match table:
        case "intake_response":
            pk = visit.responses.get().pk
        case "intake_patient":
            pk = visit.patient_id
        case _:
            pk = visit.pk
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {column} = CAST({_written(value)} AS {_kind(table, column)}) WHERE id = %s",  # noqa: S608 (our own words)
            [value, pk],
        )


def _written(value: str | bytes) -> str:
    is_raw = isinstance(value, bytes) and connection.vendor == "postgresql"
    return "convert_from(%s, 'UTF8')" if is_raw else "%s"


def _kind(table: str, column: str) -> str:
    """SQLite keeps any text in any column; PostgreSQL takes what the column takes."""
    if connection.vendor == "sqlite":
        return "TEXT"
    model = next(one for one in apps.get_models() if one._meta.db_table == table)
    return str(model._meta.get_field(column).db_type(connection))


def a_copy_of(visit: Visit, number: int) -> Visit:
    """Return another visit that says the same."""
    patient, response = visit.patient, visit.responses.first()
    patient.pk, patient.name = None, f"Broken {number}"
    patient.save()
    copy = Visit.objects.get(pk=visit.pk)
    copy.pk, copy.code, copy.token_hash, copy.held_until = None, new_code(), None, None
    copy.patient = patient
    copy.save()
    if response:
        response.pk, response.visit, response._state.adding = None, copy, True
        response.save()
    return copy


def a_broken_copy(first: Visit, number: int) -> Visit | None:
    """Return a copy of a visit with one kind of poison in it; None when the database refuses that."""
    try:
        with transaction.atomic():
            visit = a_copy_of(first, number)
            break_one(visit, *POISON[number])
    except (DatabaseError, ValueError):
        # Refused by PostgreSQL, or by its driver: it never gets in.
        return None
    return visit


def broken_records() -> list[Visit]:
    """Return a visit for each kind of poison that the database takes, beside a first and a healthy one."""
    check_nothing()
    first = a_response("V02", name="First").visit
    a_response("V04", name="Healthy")
    made = (a_broken_copy(first, number) for number in range(len(POISON)))
    return [visit for visit in made if visit]


def check_nothing() -> None:
    """Let SQLite keep what its own constraints would refuse, as a damaged disk does."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
