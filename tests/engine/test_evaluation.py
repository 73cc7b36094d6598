"""What it means for a condition to hold, to be still possible, and why."""

import pytest

from tests.engine.builders import QUIET, a_condition, told
from triage.engine.conditions import Age, Compare, Comparison, Has, levels, questions_in, walk
from triage.engine.evaluation import Reported, Truth, could_hold, holds, measured, reasons
from triage.engine.language import Scope
from triage.engine.terms import Answers, Tier

LOUD: Answers = {
    **QUIET,
    "numb": ("saddle", "leg"),
    "weak": "yes",
    "weak_since": "new",
    "pain": 8,
    "bladder": "yes",
}
UNSURE: Answers = {**QUIET, "numb": ("not_sure",), "weak": "not_sure"}


@pytest.mark.parametrize(
    "text",
    [
        "has(weak, yes)",
        "has(numb, leg, none)",
        "not has(weak, no)",
        "numbish and weak_new",
        "has(weak, no) or num(pain) >= 8",
        "num(pain) > 7",
        "num(pain) <= 8",
        "num(pain) < 9",
        "num(pain) == 8",
        "n_of(numb, saddle, leg, none) == 2",
        "age == 40",
        "n_unsure == 0",
        "at_least(2, numbish, weak_new, has(weak, no))",
        "at_least(1, has(weak, no), weak_new)",
    ],
)
def test_what_was_reported_holds(text: str) -> None:
    assert holds(a_condition(text), told(LOUD, age=40))


@pytest.mark.parametrize(
    "text",
    [
        "has(weak, no)",
        "not numbish",
        "num(pain) > 8",
        "num(pain) < 8",
        "n_of(numb, saddle, none) >= 2",
        "age < 0",
        "numbish and has(weak, no)",
        "has(weak, no) or has(bladder, no)",
        "at_least(2, weak_new, has(weak, no), has(bladder, no))",
        "unsure(weak)",
        "incomplete",
    ],
)
def test_what_was_not_reported_does_not_hold(text: str) -> None:
    assert not holds(a_condition(text), told(LOUD, age=40))


@pytest.mark.hazard("H03")
@pytest.mark.parametrize(
    "text",
    [
        "has(weak, yes, no, not_sure)",
        "num(pain) >= 0",
        "num(pain) <= 10",
        "n_of(numb, saddle, leg, none, not_sure) >= 0",
        "n_of(numb, saddle) <= 5",
    ],
)
def test_silence_makes_nothing_true(text: str) -> None:
    assert not holds(a_condition(text), told({}))


@pytest.mark.parametrize("answer", ["not_sure", None])
def test_unsure_holds_of_a_question_left_open(answer: str | None) -> None:
    answers = {"weak": answer} if answer else {}

    assert holds(a_condition("unsure(weak)"), told({**QUIET, **answers}) if answer else told({}))
    assert not holds(a_condition("unsure(weak)"), told(QUIET))


def test_an_optional_text_left_empty_is_not_unsure() -> None:
    assert not holds(a_condition("unsure(story)"), told({}))


def test_unfinished_is_what_the_caller_says() -> None:
    assert holds(a_condition("incomplete"), told(QUIET, incomplete=True))


def test_an_unknown_age_is_below_zero_and_reaches_no_limit() -> None:
    assert holds(a_condition("age < 0"), told(QUIET))
    assert not holds(a_condition("age >= 0"), told(QUIET))


def test_articles_look_at_the_tier_and_at_what_fired() -> None:
    seen = Reported((), {}, tier=Tier.SOON, fired=frozenset({"NEU-02"}))

    def shown(text: str) -> bool:
        return holds(a_condition(text, Scope.GUIDANCE), seen)

    assert shown("always")
    assert shown("tier(soon, routine)")
    assert not shown("tier(emergency)")
    assert shown('fired("NEU")')
    assert shown('fired("CES-01", "NEU-02")')
    assert not shown('fired("NEU-01")')
    assert not shown('fired("CES")')


