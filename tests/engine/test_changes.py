"""What it is for a no to get worse: which answers may take its place, and which may join a tick."""

from dataclasses import replace

from tests.engine.builders import NONE, NOT_SURE, a_definition_asking, a_question, a_red_flag
from triage.engine.changes import EMPTY, worsenings
from triage.engine.ruleset import prepare
from triage.engine.terms import Option, OptionKind, Question, QuestionKind

TICKS = (Option("numb", "Numb"), Option("cold", "Cold"), Option("weak", "Weak"))


def found(*questions: Question) -> list[tuple[str, tuple[str, ...] | None]]:
    """Return every answer that a no can become, with what it joins."""
    ruleset = prepare(a_definition_asking(*questions))
    asked = {one.link_id for one in questions}
    return [
        (one.answer, one.beside) for one in worsenings(ruleset) if one.question.link_id in asked
    ]


def test_a_tick_joins_every_other_tick_but_itself_and_what_excludes_ticks_joins_none():
    alone = Option("all_over", "All over", exclusive=True)
    asked = a_red_flag("signs", QuestionKind.MULTI, options=(*TICKS, alone, NONE, NOT_SURE))

    assert found(asked) == [
        ("numb", ("cold", "weak")),
        ("cold", ("numb", "weak")),
        ("weak", ("numb", "cold")),
        ("all_over", None),
        ("not_sure", None),
        (EMPTY, None),
    ]


def test_a_denied_or_open_option_that_excludes_nothing_still_joins_no_tick():
    denied = replace(NONE, exclusive=False)
    unsure = replace(NOT_SURE, exclusive=False)
    asked = a_red_flag("signs", QuestionKind.MULTI, options=(*TICKS[:2], denied, unsure))

    assert found(asked) == [
        ("numb", ("cold",)),
        ("cold", ("numb",)),
        ("not_sure", None),
        (EMPTY, None),
    ]


def test_without_a_no_ticks_still_join_and_nothing_is_left_open():
    asked = a_red_flag("signs", QuestionKind.MULTI, options=(*TICKS[:2], NOT_SURE))

    assert found(asked) == [("numb", ("cold",)), ("cold", ("numb",))]


def test_where_one_is_chosen_another_takes_its_place():
    assert found(a_red_flag("sign")) == [("yes", None), ("not_sure", None), (EMPTY, None)]


def test_without_a_no_where_one_is_chosen_nothing_gets_worse():
    assert found(a_red_flag("sign", options=TICKS)) == []


def test_elsewhere_only_what_opens_a_red_flag_warns():
    no = Option("no", "No", OptionKind.DENIED)
    asked = a_question("ground", options=(*TICKS, no, NOT_SURE))

    def opens(condition: str) -> list[str]:
        behind = a_red_flag("behind", follow_up=True, show_if=condition)
        return [answer for answer, _ in found(asked, behind) if answer in {"numb", "cold", "weak"}]

    assert opens("has(ground, numb)") == ["numb"]
    assert opens("has(ground, numb, cold)") == ["numb", "cold"]
    assert opens("has(ground, numb) or has(ground, weak)") == ["numb", "weak"]
    # What must not be chosen opens nothing; what must not be not chosen does.
    assert opens("not has(ground, numb)") == []
    assert opens("not (not has(ground, numb))") == ["numb"]
