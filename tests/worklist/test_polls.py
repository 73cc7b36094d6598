"""What every open staff page asks every few seconds: a few statements, and none more for more visits."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.builders import a_response
from triage.worklist.actions import open_answers

pytestmark = pytest.mark.usefixtures("release")

# Who asks, what this person may do, and whether anything has changed.
LIST_POLL = 4
# The same, the alerts that wait, and whether one of them must be taken further.
BAR_POLL = 7


@pytest.fixture
def client(client_for, clinician) -> Client:
    browser: Client = client_for(clinician)
    return browser


def asked(client: Client, address: str) -> tuple[int, int]:
    """Return the status of an unchanged page that is asked for again, and the statements it takes."""
    mark = client.get(address)["ETag"]
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address, headers={"if-none-match": mark})
    return answer.status_code, len(queries)


@pytest.mark.parametrize(("address", "most"), [("/", LIST_POLL), ("/alerts/", BAR_POLL)])
def test_an_unchanged_page_takes_few_statements_however_many_wait(client, address, most):
    a_response("V02")
    status, few = asked(client, address)
    for vignette in ("V02", "V01", "V04"):
        a_response(vignette)
    again, many = asked(client, address)

    assert (status, again) == (304, 304)
    assert few == many <= most


def test_what_somebody_reads_leaves_the_list_as_it_is(client, clinician):
    visit = a_response("V01").visit
    mark = client.get("/")["ETag"]
    open_answers(visit, by=clinician)

    assert client.get("/", headers={"if-none-match": mark}).status_code == 304


def test_what_a_patient_does_makes_it_another(client):
    mark = client.get("/")["ETag"]
    a_response("V01")

    assert client.get("/", headers={"if-none-match": mark}).status_code == 200
