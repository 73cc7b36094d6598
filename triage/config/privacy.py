"""What a clinic owes a patient: all that is kept of them in their hands, or none of it kept."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.serializers import serialize
from django.core.serializers.json import DjangoJSONEncoder
from django.db import OperationalError, connection, models, transaction
from django.db.backends.utils import CursorWrapper

from triage.audit.actions import record
from triage.audit.models import Actor, AuditEvent
from triage.documents.printing import handout_pdf, summary_pdf
from triage.intake.models import Patient, Response, Visit
from triage.worklist.actions import erase_visits

SECRET = ("token_hash", "secret_hash")
PRIVATE = 0o700
TRIES = 3


class BytesLeftError(RuntimeError):
    """The records are gone, and the files of the database may still hold their bytes."""

    def __init__(self) -> None:
        super().__init__(
            "The records are erased, but the database is in use, and its files may still hold what "
            "was in them. Stop Backstop, then run `manage.py forget_bytes`."
        )


def patient_of(code: str) -> Patient:
    """Return the patient of the visit with this code; no name has to be typed on a command line."""
    return Visit.objects.select_related("patient").get(code=code.replace("-", "").upper()).patient


# --- In their hands ---------------------------------------------------------------------------------


def export_patient(patient: Patient, folder: Path) -> list[Path]:
    """Write all that is kept of a patient into a folder: one JSON file, and the papers as PDF."""
    folder.mkdir(mode=PRIVATE, parents=True)
    everything = folder / "patient.json"
    with transaction.atomic():
        told = all_of(patient)
        record("config.patient_exported", patient, by=Actor.SYSTEM)
    everything.write_text(json.dumps(told, indent=2, cls=DjangoJSONEncoder))
    # Printing takes seconds, in which everybody else may write; what was sent does not change.
    return [everything, *_papers(patient, folder)]


def all_of(patient: Patient) -> dict[str, list[dict[str, Any]]]:
    """Return every record of a patient with every field, but the hashes of secrets."""
    visits = list(patient.visits.order_by("pk"))
    records: list[models.Model] = [patient, *visits]
    for visit in visits:
        records += [one for rows in _hanging_on(visit) for one in rows]
    told: dict[str, list[dict[str, Any]]] = {}
    for one in records:
        fields = serialize("python", [one])[0]["fields"]
        kept = {name: value for name, value in fields.items() if name not in SECRET}
        told.setdefault(one._meta.label_lower, []).append({"id": one.pk, **kept})
    told["audit.auditevent"] = [
        {"at": event.happened_at, "who": event.who, "action": event.action}
        for one in records
        for event in AuditEvent.objects.about(one).select_related("user")
    ]
    return told


def _hanging_on(visit: Visit) -> Iterator[models.QuerySet[models.Model]]:
    for relation in Visit._meta.related_objects:
        rows = relation.related_model._default_manager
        yield rows.filter(**{relation.field.name: visit}).order_by("pk")


def _papers(patient: Patient, folder: Path) -> Iterator[Path]:
    sent = Response.objects.filter(visit__patient=patient).order_by("visit", "number")
    for response in sent.select_related("visit__patient", "release"):
        for kind, printed in (("summary", summary_pdf), ("handout", handout_pdf)):
            file = folder / f"{kind}-{response.visit.code}-{response.number}.pdf"
            file.write_bytes(printed(response))
            yield file


# --- None of it kept --------------------------------------------------------------------------------


def erase_patient(patient: Patient) -> int:
    """Erase a patient with all visits, and from the bytes of the database too. Return how many visits.

    Copies elsewhere are not reached: backups, papers, and what was exported.
    """
    visits = list(patient.visits.order_by("pk"))
    _erase(visits)
    return len(visits)


def too_old(now: datetime, keep_days: int) -> models.QuerySet[Visit]:
    """Return the visits that were signed off more than so many days ago."""
    return Visit.objects.filter(closed_at__lt=now - timedelta(days=keep_days)).order_by("pk")


def purge(now: datetime, keep_days: int) -> int:
    """Erase the visits that are too old, and patients of whom none is left. Return how many visits."""
    visits = list(too_old(now, keep_days))
    _erase(visits)
    return len(visits)


def _erase(visits: list[Visit]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA secure_delete = ON")
    erase_visits(visits, by=Actor.SYSTEM)
    if not connection.in_atomic_block:
        forget_bytes()


def forget_bytes() -> None:
    """Write the database anew, since what was deleted can still lie in its file.

    BytesLeftError when somebody holds on to the old bytes for too long.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM" if connection.vendor == "sqlite" else "VACUUM FULL")
            if connection.vendor == "sqlite" and not any(_is_emptied(cursor) for _ in range(TRIES)):
                raise BytesLeftError
    except OperationalError as error:
        raise BytesLeftError from error


def _is_emptied(cursor: CursorWrapper) -> bool:
    """Bring what lies beside the file into it. SQLite does not, and says so, while others read."""
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    is_busy, _pages, _moved = cursor.fetchone()
    return not is_busy
