"""Which questions are asked, and what is reported, open, hidden or not yet reached."""

from datetime import date

import pytest

from tests.engine.builders import (
    QUIET,
    a_definition,
    a_question,
    a_red_flag,
    a_ruleset,
    told,
)
from triage.engine.paging import (
    age_on,
    next_page,
    previous_page,
    report,
    shown_on,
    unanswered,
)
from triage.engine.ruleset import prepare
from triage.engine.terms import OptionKind, Page, QuestionKind

LEAP = date(2004, 2, 29)


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(1985, 3, 27), date(2025, 3, 26), 39),
        (date(1985, 3, 27), date(2025, 3, 27), 40),
        (date(1985, 3, 27), date(2025, 2, 28), 39),
        (date(1985, 3, 27), date(2025, 4, 1), 40),
        (LEAP, date(2022, 2, 28), 17),
        (LEAP, date(2022, 3, 1), 18),
        (LEAP, date(2024, 2, 28), 19),
        (LEAP, date(2024, 2, 29), 20),
        (date(2025, 1, 1), date(2025, 1, 1), 0),
        (date(2024, 12, 31), date(2025, 1, 1), 0),
    ],
)
def test_an_age_is_whole_years(birth: date, day: date, age: int) -> None:
    assert age_on(birth, day) == age


def test_all_that_is_asked_is_in_the_order_of_the_form() -> None:
    seen = told({**QUIET, "weak": "yes", "numb": ("saddle",)})

    assert seen.asked == (
        "birth",
        "area",
        "numb",
        "weak",
        "weak_since",
        "pain",
        "bladder",
        "story",
    )


@pytest.mark.hazard("H03")
def test_a_hidden_answer_is_kept_out_of_the_report() -> None:
    seen = told({**QUIET, "bladder": "yes", "weak_since": "new"})

    assert seen.answers == QUIET
    assert "bladder" not in seen.asked
    assert "bladder" not in seen.unsure
    assert "bladder" not in seen.unknown


def test_an_answer_to_no_question_is_kept_out_of_the_report() -> None:
    assert told({**QUIET, "shoe_size": 44}).answers == QUIET


@pytest.mark.hazard("H03")
@pytest.mark.parametrize("bladder", ["not_sure", "not_say", None])
def test_not_sure_withheld_and_empty_are_open(bladder: str | None) -> None:
    answers = {**QUIET, "numb": ("saddle",)}
    seen = told({**answers, "bladder": bladder} if bladder else answers)

    assert seen.unsure == {"bladder"}
    assert seen.unknown == {"bladder"}
    assert seen.unsure_count == 1
    assert unanswered(a_ruleset(), seen) == (() if bladder else ("bladder",))


def test_a_question_hidden_behind_an_open_one_is_unknown_but_not_unsure() -> None:
    seen = told({**QUIET, "weak": "not_sure", "weak_since": "new"})

    assert seen.unsure == {"weak"}
    assert seen.unknown == {"weak", "weak_since"}
    assert "weak_since" not in seen.asked
    assert "weak_since" not in seen.answers
    assert seen.unsure_count == 1


def test_a_question_hidden_two_doors_behind_an_open_one_is_unknown() -> None:
    chain = Page(
        "chain",
        "Chain",
        (
            a_red_flag("first"),
            a_red_flag("second", show_if="has(first, yes)"),
            a_red_flag("third", show_if="has(second, yes)"),
        ),
    )
    ruleset = prepare(a_definition(pages=(*a_definition().pages, chain)))

    assert report(ruleset, {**QUIET, "first": "not_sure"}).unknown == {"first", "second", "third"}
    assert report(ruleset, {**QUIET, "first": "no"}).unknown == frozenset()


def test_follow_ups_left_open_are_unsure_but_not_counted() -> None:
    seen = told({**QUIET, "weak": "yes"})

    assert seen.unsure == {"weak_since"}
    assert seen.unsure_count == 0


def test_only_red_flags_are_counted() -> None:
    seen = told({})

    assert seen.unsure == {"birth", "area", "numb", "weak", "pain"}
    assert seen.unsure_count == 2


