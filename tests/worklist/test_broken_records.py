"""One broken record hides no other, and is itself on top."""

import json
from collections.abc import Callable

import pytest
from django.db import connection

from tests.builders import a_filled_in_visit, a_response
from triage.intake.models import Patient, Visit

pytestmark = [pytest.mark.hazard("H17"), pytest.mark.usefixtures("release")]

DEEP = "[" * 900 + "]" * 900


def _set(table: str, column: str, value: str | bytes, pk: int) -> None:
    """Write past every validation, as a faulty import or a damaged disk would."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {column} = CAST(%s AS TEXT) WHERE id = %s",  # noqa: S608 (our own words)
            [value, pk],
        )


def _response_of(visit: Visit) -> int:
    return visit.responses.get().pk


BREAK: dict[str, Callable[[Visit], None]] = {
    "a rule that does not exist": lambda visit: _set(
        "intake_visit", "findings", '["NO-99"]', visit.pk
    ),
    "an assessment of another shape": lambda visit: _set(
        "intake_response", "assessment", '{"schema": 99}', _response_of(visit)
    ),
    "an assessment that is nested too deeply": lambda visit: _set(
        "intake_response", "assessment", DEEP, _response_of(visit)
    ),
    "half a character in a title": lambda visit: _set(
        "intake_visit", "findings", '["\\ud800"]', visit.pk
    ),
    "a birth date that is none": lambda visit: _set(
        "intake_patient", "birth_date", "2026-99-99", visit.patient_id
    ),
    "a name that is no text": lambda visit: _set(
        "intake_patient", "name", b"\xff\xfe\xff", visit.patient_id
    ),
    "a start that never was": lambda visit: _set(
        "intake_visit", "started_at", "2026-99-99 10:00:00", visit.pk
    ),
}


@pytest.fixture
def broken(request, db: None) -> Visit:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL refuses such values itself")
    visit = a_response("V02", name="Broken").visit
    a_response("V04", name="Healthy")
    BREAK[request.param](visit)
    return visit


@pytest.mark.parametrize("broken", BREAK, indirect=True)
def test_the_others_are_shown_and_the_broken_one_is_on_top(broken, client_for, clinician):
    client = client_for(clinician)
    told = f"Record {broken.code[:3]}-{broken.code[3:]} cannot be shown"

    the_list = client.get("/").content.decode().partition("<main")[2]
    its_page = client.get(f"/visits/{broken.code}/").content.decode()

    assert the_list.index(told) < the_list.index("Healthy")
    assert "See this patient in person now" in the_list
    assert told in its_page
    assert "saddle_numb" in its_page


@pytest.mark.parametrize("broken", ["a name that is no text"], indirect=True)
def test_the_log_says_which_record_is_broken_and_nothing_of_the_patient(
    broken, client_for, clinician, caplog
):
    client_for(clinician).get("/")

    assert f"Visit {broken.code} cannot be shown: " in caplog.text
    assert "saddle" not in caplog.text


def test_a_draft_that_cannot_be_read_is_told_apart_too(client_for, clinician, db):
    visit = a_filled_in_visit("V02", name="Broken")
    _set("intake_visit", "answers", json.dumps({"birth_date": "no date"}), visit.pk)

    page = client_for(clinician).get("/").content.decode()

    assert "cannot be shown" in page


def test_what_is_stored_may_itself_be_unreadable(client_for, clinician, db):
    visit = a_response("V02").visit
    _set("intake_visit", "answers", b'{"birth_date": "\xff\xfe"}', visit.pk)

    page = client_for(clinician).get(f"/visits/{visit.code}/").content.decode()

    assert "OperationalError" in page


def test_an_endless_name_pushes_nobody_off_the_page(client_for, clinician, db):
    visit = a_response("V02").visit
    Patient.objects.filter(pk=visit.patient_id).update(name="A" * 1_000_000)

    assert len(client_for(clinician).get("/").content) < 50_000


@pytest.mark.parametrize("broken", BREAK, indirect=True)
def test_handing_in_a_broken_record_leads_to_its_page(broken, client_for, clinician):
    Visit.objects.filter(pk=broken.pk).update(submitted_at=None)
    client = client_for(clinician)

    answer = client.post(f"/visits/{broken.code}/hand-in/")

    assert answer.url == f"/visits/{broken.code}/"
