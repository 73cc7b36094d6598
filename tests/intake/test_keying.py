"""Keying in a paper form: its answers are judged like any others, and what it leaves out is unsure."""

import pytest
from django.urls import reverse

from tests.builders import (
    a_filled_in_visit,
    a_published_release,
    a_user,
    a_visit,
    the_definition,
    the_vignette,
)
from tests.intake.entering import ADA
from tests.intake.screen import Screen, mistakes
from triage.audit.models import AuditEvent
from triage.engine.answers import checked
from triage.engine.terms import Tier
from triage.intake.actions import VisitError, invite, key_in, put_on_paper
from triage.intake.models import Kind, Response, Visit, Way, visit_of
from triage.intake.paper import as_keyed, paper_questions, written_mark

QUESTIONS = {one.question.link_id: one for one in paper_questions(the_definition())}


@pytest.fixture
def desk(client_for, front_desk):
    return client_for(front_desk)


@pytest.fixture
def visit():
    return put_on_paper(a_visit()[0], by=a_user("the-desk"))


def keys_of(vignette_id: str, **changes: str) -> dict[str, str]:
    """Return a vignette as somebody keys it in."""
    said = the_vignette(vignette_id).answers
    return {name: as_keyed(QUESTIONS[name], answer) for name, answer in said.items()} | changes


@pytest.mark.hazard("H21")
def test_a_number_that_belongs_to_somebody_else_is_told_at_its_field(desk, visit):
    a_visit(name="Ida Marlow", identifier="C-1")
    mark = written_mark(visit.release)
    answer = desk.post(reverse("intake:paper"), ADA | {"mark": mark, "identifier": "C-1"})

    assert "somebody with another name" in mistakes(answer)["identifier"][0]
    assert Visit.objects.count() == 2


def test_a_paper_is_taken_up_for_a_visit_that_nobody_has_begun(desk):
    visit, _ = a_visit()
    address = reverse("intake:take_up_paper", args=[visit.code])

    assert b"Ada Marlow" in desk.get(address).content
    answer = desk.post(address, {"mark": written_mark(visit.release)})
    assert answer.url == reverse("intake:keying", args=[visit.code])


@pytest.mark.hazard("H23")
@pytest.mark.parametrize("vignette_id", ["V01", "V02", "V03"])
def test_a_paper_gets_the_tier_its_answers_get_on_a_screen(desk, front_desk, visit, vignette_id):
    answer = desk.post(reverse("intake:keying", args=[visit.code]), keys_of(vignette_id))
    assert answer.url == reverse("intake:keyed", args=[visit.code])
    assert not Response.objects.exists()
    desk.post(answer.url)

    response = Response.objects.get()
    assert response.tier is the_vignette(vignette_id).tier
    told = {
        name: checked(QUESTIONS[name].question, said)
        for name, said in the_vignette(vignette_id).answers.items()
    }
    assert told.items() >= response.told.items() - {("birth_date", "1992-03-12")}
    assert len(response.told) > 20
    assert (response.submitted_by, response.incomplete) == (front_desk, False)
    assert response.visit.way == Way.PAPER


@pytest.mark.hazard("H03", "H23")
def test_what_the_paper_leaves_out_counts_as_unsure(desk, visit):
    keys = keys_of("V01")
    del keys["saddle_numb"]
    page = desk.post(reverse("intake:keying", args=[visit.code]), keys, follow=True)
    assert b"leaves 1 question open" in page.content
    desk.post(reverse("intake:keyed", args=[visit.code]))

    response = Response.objects.get()
    assert response.incomplete
    assert "saddle_numb" in response.assessed().unanswered
    assert response.tier >= Tier.SAME_DAY


@pytest.mark.hazard("H03")
def test_an_empty_paper_is_never_the_lowest_tier(desk, visit):
    desk.post(reverse("intake:keying", args=[visit.code]), {})
    desk.post(reverse("intake:keyed", args=[visit.code]))

    assert Response.objects.get().tier > Tier.SELF_CARE


@pytest.mark.hazard("H01", "H19")
def test_an_emergency_on_paper_waits_for_no_typing_error(desk, visit):
    emergency = as_keyed(QUESTIONS["emergency_now"], ("limb_dead",))
    answer = desk.post(
        reverse("intake:keying", args=[visit.code]),
        {"emergency_now": emergency, "filled_by": "q", "own_words": "half"},
    )

    assert list(mistakes(answer)) == ["filled_by"]
    assert f'value="{emergency}"' in answer.content.decode()
    visit.refresh_from_db()
    assert visit.tier is Tier.EMERGENCY
    assert visit.emergency_at is not None