def test_the_default_holds_only_when_nothing_fired() -> None:
    assert holds(a_condition("no_other_rule"), Reported((), {}))
    assert not holds(a_condition("no_other_rule"), Reported((), {}, fired=frozenset({"CES-01"})))


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("has(weak, yes)", Truth.UNKNOWN),
        ("has(weak, not_sure)", Truth.TRUE),
        ("has(area, neck)", Truth.FALSE),
        ("has(weak_since, new)", Truth.UNKNOWN),
        ("has(bladder, yes)", Truth.UNKNOWN),
        ("not has(weak, yes)", Truth.UNKNOWN),
        ("not has(area, neck)", Truth.TRUE),
        ("has(weak, yes) and has(area, neck)", Truth.FALSE),
        ("has(weak, yes) and has(area, back)", Truth.UNKNOWN),
        ("has(weak, yes) or has(area, back)", Truth.TRUE),
        ("has(weak, yes) or has(area, neck)", Truth.UNKNOWN),
        ("weak_new", Truth.UNKNOWN),
        ("at_least(2, numbish, has(area, back), has(area, neck))", Truth.UNKNOWN),
        ("at_least(1, numbish, has(area, back))", Truth.TRUE),
        ("at_least(2, numbish, has(area, neck))", Truth.FALSE),
        ("n_of(numb, saddle, leg) >= 1", Truth.UNKNOWN),
        ("num(pain) >= 3", Truth.TRUE),
        ("num(pain) >= 4", Truth.FALSE),
        ("age >= 70", Truth.UNKNOWN),
        ("age < 0", Truth.TRUE),
        ("unsure(weak)", Truth.TRUE),
        ("unsure(area)", Truth.FALSE),
        ("n_unsure == 2", Truth.TRUE),
        ("incomplete", Truth.FALSE),
    ],
)
def test_what_was_left_open_is_unknown(text: str, truth: Truth) -> None:
    assert could_hold(a_condition(text), told(UNSURE)) is truth


def test_an_open_number_may_be_any_number_and_a_known_age_is_certain() -> None:
    silent = told({}, age=40)

    assert could_hold(a_condition("num(pain) >= 8"), silent) is Truth.UNKNOWN
    assert could_hold(a_condition("age >= 70"), silent) is Truth.FALSE
    assert could_hold(a_condition("age >= 40"), silent) is Truth.TRUE


def test_truth_is_ordered_so_that_and_is_the_least_and_or_the_greatest() -> None:
    assert Truth.FALSE < Truth.UNKNOWN < Truth.TRUE


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("has(numb, saddle) and has(bladder, yes)", {"numb", "bladder"}),
        ("has(numb, saddle) or has(bladder, no)", {"numb"}),
        ("has(numb, saddle) or num(pain) >= 8", {"numb", "pain"}),
        ("not (has(weak, no) or unsure(numb))", {"weak", "numb"}),
        ("not (has(weak, no) and has(numb, saddle))", {"weak"}),
        ("at_least(1, weak_new, has(area, neck))", {"weak", "weak_since"}),
        ("not at_least(2, weak_new, has(area, neck), unsure(pain))", {"area", "pain"}),
        ("n_of(numb, leg) >= 1 and age >= 40", {"numb"}),
        ("age >= 40 and n_unsure == 0", set()),
    ],
)
def test_reasons_are_the_answers_that_tell(text: str, questions: set[str]) -> None:
    condition = a_condition(text)

    assert holds(condition, told(LOUD, age=40))
    assert reasons(condition, told(LOUD, age=40)) == questions


def test_each_part_tells_by_itself_where_all_hold_or_none_does() -> None:
    loud = told(LOUD, age=40)
    all_hold = a_condition("has(weak, yes) and (has(numb, leg) or has(bladder, no))")
    none_holds = a_condition("has(weak, no) or (has(numb, leg) and has(bladder, no))")

    assert holds(all_hold, loud)
    assert reasons(all_hold, loud) == {"weak", "numb"}
    assert not holds(none_holds, loud)
    assert reasons(none_holds, loud) == {"weak", "bladder"}


def test_a_measure_of_a_question_without_an_answer_is_no_number() -> None:
    silent = told({})
    pain, numb = a_condition("num(pain) > 1"), a_condition("n_of(numb, leg) > 1")

    assert isinstance(pain, Compare)
    assert measured(pain.measure, silent) is None
    assert isinstance(numb, Compare)
    assert measured(numb.measure, silent) is None


def test_a_scale_answered_with_a_word_is_no_number() -> None:
    odd = Reported(("pain",), {"pain": "seven"})
    pain = a_condition("num(pain) >= 0")

    assert not holds(pain, odd)


def test_one_word_is_one_choice_and_never_its_letters() -> None:
    odd = Reported(("weak",), {"weak": "yes"})

    assert odd.choices("weak") == {"yes"}
    assert not holds(Has("weak", frozenset({"y", "e", "s"})), odd)


def test_every_part_of_a_condition_is_found_through_its_facts() -> None:
    condition = a_condition("not weak_new or num(pain) >= 1")

    assert questions_in(condition) == {"weak", "weak_since", "pain"}
    assert len(list(walk(condition))) == 7
    assert levels(condition) == 5
    assert levels(Compare(Age(), Comparison.LESS, 3)) == 1
