"""A paper form: its questions are numbered, its answers have letters, and its foot says which form it is."""

import pytest
from django.urls import reverse

from tests.builders import a_user, a_visit, the_definition
from tests.intake.entering import ADA
from tests.intake.screen import mistakes
from triage.content.actions import publish, retire, submit_for_review
from triage.engine.answers import AnswerError, checked
from triage.engine.terms import QuestionKind
from triage.intake.models import Visit, Way
from triage.intake.paper import as_keyed, keyed, paper_questions, release_of, written_mark

QUESTIONS = {one.question.link_id: one for one in paper_questions(the_definition())}


@pytest.fixture
def desk(client_for, front_desk):
    return client_for(front_desk)


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
