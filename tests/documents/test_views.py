"""Who is handed which document, and what is noted of it."""

import pytest
from django.urls import reverse

from tests.builders import a_response, a_visit
from tests.documents.reading import text_of
from triage.audit.models import AuditEvent
from triage.documents import views
from triage.documents.errors import PrintError
from triage.intake.models import Response

pytestmark = pytest.mark.django_db


def address(response: Response, kind: str) -> str:
    return reverse(f"documents:{kind}", args=[response.visit.code])


@pytest.mark.parametrize("kind", ["summary", "handout"])
def test_a_clinician_is_handed_the_document(kind, client_for, clinician):
    response = a_response("V02", name="Petra Lindqvist")
    code = response.visit.code

    answer = client_for(clinician).get(address(response, kind))

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'inline; filename="{kind}-{code[:3]}-{code[3:]}.pdf"'
    assert answer["Cache-Control"] == "no-store"
    assert "Petra Lindqvist" in text_of(answer.content)


def test_the_front_desk_hands_out_the_handout_and_does_not_read_the_summary(client_for, front_desk):
    response, client = a_response("V01"), client_for(front_desk)

    assert client.get(address(response, "handout")).status_code == 200
    assert client.get(address(response, "summary")).status_code == 403


@pytest.mark.parametrize("person", ["author", "approver", "auditor", "manager"])
@pytest.mark.parametrize("kind", ["summary", "handout"])
def test_nobody_else_is(kind, person, client_for, request):
    client = client_for(request.getfixturevalue(person))

    assert client.get(address(a_response("V01"), kind)).status_code == 403


@pytest.mark.parametrize("kind", ["summary", "handout"])
def test_a_stranger_is_sent_to_sign_in(kind, client):
    answer = client.get(address(a_response("V01"), kind))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("accounts:sign_in"))


def test_each_reading_is_noted(client_for, clinician):
    response, client = a_response("V01"), client_for(clinician)

    client.get(address(response, "summary"))
    client.get(address(response, "handout"))

    read = AuditEvent.objects.about(response.visit).filter(action__startswith="documents.")
    assert sorted((one.action, one.user) for one in read) == [
        ("documents.handout_read", clinician),
        ("documents.summary_read", clinician),
    ]


def test_large_print_is_asked_for_in_the_address(client_for, clinician):
    response, client = a_response("V06"), client_for(clinician)

    plain = client.get(address(response, "handout"))
    large = client.get(address(response, "handout"), {"large": "1"})

    assert plain.content != large.content


def test_a_visit_that_was_not_sent_has_nothing_to_print(client_for, clinician):
    visit, _token = a_visit()

    answer = client_for(clinician).get(reverse("documents:summary", args=[visit.code]))

    assert answer.status_code == 404
    assert "This form has not been sent yet" in answer.content.decode()
    assert not AuditEvent.objects.about(visit).filter(action__startswith="documents.").exists()


def test_no_such_visit(client_for, clinician):
    answer = client_for(clinician).get(reverse("documents:summary", args=["ZZZZZZ"]))

    assert answer.status_code == 404


def test_nothing_is_posted_here(client_for, clinician):
    assert client_for(clinician).post(address(a_response("V01"), "summary")).status_code == 405


@pytest.mark.hazard("H11")
def test_what_cannot_be_printed_is_said_plainly(client_for, clinician, monkeypatch, caplog):
    def fail(_response: Response) -> bytes:
        raise PrintError("The print engine could not follow a part of the document.")

    monkeypatch.setattr(views, "summary_pdf", fail)
    response = a_response("V01", name="Petra Lindqvist")

    answer = client_for(clinician).get(address(response, "summary"))

    assert answer.status_code == 500
    assert "This paper cannot be printed" in answer.content.decode()
    assert "Petra" not in caplog.text