def test_a_known_age_answers_the_question_for_the_birth_date() -> None:
    assert "birth" in told({}).unsure
    assert "birth" not in told({}, age=0).unsure
    assert "birth" not in told({"birth": "1985-03-27"}).unsure
    assert "area" in told({}, age=0).unsure


def test_one_not_sure_among_several_choices_leaves_a_question_open() -> None:
    assert "numb" in told({**QUIET, "numb": ("leg", "not_sure")}).unsure
    assert "numb" not in told({**QUIET, "numb": ("leg",)}).unsure


def test_words_that_look_like_not_sure_are_an_answer() -> None:
    assert told({**QUIET, "story": "not_sure"}).unsure == frozenset()


def test_an_option_that_denies_leaves_nothing_open() -> None:
    denied = [o for o in a_question().options if o.kind is OptionKind.DENIED]

    assert told({**QUIET, "weak": denied[0].code}).unsure == frozenset()


def test_a_question_not_answered_yet_is_neither_reported_nor_unsure() -> None:
    seen = told({"numb": ("saddle",)}, under_way=True)

    assert "bladder" in seen.asked
    assert seen.unsure == frozenset()
    assert seen.unknown == frozenset()


@pytest.mark.hazard("H19")
@pytest.mark.parametrize(("answer", "unsure"), [("yes", frozenset()), ("not_sure", {"bladder"})])
def test_an_answer_counts_as_soon_as_it_is_given(answer: str, unsure: set[str]) -> None:
    seen = told({"numb": ("saddle",), "bladder": answer}, under_way=True)

    assert seen.answers == {"numb": ("saddle",), "bladder": answer}
    assert seen.unsure == unsure


def test_a_hidden_answer_does_not_count_while_the_form_is_under_way() -> None:
    assert "bladder" not in told({"bladder": "yes"}, under_way=True).asked


@pytest.mark.hazard("H03")
def test_a_form_handed_in_empty_leaves_every_required_question_open() -> None:
    assert told({}, under_way=True).unsure == frozenset()
    assert told({}).unsure >= {"numb", "weak", "pain"}


def test_a_question_on_a_page_is_shown_by_what_was_reported_so_far() -> None:
    signs = a_definition().pages[1]

    def shown(weak: str) -> list[str]:
        return [q.link_id for q in shown_on(signs, told({**QUIET, "weak": weak}))]

    assert shown("no") == ["numb", "weak", "pain"]
    assert shown("yes") == ["numb", "weak", "weak_since", "pain"]


@pytest.mark.parametrize(
    ("numb", "order"),
    [
        (("none",), ["about", "signs", "words"]),
        (("not_sure",), ["about", "signs", "words"]),
        (("saddle",), ["about", "signs", "more", "words"]),
    ],
)
def test_pages_with_nothing_to_ask_are_passed_over(numb: tuple[str, ...], order: list[str]) -> None:
    ruleset, seen = a_ruleset(), told({**QUIET, "numb": numb})

    forth: list[str] = []
    while page := next_page(ruleset, seen, forth[-1] if forth else None):
        forth.append(page.key)
    back = [order[-1]]
    while page := previous_page(ruleset, seen, back[-1]):
        back.append(page.key)

    assert forth == order
    assert back == order[::-1]


def test_a_page_that_just_emptied_still_has_a_next_and_a_previous() -> None:
    ruleset, seen = a_ruleset(), told(QUIET)
    after, before = next_page(ruleset, seen, "more"), previous_page(ruleset, seen, "more")

    assert after is not None
    assert after.key == "words"
    assert before is not None
    assert before.key == "signs"


def test_a_scale_and_a_date_are_never_unsure_once_answered() -> None:
    kinds = {q.link_id: q.kind for q in a_definition().questions()}
    seen = told({"birth": "1985-03-27", "pain": 0})

    assert kinds["pain"] is QuestionKind.SCALE
    assert not seen.unsure & {"birth", "pain"}