@pytest.mark.hazard("H08")
def test_sending_a_paper_twice_makes_one_response(desk, visit):
    desk.post(reverse("intake:keying", args=[visit.code]), keys_of("V01"))

    for _ in range(3):
        assert desk.post(reverse("intake:keyed", args=[visit.code])).status_code == 302
    assert Response.objects.count() == 1
    assert desk.get(reverse("intake:keying", args=[visit.code])).status_code == 404


def test_what_was_keyed_in_is_shown_to_be_compared_and_can_be_changed(desk, visit):
    desk.post(
        reverse("intake:keying", args=[visit.code]), keys_of("V01", own_words="My <b>back</b>")
    )
    compared = desk.get(reverse("intake:keyed", args=[visit.code])).content.decode()
    again = desk.get(reverse("intake:keying", args=[visit.code])).content.decode()

    assert "My &lt;b&gt;back&lt;/b&gt;" in compared
    assert "6 of 10" in compared
    assert 'name="pain_now" value="6"' in again
    desk.post(reverse("intake:keying", args=[visit.code]), keys_of("V01", pain_now="9"))
    visit.refresh_from_db()
    assert visit.told["pain_now"] == 9


@pytest.mark.hazard("H07")
def test_a_visit_on_paper_is_held_by_no_screen():
    visit, token = a_visit()
    invite(visit, Kind.LINK, by=a_user("the-desk"))
    put_on_paper(visit, by=a_user("the-desk"))

    assert visit_of(token) is None
    assert not visit.invitations.unspent().exists()


def test_a_form_begun_on_a_screen_is_not_taken_over_by_paper(desk):
    begun = a_filled_in_visit()

    with pytest.raises(VisitError, match="begun on a screen"):
        put_on_paper(begun, by=a_user("the-desk"))
    with pytest.raises(VisitError, match="on a screen"):
        key_in(begun, {}, by=a_user("the-desk"))
    answer = desk.post(
        reverse("intake:take_up_paper", args=[begun.code]), {"mark": written_mark(begun.release)}
    )
    assert b"begun on a screen" in answer.content
    assert desk.get(reverse("intake:keying", args=[begun.code])).status_code == 404


def test_every_page_that_was_keyed_in_is_in_the_trail(desk, front_desk, visit):
    desk.post(reverse("intake:keying", args=[visit.code]), keys_of("V01"))

    lines = AuditEvent.objects.about(visit).filter(action="intake.answers_saved")
    assert lines.count() == len(the_definition().pages)
    assert {line.user for line in lines} == {front_desk}


@pytest.mark.parametrize("person", ["author", "approver", "auditor", "manager"])
def test_only_who_meets_patients_keys_in(request, client_for, visit, person):
    client = client_for(request.getfixturevalue(person))

    for name in ("keying", "keyed", "take_up_paper"):
        address = reverse(f"intake:{name}", args=[visit.code])
        assert client.get(address).status_code == client.post(address).status_code == 403
    assert client.get(reverse("intake:paper")).status_code == 403


def test_a_screen_of_a_patient_keys_nothing_in(visit):
    screen = Screen.of(*a_visit())

    answer = screen.client.post(reverse("intake:keying", args=[visit.code]), {"pain_now": "9"})
    assert reverse("accounts:sign_in") in answer["Location"]
    assert a_published_release() == visit.release


@pytest.mark.hazard("H23")
def test_two_who_key_in_one_paper_do_not_overwrite_each_other(desk, client_for, clinician, visit):
    address = reverse("intake:keying", args=[visit.code])
    other = client_for(clinician)
    seen = [client.get(address).context["seen"] for client in (desk, other)]
    desk.post(address, keys_of("V01", own_words="first", seen=seen[0]))
    before = Visit.objects.get(pk=visit.pk).told
    answer = other.post(address, keys_of("V01", own_words="second", seen=seen[1]))

    assert b"Somebody else has keyed in this paper" in answer.content
    assert b"second" in answer.content
    assert Visit.objects.get(pk=visit.pk).told == before
    # Pressed again it is refused again; opened anew it can be kept.
    again = other.post(address, keys_of("V01", own_words="second", seen=answer.context["seen"]))
    assert again.status_code == 200
    anew = other.get(address).context["seen"]
    other.post(address, keys_of("V01", own_words="second", seen=anew))
    assert Visit.objects.get(pk=visit.pk).told["own_words"] == "second"


def test_one_who_mends_a_typing_error_is_nobody_else(desk, visit):
    address = reverse("intake:keying", args=[visit.code])
    page = desk.post(address, keys_of("V01", filled_by="q", seen=""))
    assert page.status_code == 200

    answer = desk.post(address, keys_of("V01", seen=page.context["seen"]))
    assert answer.url == reverse("intake:keyed", args=[visit.code])
