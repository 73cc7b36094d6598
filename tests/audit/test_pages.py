"""The auditor reads the trail: narrowed, page by page, taken along, and never with an answer in it."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.builders import a_response
from triage.audit import views
from triage.audit.actions import record
from triage.audit.models import Actor, AuditEvent
from triage.worklist import actions
from triage.worklist.models import Decision, Kind

pytestmark = pytest.mark.usefixtures("release")


@pytest.fixture
def client(client_for, auditor):
    return client_for(auditor)


@pytest.fixture
def see(client):
    """Return how the auditor gets the lines of the trail as text."""

    def seen(query: str = "") -> list[str]:
        html = client.get(f"/audit/?{query}").content.decode().partition("<tbody>")[2]
        rows = html.partition("</tbody>")[0].split("</tr>")[:-1]
        return [" ".join(re.sub(r"<[^>]*>", " ", one).split()) for one in rows]

    return seen


@pytest.fixture
def happened(clinician, front_desk):
    """Two people and the system did something."""
    record("accounts.signed_in", clinician, by=clinician)
    record("accounts.signed_out", front_desk, by=front_desk)
    record("accounts.sign_in_failed", None, by=Actor.STRANGER)


@pytest.mark.parametrize("person", ["clinician", "front_desk", "manager", "author", "approver"])
def test_only_the_auditor_reads_the_trail(person, client_for, request):
    client = client_for(request.getfixturevalue(person))

    assert client.get("/audit/").status_code == 403
    assert client.get("/audit/export.csv").status_code == 403


@pytest.mark.usefixtures("happened")
def test_the_newest_stands_on_top_in_words(see, front_desk):
    last, before = see("who=stranger")[0], see("action=accounts.signed_out")[0]
    lines = see()

    assert "Somebody not signed in failed to sign in" in last
    assert f"L. Reyes signed out accounts.user {front_desk.pk}" in before
    assert lines.index(last) + 1 == lines.index(before)


@pytest.mark.usefixtures("happened")
def test_the_trail_is_narrowed(see, clinician):
    assert [one for one in see("action=accounts.signed_out") if "signed out" not in one] == []
    assert len(see("action=accounts.signed_out")) == 1
    assert len(see(f"who={clinician.pk}")) == 1
    assert len(see("who=stranger")) == 1
    of_one = see(f"record=accounts.user&number={clinician.pk}")
    assert [one.split(" accounts.user ")[1] for one in of_one] == [str(clinician.pk)] * 2
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert see(f"since={tomorrow}") == []
    assert len(see(f"until={tomorrow}")) == len(see())


@pytest.mark.parametrize(
    "query",
    [
        "action=x&who=%00&record=%27&number=9" + "9" * 40,
        "since=x&until=9999-12-31",
        "before=-1&who=0",
    ],
)
def test_what_cannot_be_meant_is_taken_for_nothing(see, query):
    assert see(query) == see()


@pytest.mark.usefixtures("happened")
def test_a_page_leads_to_the_older_ones(client, see, monkeypatch):
    monkeypatch.setattr(views, "ON_A_PAGE", 2)
    whole = [one.pk for one in AuditEvent.objects.all()]
    read: list[str] = see()
    address = "/audit/"
    for _page in range(len(whole)):
        older = re.search(r'href="(\?[^"]*before=\d+)">Older', client.get(address).content.decode())
        if not older:
            break
        address = f"/audit/{older[1]}"
        read += see(older[1][1:].replace("&amp;", "&"))

    assert len(read) == len(whole)


def test_a_long_trail_is_not_counted(client):
    client.get("/audit/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/audit/")

    assert len(asked) <= 10
    assert [one["sql"] for one in asked if "COUNT(" in one["sql"]] == []


@pytest.mark.usefixtures("happened")
def test_the_export_holds_what_is_sought_and_is_itself_noted(client, auditor, clinician):
    clinician.shown_name = "=HYPERLINK(1)"
    clinician.save()

    answer = client.get(f"/audit/export.csv?who={clinician.pk}")
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))

    assert rows[0] == list(views.HEAD)
    assert [row[2] for row in rows[1:]] == ["'=HYPERLINK(1)"]
    assert rows[1][3:6] == ["okafor", "signed in", "accounts.signed_in"]
    assert AuditEvent.objects.filter(action="audit.exported").get().user == auditor


@pytest.mark.hazard("H22")
def test_no_answer_and_no_name_of_a_patient_gets_into_the_trail(client, clinician):
    visit = a_response("V02", {"own_words": "A canary sang"}, name="Canary Marlow").visit
    actions.open_answers(visit, by=clinician)
    actions.correct(
        visit, answers={"pain_now": 9}, reason="The canary said so.", seen=0, by=clinician
    )
    actions.note(visit, Kind.OUTCOME, words="Canary.", details={"done": "c"}, seen=1, by=clinician)
    actions.open_answers(visit, by=clinician)
    actions.sign_off(visit, decision=Decision.OTHER, note="A canary note.", seen=2, by=clinician)

    kept = [str(one) for event in AuditEvent.objects.values_list() for one in event]
    shown = (
        client.get("/audit/").content.decode() + client.get("/audit/export.csv").getvalue().decode()
    )

    assert [one for one in kept if "canary" in one.lower()] == []
    main = shown.partition("<main")[2]
    assert "canary" not in main.lower()
    assert visit.code not in main
    texts = [one.name for one in AuditEvent._meta.get_fields() if isinstance(one, models.TextField)]
    assert texts == []
