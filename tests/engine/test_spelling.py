"""What is a name, what was meant by one that is not known, and when nobody looks."""

import pytest

from tests.content.hostile import doubling
from tests.engine.builders import a_definition, a_rule
from triage.engine.ruleset import MOST_PARTS, MOST_SUGGESTED, UnsoundDefinitionError, prepare
from triage.engine.spelling import LONGEST, MOST, did_you_mean, is_name
from triage.engine.terms import Tier


@pytest.mark.parametrize("word", ["a", "numb", "leg_2", "x" * LONGEST])
def test_this_is_a_name(word: str) -> None:
    assert is_name(word)


@pytest.mark.parametrize(
    "word", ["", "2legs", "_leg", "Leg", "leg-pain", "leg\n", "é", "x" * (LONGEST + 1), "or", "not"]
)
def test_this_is_none(word: str) -> None:
    assert not is_name(word)


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("sadle", ["leg", "saddle"], "; did you mean `saddle`?"),
        ("xyz", ["leg", "saddle"], "."),
        ("sadle", [], "."),
        ("s" * (LONGEST + 1), ["s" * LONGEST], "."),
        ("s" * LONGEST, ["s" * (LONGEST + 1)], "."),
        ("sadle", ["saddle", *map(str, range(MOST))], "."),
    ],
)
def test_the_nearest_word_is_told_where_it_is_quick_to_find(word, known, hint) -> None:
    assert did_you_mean(word, known) == hint


def test_only_the_first_mistakes_are_told_with_what_was_meant() -> None:
    wrong = [a_rule(f"R-{n}", Tier.SOON, "has(numb, sadle)") for n in range(MOST_SUGGESTED + 5)]

    with pytest.raises(UnsoundDefinitionError) as refusal:
        prepare(a_definition(rules=tuple(wrong), guidance=()))

    problems = refusal.value.problems
    assert len(problems) == len(wrong)
    assert sum("did you mean `saddle`?" in one for one in problems) == MOST_SUGGESTED


def test_what_is_too_much_to_work_through_is_told_once() -> None:
    rules = [a_rule(f"R-{n}", Tier.SOON, "f9") for n in range(100)]

    with pytest.raises(UnsoundDefinitionError) as refusal:
        prepare(a_definition(rules=tuple(rules), facts=doubling()))

    told = f"With their facts, all conditions together have more than {MOST_PARTS} parts."
    assert refusal.value.problems == (told,)
