"""When something fails the page is honest, and neither page nor log says what a patient typed."""

import json
import logging
import sys
from typing import NoReturn

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory

from triage.config import health, views
from triage.config.logs import JsonLines

CANARY = "Quilliam Fennimore-Strange"


def fails(error: Exception) -> NoReturn:
    raise error


def failed(error: Exception, method: str = "post") -> HttpResponse:
    """Return what is answered when a view fails so."""
    request = getattr(RequestFactory(), method)("/form/check/")
    try:
        fails(error)
    except Exception:  # noqa: BLE001 (whatever a view may raise)
        return views.server_error(request)


@pytest.mark.hazard("H09", "H23")
@pytest.mark.parametrize(
    "error",
    [
        OperationalError("database is locked"),
        OperationalError("database or disk is full"),
        InterfaceError("connection already closed"),
        DatabaseError("database disk image is malformed"),
    ],
    ids=str,
)
def test_what_could_not_be_saved_is_not_called_saved(error):
    answer = failed(error)

    page = answer.content.decode()
    assert answer.status_code == 503
    assert "<h1>Not saved. Tell the desk.</h1>" in page
    assert "112" in page
    assert answer.headers["Retry-After"] == "10"


@pytest.mark.django_db(transaction=True)
@pytest.mark.hazard("H09", "H23")
def test_a_connection_that_failed_is_let_go(client, monkeypatch):
    """Else what is left of it can hold up every thread of the process for as long as one waits."""
    connection.ensure_connection()
    failed(OperationalError("database is locked"))
    assert connection.connection is None

    def away(**_arguments: object) -> NoReturn:
        raise OperationalError("database is locked")

    monkeypatch.setattr(health, "beat", away)
    client.get("/healthz")
    assert connection.connection is None


def test_a_failure_behind_another_is_found():
    later = ValueError("while saving")
    later.__cause__ = OperationalError()

    assert failed(later).status_code == 503


@pytest.mark.hazard("H17")
def test_a_text_that_is_none_is_not_told_as_a_database_that_is_away():
    answer = failed(OperationalError("Could not decode to UTF-8 column 'name' with text 'x'"))

    assert answer.status_code == 500


def test_who_sent_nothing_is_not_told_that_it_is_lost():
    page = failed(OperationalError("gone"), "get").content.decode()

    assert "Not saved" not in page
    assert "The pages you finished are kept." in page


def test_another_failure_is_told_as_such():
    answer = failed(ValueError(CANARY))

    assert answer.status_code == 500
    assert CANARY not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.hazard("H22")
def test_a_forced_error_leaves_nothing_of_the_patient_in_the_log(monkeypatch, caplog):
    def breaks(*_arguments: object) -> None:
        raise ValueError(f"no such answer: {CANARY}")

    monkeypatch.setattr(views, "health", breaks)
    client = Client(raise_request_exception=False)

    answer = client.get("/healthz", {"name": CANARY})

    assert answer.status_code == 500
    lines = [JsonLines().format(record) for record in caplog.records]
    told = [json.loads(line) for line in lines]
    assert [one for one in told if one.get("error") == "builtins.ValueError"]
    assert {one["page"] for one in told if "page" in one} == {"healthz"}
    assert CANARY not in "".join(lines)


def test_what_others_log_is_told_without_what_they_put_into_it():
    theirs = logging.LogRecord(
        "django.request", logging.WARNING, "", 1, "Not Found: %s", ("/link/secret/",), None
    )
    ours = logging.LogRecord("triage.x", logging.INFO, "", 1, "%s sent", ("one",), None)

    assert json.loads(JsonLines().format(theirs))["message"] == "Not Found: %s"
    assert json.loads(JsonLines().format(ours))["message"] == "one sent"


@pytest.mark.hazard("H22")
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Invalid request from ip=10.1.2.3: Invalid HTTP request line: '/form/link/x'", "Invalid request from ip"),
        ("Invalid HTTP_HOST header: 'x'. You may need to add", "Invalid HTTP_HOST header"),
        ("Socket error processing request.", "Socket error processing request."),
    ],
)  # fmt: skip
def test_what_others_put_into_a_line_beforehand_is_cut_off(said, told):
    theirs = logging.LogRecord("gunicorn.error", logging.WARNING, "", 1, said, (), None)

    assert json.loads(JsonLines().format(theirs))["message"] == told


def test_an_error_is_told_by_its_kind_and_place():
    try:
        fails(KeyError(CANARY))
    except KeyError:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "failed", (), sys.exc_info())

    told = json.loads(JsonLines().format(record))

    assert told["error"] == "builtins.KeyError"
    assert " fails" in told["places"][-1]
    assert CANARY not in json.dumps(told)
