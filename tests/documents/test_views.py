"""Who is handed which document, and what is noted of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import conditional_escape

from tests.builders import a_response, a_visit
from tests.documents.reading import sizes_of, text_of
from triage.audit.models import AuditEvent
from triage.documents import pdf, print_room
from triage.documents.handout import handout_of
from triage.documents.proofread import MisprintError
from triage.documents.views.visits import LEFT_OUT, LOOKED_AT
from triage.engine.terms import Tier
from triage.intake.models import Response
from triage.intake.record import record_of
from triage.worklist.actions import acknowledge, note, open_answers, override
from triage.worklist.models import Kind

# Who asks and what this person may do, the record, what staff did with it, and the line in the trail.
MOST_STATEMENTS = 10

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("release")]


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


def test_a_second_download_takes_few_statements(client_for, clinician):
    response, client = a_response("V01"), client_for(clinician)
    client.get(address(response, "summary"))

    with CaptureQueriesContext(connection) as queries:
        assert client.get(address(response, "summary"))["Content-Type"] == "application/pdf"

    assert len(queries) <= MOST_STATEMENTS


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


@pytest.fixture
def broken_press(monkeypatch):
    """Let no document pass its check."""

    def fail(_told: object, _promise: object) -> None:
        raise MisprintError("On paper 1 texts are missing, 0 outside the page, 0 too pale.")

    monkeypatch.setattr(pdf, "proofread", fail)


@pytest.mark.hazard("H11")
def test_the_record_is_shown_in_place_of_a_summary_that_failed_its_check(
    client_for, clinician, broken_press, caplog
):
    response = a_response("V02", {"own_words": "Since <b>Monday</b>."}, name="Petra Lindqvist")

    answer = client_for(clinician).get(address(response, "summary"))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "The PDF did not pass its check" in page
    assert "Since &lt;b&gt;Monday&lt;/b&gt;." in page
    told = [
        text for said in record_of(response).said() for text in (said.question.name, said.answer)
    ]
    assert [text for text in told if conditional_escape(text) not in page] == []
    assert "Petra" not in caplog.text
    assert AuditEvent.objects.about(response.visit).filter(action="documents.summary_read").exists()


@pytest.mark.hazard("H11")
def test_the_record_on_screen_has_all_that_staff_did_and_who_it_may_not_be(
    client_for, clinician, broken_press
):
    response = a_response("V02", {"birth_date": "1961-05-04"})
    visit = acknowledge(response.visit, by=clinician).visit
    for number in range(6):
        note(
            visit, Kind.EXAMINATION, words=f"Look {number}.", details={}, seen=number, by=clinician
        )
    open_answers(visit, by=clinician)
    override(visit, tier=Tier.SAME_DAY, reason="Known.", seen=6, by=clinician)

    page = client_for(clinician).get(address(response, "summary")).content.decode()

    assert [number for number in range(6) if f"Look {number}." not in page] == []
    assert "The patient gave another birth date: 4 May 1961." in page
    assert "Emergency taken note of by</b> Dr N. Okafor" in page
    assert "TIER CHANGED BY THE CLINICIAN." in page
    assert "left empty" in page


@pytest.mark.parametrize(("held", "size"), [("A4", (595, 842)), ("letter", (612, 792))])
def test_paper_is_what_the_printer_of_the_clinic_holds(held, size, client_for, clinician, settings):
    settings.BACKSTOP_PAPER = held
    response, client = a_response("V01"), client_for(clinician)

    assert sizes_of(client.get(address(response, "handout")).content) == {size}
    asked_for = client.get(address(response, "handout"), {"paper": "A4"})
    assert sizes_of(asked_for.content) == {(595, 842)}
    preview = client.get(address(response, "preview")).content.decode()
    assert f'value="{held}" checked' in preview


@pytest.mark.hazard("H11")
def test_the_handout_is_shown_on_screen_when_it_failed_its_check(
    client_for, front_desk, broken_press
):
    response = a_response("V02")

    page = client_for(front_desk).get(address(response, "handout")).content.decode()

    assert "The PDF did not pass its check" in page
    assert "In an emergency, call" in page
    assert "Saddle / perineal numbness" not in page


def test_a_busy_printer_is_no_misprint(client_for, clinician, monkeypatch):
    response = a_response("V01")
    monkeypatch.setattr(print_room, "PATIENCE", 0.01)

    with print_room.print_room._one_at_a_time:
        page = client_for(clinician).get(address(response, "summary")).content.decode()

    assert "Too much is being printed just now" in page
    assert "did not pass its check" not in page


@pytest.mark.hazard("H02")
def test_the_front_desk_prints_no_answers(client_for, front_desk, clinician):
    response = a_response("V02")

    of_the_desk = client_for(front_desk).get(address(response, "handout")).content
    of_the_clinician = client_for(clinician).get(address(response, "handout")).content

    assert "Saddle / perineal numbness" not in text_of(of_the_desk)
    assert "Saddle / perineal numbness" in text_of(of_the_clinician)


def test_a_handout_is_looked_at_and_an_article_left_out(client_for, front_desk):
    response, client = a_response("V06"), client_for(front_desk)
    articles = handout_of(response).articles
    page = client.get(reverse("documents:preview", args=[response.visit.code])).content.decode()
    assert [one for one in articles if conditional_escape(one.points[-1]) not in page] == []

    kept = [article.code for article in articles[1:]]
    wish = {"chosen": "1", "give": kept, "paper": "letter"}
    answer = client.get(address(response, "handout"), wish)

    text = text_of(answer.content)
    assert articles[0].title not in text
    assert [one.title for one in articles[1:] if one.title not in text] == []
    noted = AuditEvent.objects.about(response.visit).filter(action=LEFT_OUT)
    assert [one.detail for one in noted] == [articles[0].code]
    looked = AuditEvent.objects.about(response.visit).filter(action=LOOKED_AT)
    assert looked.count() == 1


def test_an_article_is_not_left_out_of_what_was_never_printed(client_for, front_desk, broken_press):
    response = a_response("V06")

    client_for(front_desk).get(address(response, "handout"), {"chosen": "1"})

    assert not AuditEvent.objects.about(response.visit).filter(action=LEFT_OUT).exists()


def test_there_is_nothing_to_look_at_before_it_was_sent(client_for, clinician):
    visit, _token = a_visit()

    for name in ("preview", "handout"):
        answer = client_for(clinician).get(reverse(f"documents:{name}", args=[visit.code]))
        assert answer.status_code == 404


def test_a_second_download_is_not_printed_again(client_for, clinician, monkeypatch):
    response, client = a_response("V01"), client_for(clinician)
    first = client.get(address(response, "summary")).content
    monkeypatch.setattr(pdf, "print_room", None)

    assert client.get(address(response, "summary")).content == first


@pytest.mark.hazard("H02")
def test_a_corrected_name_is_printed_anew(client_for, clinician):
    response, client = a_response("V01", name="Ada Marlow"), client_for(clinician)
    client.get(address(response, "summary"))
    type(response.visit.patient).objects.update(name="Ida Marlow")

    assert "Ida Marlow" in text_of(client.get(address(response, "summary")).content)
