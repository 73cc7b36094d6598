"""The page of a visit: all of it, most telling first, and the acts beside it."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from tests.builders import a_filled_in_visit, a_response, a_visit
from tests.worklist.opened import sign_off
from triage.accounts.actions import add_staff
from triage.accounts.roles import Role
from triage.audit.models import Actor, AuditEvent
from triage.intake.actions import ask_for_help, save_answers, submit
from triage.intake.models import Response, Visit
from triage.worklist import actions
from triage.worklist.models import Decision, Kind, SignOff

pytestmark = pytest.mark.usefixtures("release")

HOSTILE = "<script>alert('x')</script>"


@pytest.fixture
def client(client_for, clinician):
    return client_for(clinician)


@pytest.fixture
def see(client):
    """Return how a clinician gets the page of a visit as text."""

    def seen(visit: Visit) -> str:
        response = client.get(address_of(visit))
        assert response.status_code == 200
        return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())

    return seen


def address_of(visit: Visit) -> str:
    return reverse("worklist:visit", args=[visit.code])


def test_the_page_names_every_rule_that_fired_with_its_action_and_sources(see, emergency):
    page = see(emergency)

    for rule_id in emergency.findings:
        rule = emergency.ruleset.rule(rule_id)
        for said in (rule.title, rule.id, rule.action, rule.evidence):
            assert said in page
    assert "GIRFT 2023 (E02)" in page


def test_the_page_shows_the_answers_that_made_a_rule_fire(see, emergency):
    assert "Saddle / perineal numbness: Yes ; " in see(emergency)


@pytest.mark.hazard("H03")
def test_what_was_not_sure_is_boxed_and_what_it_may_hide_is_listed(see, emergency):
    page = see(emergency)

    assert "Not sure, not answered Are you afraid that moving will harm you? Not sure" in page
    assert "These would fire if what was left open were a yes. Routine 1" in page
    assert "CRS-07" in page


def test_nothing_open_is_said_without_reassurance(see, plain):
    page = see(plain)

    assert "Every required question has an answer, none of them “not sure”." in page
    assert "Absent flags do not rule out disease." in page


@pytest.mark.hazard("H11")
@pytest.mark.parametrize("vignette", ["V01", "V02", "V04"])
def test_every_question_that_was_asked_is_on_the_page(see, vignette):
    response = a_response(vignette)
    asked = response.assessed().asked

    page = see(response.visit)

    for link_id in asked:
        assert _flat(response.visit.ruleset.question(link_id).text) in page
    assert f"{len(asked)} questions were asked, {len(asked)} are shown." in page


def _flat(text: str) -> str:
    return " ".join(escape(text).split())


def test_own_words_and_marked_places_are_shown(see):
    visit = a_response("V01", {"own_words": "It went\nwhen I bent down."}).visit

    page = see(visit)

    assert "It went when I bent down." in page
    assert "Marked: Lower back." in page


def test_another_birth_date_than_on_record_is_pointed_out(see):
    visit = a_filled_in_visit("V01")
    save_answers(visit, "about", {"birth_date": "1990-01-02"}, by=Actor.PATIENT)
    submit(visit, by=Actor.PATIENT)

    assert "The date of birth that was answered is 2 Jan 1990; on record it is" in see(visit)


def test_the_same_birth_date_is_not(see, plain):
    assert "The date of birth that was answered" not in see(plain)


@pytest.mark.hazard("H19")
def test_an_emergency_that_was_taken_back_is_told(see, taken_back):
    page = see(taken_back)

    assert "An emergency answer was given at" in page
    assert "By what was sent in the end:" in page


def test_an_unfinished_form_shows_what_was_said_and_cannot_be_signed(see, under_way):
    ask_for_help(under_way, by=Actor.PATIENT)

    page = see(under_way)

    assert "No result yet" in page
    assert "This says nothing about what was not asked." in page
    assert "The patient is at “Where it hurts”." in page
    assert "5 answers so far" in page
    assert "Patient asked for help" in page
    assert "Sign off" not in page


@pytest.mark.hazard("H19")
def test_an_unfinished_form_with_an_emergency_shows_it(see):
    page = see(a_filled_in_visit("V02"))

    assert "The form is not finished: this is what was said so far." in page
    assert "CES-01" in page
    assert "All is answered, but not sent." in page


def test_an_unfinished_form_can_be_handed_in(client, see, under_way, clinician):
    response = client.post(reverse("worklist:hand_in", args=[under_way.code]))

    assert response.url == address_of(under_way)
    sent = Response.objects.get()
    assert (sent.incomplete, sent.submitted_by) == (True, clinician)
    page = see(under_way)
    assert "The form was handed in unfinished." in page
    assert "Not answered" in page
    assert "Handed in unfinished by Dr N. Okafor" in page


def test_signing_off_leads_back_to_the_list_and_says_it_is_done(client, emergency, clinician):
    client.get(address_of(emergency))
    answers = {"seen": "0", "decision": "hospital", "note": "Sent by ambulance.\r\nPhoned ahead."}
    response = client.post(address_of(emergency), answers, follow=True)

    assert response.redirect_chain == [("/", 302)]
    assert f"{emergency.code[:3]}-{emergency.code[3:]} is signed off." in response.content.decode()
    signed = SignOff.objects.get()
    assert (signed.decision, signed.signed_by) == (Decision.HOSPITAL, clinician)
    assert signed.note == "Sent by ambulance.\nPhoned ahead."


def test_a_form_that_is_not_complete_is_shown_again_with_what_is_missing(client, emergency):
    page = client.post(address_of(emergency), {}).content.decode()

    assert "<title>Error: Visit" in page
    assert 'href="#id_decision"' in page
    assert not SignOff.objects.exists()


def test_a_note_that_was_refused_is_still_there(client, emergency):
    response = client.post(address_of(emergency), {"note": "Examined: power 5/5."})

    assert "Examined: power 5/5." in response.content.decode()


@pytest.mark.hazard("H13")
def test_the_loser_of_a_race_sees_what_was_signed(client, emergency, another_clinician):
    sign_off(emergency, decision=Decision.TODAY, note="Seen at ten.", by=another_clinician)

    mine = {"seen": "0", "decision": "advice", "note": "Walked\nwell."}
    page = client.post(address_of(emergency), mine).content.decode()

    assert "Dr L. Brandt has signed off this visit already." in page
    assert "This did not work" in page
    assert "Seen at ten." in page
    assert "What you wrote" in page
    assert page.count("Your decision: Advice and handout\nNote: Walked\nwell.</textarea>") == 1


def test_a_signed_visit_shows_the_signature_and_no_form(see, emergency, clinician):
    sign_off(emergency, decision=Decision.TODAY, note="Seen at ten.", by=clinician)

    page = see(emergency)

    assert "Signed off See today Seen at ten. Dr N. Okafor, " in page
    assert "Your decision" not in page


@pytest.mark.hazard("H22")
def test_reading_a_visit_leaves_a_line_in_the_trail(client, emergency, clinician):
    client.get(address_of(emergency))

    event = AuditEvent.objects.about(emergency).first()
    assert event is not None
    assert (event.action, event.user) == ("worklist.visit_read", clinician)


@pytest.mark.hazard("H22")
def test_what_people_typed_is_text_everywhere(client):
    visit, _ = a_visit(name=HOSTILE, birth_date=date(1990, 1, 1), identifier='"><i>')
    save_answers(visit, "coping", {"own_words": HOSTILE}, by=Actor.PATIENT)
    submit(visit, incomplete=True, by=Actor.PATIENT)

    pages = [client.get(address).content.decode() for address in ("/", address_of(visit))]
    pages.insert(1, client.post("/", {"q": HOSTILE}, follow=True).content.decode())
    pages.append(client.post(address_of(visit), {"note": HOSTILE}).content.decode())

    assert [page for page in pages if "<script>alert" in page or '"><i>' in page] == []
    assert "&lt;script&gt;alert" in pages[2]


def test_nothing_of_the_patient_is_in_the_address_or_the_title(client, emergency):
    page = client.get(address_of(emergency)).content.decode()

    code = f"{emergency.code[:3]}-{emergency.code[3:]}"
    assert f"<title>Visit {code}" in page
    assert "Ada" not in page.partition("</title>")[0]


def test_a_visit_with_everything_on_it_asks_at_most_ten_questions(client, emergency, clinician):
    earlier = a_response("V01")
    for one in (emergency, earlier.visit):
        Visit.objects.filter(pk=one.pk).update(patient=emergency.patient)
    later = a_response("V11").visit
    Visit.objects.filter(pk=later.pk).update(patient=emergency.patient)
    actions.claim(later, seen=0, by=clinician)
    actions.note(later, Kind.EXAMINATION, words="Walks.", details={}, seen=1, by=clinician)
    actions.correct(later, answers={"pain_now": 5}, reason="Said so.", seen=2, by=clinician)

    page = client.get(address_of(later)).content.decode()
    with CaptureQueriesContext(connection) as queries:
        client.get(address_of(later))

    assert "Earlier visits" in page
    assert "Corrected answers with the patient" in page
    assert len(queries) <= 10


def test_authors_who_are_clinicians_are_led_to_its_test_patient(client_for, plain, clinician):
    place = reverse("vignettes:from_visit", args=[plain.code])
    both = add_staff("osei", shown_name="Dr Osei", roles=[Role.AUTHOR, Role.CLINICIAN], by=None)

    assert place in client_for(both).get(address_of(plain)).content.decode()
    assert place not in client_for(clinician).get(address_of(plain)).content.decode()
