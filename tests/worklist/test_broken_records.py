"""One broken record hides no other, and is itself on top."""

import json
from collections.abc import Callable

import pytest
from django.db import connection

from tests.builders import a_filled_in_visit, a_response
from tests.worklist.poison import DEEP, break_one, broken_records
from triage.intake.models import Patient, Visit
from triage.worklist import actions
from triage.worklist.models import Decision, SignOff

pytestmark = [pytest.mark.hazard("H17"), pytest.mark.usefixtures("release")]

BREAK: dict[str, Callable[[Visit], None]] = {
    "a rule that does not exist": lambda visit: break_one(
        visit, "intake_visit", "findings", '["NO-99"]'
    ),
    "an assessment of another shape": lambda visit: break_one(
        visit, "intake_response", "assessment", '{"schema": 99}'
    ),
    "an assessment that is nested too deeply": lambda visit: break_one(
        visit, "intake_response", "assessment", DEEP
    ),
    "half a character in a title": lambda visit: break_one(
        visit, "intake_visit", "findings", '["\\ud800"]'
    ),
    "a birth date that is none": lambda visit: break_one(
        visit, "intake_patient", "birth_date", "2026-99-99"
    ),
    "a name that is no text": lambda visit: break_one(
        visit, "intake_patient", "name", b"\xff\xfe\xff"
    ),
    "a start that never was": lambda visit: break_one(
        visit, "intake_visit", "started_at", "2026-99-99 10:00:00"
    ),
}

# What only the list reads: the page of what was sent reads it from the response.
OF_THE_LIST = {"a rule that does not exist", "half a character in a title"}


@pytest.fixture
def poisoned(db: None) -> list[Visit]:
    """Sixty broken records and more, as far as the database takes them, and two healthy ones."""
    return broken_records()


# How many the list tells apart, how many the page does, and how many there are. In the others something is broken that
# nobody has to read there.
ON_THE_LIST, ON_THE_PAGE, IN_ALL = 33, 34, 61


@pytest.mark.sqlite
def test_broken_records_hide_no_other_and_stand_on_top(poisoned, client_for, clinician):
    assert len(poisoned) == IN_ALL
    client = client_for(clinician)
    page = client.get("/")
    rows = page.content.decode().partition("<tbody")[2]
    bar = client.get("/alerts/")
    hidden = [one.code for one in poisoned if f"{one.code[:3]}-{one.code[3:]}" not in rows]

    assert (page.status_code, bar.status_code) == (200, 200)
    assert hidden == []
    assert rows.rindex("cannot be shown") < rows.index(">First<") < rows.index(">Healthy<")
    assert rows.count("cannot be shown") == ON_THE_LIST


@pytest.mark.sqlite
def test_each_broken_record_has_a_page_and_can_be_signed_off(poisoned, client_for, clinician):
    client = client_for(clinician)
    closed = []
    for visit in poisoned:
        page = client.get(f"/visits/{visit.code}/")
        assert page.status_code == 200, visit
        if "cannot be shown" not in page.content.decode():
            continue
        assert "What is stored, as it is stored" in page.content.decode()
        address = f"/visits/{visit.code}/sign-broken/"
        unsaid = client.post(address, {"decision": "hospital"})
        answer = client.post(address, {"decision": "hospital", "note": "Asked anew: saddle numb."})
        assert (unsaid.status_code, answer.status_code) == (200, 302), visit
        assert SignOff.objects.get(visit=visit.pk).signed_by == clinician
        closed.append(f"{visit.code[:3]}-{visit.code[3:]}")
        assert "Signed off" in client.get(f"/visits/{visit.code}/").content.decode()

    waiting = client.get("/").content.decode().partition("<tbody")[2]
    assert len(closed) == ON_THE_PAGE
    assert [code for code in closed if code in waiting] == []
    assert client.get("/signed/").status_code == 200


def test_a_record_that_can_be_shown_is_not_signed_off_as_broken(emergency, client_for, clinician):
    answer = client_for(clinician).post(
        f"/visits/{emergency.code}/sign-broken/", {"decision": "today", "note": "x"}
    )

    assert "What you do" in answer.content.decode()
    assert not SignOff.objects.exists()


def test_whoever_signs_a_broken_record_second_sees_both_notes(
    emergency, client_for, clinician, another_clinician
):
    break_one(emergency, "intake_response", "assessment", '{"schema": 99}')
    address = f"/visits/{emergency.code}/sign-broken/"
    for person, note in ((another_clinician, "Asked anew."), (clinician, "I asked too.")):
        client = client_for(person)
        client.get(f"/visits/{emergency.code}/")
        page = client.post(address, {"decision": "today", "note": note}).content.decode()

    assert "Asked anew." in page
    assert "Your decision: See today" in page
    assert "I asked too." in page
    assert "None of it is kept." in page


def test_a_broken_record_is_signed_off_once_by_who_opened_it(emergency, clinician):
    said = {"decision": Decision.TODAY, "by": clinician}
    with pytest.raises(actions.SignOffError, match="Open the answers"):
        actions.sign_off_broken(emergency, note="Asked.", **said)
    actions.open_answers(emergency, by=clinician)
    with pytest.raises(actions.SignOffError, match="Say in the note"):
        actions.sign_off_broken(emergency, note="", **said)
    actions.sign_off_broken(emergency, note="Asked.", **said)
    with pytest.raises(actions.SignOffError, match="has signed off"):
        actions.sign_off_broken(emergency, note="Asked.", **said)


@pytest.fixture
def broken(request, db: None) -> Visit:
    """A visit with one thing of it broken, beside a healthy one."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL refuses such values itself")
    visit = a_response("V02", name="Broken").visit
    a_response("V04", name="Healthy")
    BREAK[request.param](visit)
    return visit


@pytest.mark.parametrize(("broken", "what"), [(one, one) for one in BREAK], indirect=["broken"])
def test_the_others_are_shown_and_the_broken_one_is_on_top(broken, what, client_for, clinician):
    client = client_for(clinician)
    told = f"Record {broken.code[:3]}-{broken.code[3:]} cannot be shown"

    the_list = client.get("/").content.decode().partition("<main")[2]
    its_page = client.get(f"/visits/{broken.code}/").content.decode()

    assert the_list.index(told) < the_list.index("Healthy")
    assert "See this patient in person now" in the_list
    assert (told in its_page) == (what not in OF_THE_LIST)
    assert "addle" in its_page


@pytest.mark.parametrize("broken", ["a name that is no text"], indirect=True)
def test_the_log_says_which_record_is_broken_and_nothing_of_the_patient(
    broken, client_for, clinician, caplog
):
    client_for(clinician).get("/")

    assert f"Visit {broken.code} cannot be shown: " in caplog.text
    assert "saddle" not in caplog.text


@pytest.mark.sqlite
def test_a_draft_that_cannot_be_read_is_told_apart_too(client_for, clinician, db):
    visit = a_filled_in_visit("V02", name="Broken")
    break_one(visit, "intake_visit", "answers", json.dumps({"birth_date": "no date"}))

    page = client_for(clinician).get("/").content.decode()

    assert "cannot be shown" in page


@pytest.mark.sqlite
def test_what_is_stored_may_itself_be_unreadable(client_for, clinician, db):
    visit = a_response("V02").visit
    break_one(visit, "intake_visit", "answers", b'{"birth_date": "\xff\xfe"}')

    page = client_for(clinician).get(f"/visits/{visit.code}/").content.decode()

    assert "OperationalError" in page


@pytest.mark.sqlite
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
