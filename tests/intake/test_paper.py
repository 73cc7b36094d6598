"""A paper form: numbered, told apart, keyed in, and judged like any other."""

from collections.abc import Iterable

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
from tests.intake.screen import Screen, mistakes
from triage.audit.models import AuditEvent
from triage.content.actions import publish, retire, submit_for_review
from triage.engine.answers import AnswerError, checked
from triage.engine.terms import Answer, QuestionKind, Tier
from triage.intake.actions import VisitError, invite, key_in, put_on_paper
from triage.intake.models import Kind, Response, Visit, Way, visit_of
from triage.intake.paper import as_keyed, keyed, paper_questions, release_of, written_mark

QUESTIONS = {one.question.link_id: one for one in paper_questions(the_definition())}
ADA = {
    "name": "Ada Marlow",
    "birth_date_day": "12",
    "birth_date_month": "3",
    "birth_date_year": "1992",
}


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


def said_in(vignette_id: str) -> Iterable[tuple[str, Answer]]:
    return the_vignette(vignette_id).answers.items()


# --- Numbers and letters ----------------------------------------------------------------------------


def test_questions_are_numbered_through_all_pages():
    asked = [q.link_id for page in the_definition().pages for q in page.questions]

    assert list(QUESTIONS) == asked
    assert [one.number for one in QUESTIONS.values()] == list(range(1, len(asked) + 1))


def test_every_answer_has_a_letter_of_its_own():
    for one in QUESTIONS.values():
        assert len(one.codes) == len(one.question.options)
        assert list(one.codes)[:3] == ["a", "b", "c"][: len(one.codes)]


def test_what_is_keyed_in_is_what_was_ticked():
    for vignette in the_definition().vignettes:
        for name, answer in vignette.answers.items():
            told = keyed(QUESTIONS[name], as_keyed(QUESTIONS[name], answer))
            assert told == checked(QUESTIONS[name].question, answer), (vignette.id, name)


@pytest.mark.parametrize("typed", ["ab", "a b", "A, B", "b;a.", "bab", "5a 5b", "5A5b"])
def test_letters_may_be_run_together_or_apart(typed):
    question = QUESTIONS["emergency_now"]
    first, second = (option.code for option in question.question.options[:2])

    assert keyed(question, typed) == (first, second)


def test_with_more_than_26_answers_letters_stand_apart():
    question = QUESTIONS["pain_areas"]
    assert len(question.codes) > 26

    last = list(question.codes)[-1]
    assert last == "a" + chr(ord("a") + len(question.codes) - 27)
    assert keyed(question, f"b {last}") == (question.codes["b"].code, question.codes[last].code)
    assert keyed(question, last) == (question.codes[last].code,)


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("filled_by", "e", "no answer “e”. The answers go from a to d"),
        ("filled_by", "ab", "Choose one"),
        ("filled_by", "1", "no answer “1”"),
        ("emergency_now", "aj", "something else"),
        ("pain_now", "11", "from 0 to 10"),
        ("pain_now", "six", "from 0 to 10"),
        ("birth_date", "31 2 1990", "real date"),
        ("birth_date", "12 3 92", "real date"),
    ],
)
@pytest.mark.hazard("H17")
def test_what_cannot_stand_on_the_paper_is_refused_in_words(name, typed, told):
    with pytest.raises(AnswerError, match=told):
        keyed(QUESTIONS[name], typed)


@pytest.mark.parametrize("typed", ["", "  ", "\n"])
def test_an_empty_box_is_no_answer(typed):
    assert {keyed(one, typed) for one in QUESTIONS.values()} == {None}


def test_a_date_is_keyed_in_as_it_is_written():
    dates = {
        keyed(QUESTIONS["birth_date"], typed) for typed in ("1 2 1990", "01.02.1990", "1/2/1990")
    }

    assert dates == {"1990-02-01"}
    assert {one.question.kind for one in QUESTIONS.values()} == set(QuestionKind)


# --- Which form it is -------------------------------------------------------------------------------


@pytest.mark.hazard("H14", "H23")
def test_a_form_is_known_by_the_mark_at_its_foot(release):
    mark = written_mark(release)

    assert release_of(mark) == release
    assert release_of(f"release {release.number}, content {release.short_hash.upper()}") == release


@pytest.mark.hazard("H14")
@pytest.mark.parametrize(
    "mark", ["", "1", "{hash}", "2 {hash}", "1 00000000", "x" * 60, "1 {hash}0"]
)
def test_any_other_mark_is_no_form(release, mark):
    assert release_of(mark.format(hash=release.short_hash)) is None


@pytest.mark.hazard("H14")
def test_a_form_that_was_never_published_is_no_form(release):
    waiting = submit_for_review(
        release.questionnaire, change_note="Another edition.", by=a_user("the-author")
    )

    assert release_of(written_mark(waiting)) is None


@pytest.mark.hazard("H14", "H23")
def test_a_paper_is_judged_by_the_form_that_was_printed(desk, release):
    newer = submit_for_review(release.questionnaire, change_note="Newer.", by=a_user("the-author"))
    publish(newer, by=a_user("the-approver"))
    desk.post(reverse("intake:paper"), ADA | {"mark": written_mark(release)})

    assert Visit.objects.get().release == release
    assert a_visit()[0].release == newer


def test_a_paper_of_another_form_is_not_keyed_into_a_visit(desk, release):
    newer = submit_for_review(release.questionnaire, change_note="Newer.", by=a_user("the-author"))
    publish(newer, by=a_user("the-approver"))
    visit, _ = a_visit()
    address = reverse("intake:take_up_paper", args=[visit.code])
    answer = desk.post(address, {"mark": written_mark(release)})

    assert "the paper is another one" in mistakes(answer)["mark"][0]
    assert desk.post(address, {"mark": written_mark(newer)}).status_code == 302
    assert Visit.objects.get().way == Way.PAPER


@pytest.mark.parametrize("mark", ["", "7", "9 12345678"])
def test_without_a_mark_no_paper_is_taken(desk, mark):
    answer = desk.post(reverse("intake:paper"), ADA | {"mark": mark})

    assert list(mistakes(answer)) == ["mark"]
    assert not Visit.objects.exists()


def test_paper_can_be_keyed_in_while_no_form_is_published(desk, release):
    retire(release, by=a_user("the-approver"))
    answer = desk.post(reverse("intake:paper"), ADA | {"mark": written_mark(release)})

    assert answer.url == reverse("intake:keying", args=[Visit.objects.get().code])


# --- Keying in --------------------------------------------------------------------------------------


@pytest.mark.hazard("H23")
@pytest.mark.parametrize("vignette_id", ["V01", "V02", "V03"])
def test_a_paper_gets_the_tier_its_answers_get_on_a_screen(desk, front_desk, visit, vignette_id):
    answer = desk.post(reverse("intake:keying", args=[visit.code]), keys_of(vignette_id))
    assert answer.url == reverse("intake:keyed", args=[visit.code])
    assert not Response.objects.exists()
    desk.post(answer.url)

    response = Response.objects.get()
    assert response.tier is the_vignette(vignette_id).tier
    told = {name: checked(QUESTIONS[name].question, said) for name, said in said_in(vignette_id)}
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
