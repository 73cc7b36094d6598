"""The condition language: what can be said, and what is refused with its place."""

import pytest

from tests.engine.builders import a_condition
from triage.engine.conditions import (
    Age,
    AllOf,
    Always,
    AnyOf,
    AtLeast,
    Compare,
    Comparison,
    Condition,
    CountOf,
    Fired,
    Has,
    Incomplete,
    Named,
    NoOtherRule,
    Not,
    Number,
    TierIs,
    Unsure,
    UnsureCount,
    levels,
)
from triage.engine.language import DEEPEST, Scope
from triage.engine.syntax import LONGEST, ConditionError
from triage.engine.terms import Tier

WEAK = Has("weak", frozenset({"yes"}))
OLD = Compare(Age(), Comparison.AT_LEAST, 70)


def refused(text: str, scope: Scope = Scope.RULE) -> tuple[str, str]:
    """The message, and the characters it points at."""
    with pytest.raises(ConditionError) as caught:
        a_condition(text, scope)
    error = caught.value
    assert 0 <= error.start <= error.end <= len(text)
    return error.message, text[error.start : error.end]


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("has(weak, yes)", WEAK),
        ("has(numb, saddle, leg)", Has("numb", frozenset({"saddle", "leg"}))),
        ("unsure(weak)", Unsure("weak")),
        ("unsure(pain)", Unsure("pain")),
        ("age >= 70", OLD),
        ("age > 69", Compare(Age(), Comparison.MORE, 69)),
        ("age <= 69", Compare(Age(), Comparison.AT_MOST, 69)),
        ("age < 0", Compare(Age(), Comparison.LESS, 0)),
        ("n_unsure == 1000", Compare(UnsureCount(), Comparison.EQUAL, 1000)),
        ("num(pain) >= 8", Compare(Number("pain"), Comparison.AT_LEAST, 8)),
        (
            "n_of(numb, saddle, leg) == 2",
            Compare(CountOf("numb", frozenset({"saddle", "leg"})), Comparison.EQUAL, 2),
        ),
        ("not has(weak, yes)", Not(WEAK)),
        ("has(weak, yes) and age >= 70", AllOf((WEAK, OLD))),
        ("has(weak, yes) or age >= 70", AnyOf((WEAK, OLD))),
        ("incomplete or not incomplete", AnyOf((Incomplete(), Not(Incomplete())))),
        ("at_least(2, has(weak, yes), age >= 70)", AtLeast(2, (WEAK, OLD))),
        ("numbish", Named("numbish", Has("numb", frozenset({"saddle", "leg"})))),
        ("incomplete", Incomplete()),
        ("no_other_rule", NoOtherRule()),
        ("  has(weak,\n\tyes)\r\n ", WEAK),
    ],
)
def test_a_rule_can_say(text: str, meaning: Condition) -> None:
    assert a_condition(text) == meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("always", Always()),
        ("tier(emergency, same_day)", TierIs(frozenset({Tier.EMERGENCY, Tier.SAME_DAY}))),
        ('fired("CES", "NEU-01")', Fired(frozenset({"CES", "NEU-01"}))),
    ],
)
def test_an_article_can_say(text: str, meaning: Condition) -> None:
    assert a_condition(text, Scope.GUIDANCE) == meaning


def test_not_binds_closer_than_and_and_and_closer_than_or() -> None:
    said = a_condition("age >= 70 or not has(weak, yes) and has(weak, yes)")

    assert said == AnyOf((OLD, AllOf((Not(WEAK), WEAK))))


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        (
            "has(weak, yess)",
            "unknown option `yess` of question `weak`; did you mean `yes`?",
            "yess",
        ),
        ("has(weak, zzz)", "unknown option `zzz` of question `weak`.", "zzz"),
        ("has(waek, yes)", "unknown question `waek`; did you mean `weak`?", "waek"),
        ("  num(pian) > 2", "unknown question `pian`; did you mean `pain`?", "pian"),
        ("numbsh", "unknown fact `numbsh`; did you mean `numbish`?", "numbsh"),
        ("agee", "unknown fact `agee`; did you mean `age`?", "agee"),
        ("hsa(weak, yes)", "unknown function `hsa`; did you mean `has`?", "hsa"),
        ("n_off(numb, leg)", "unknown function `n_off`; did you mean `n_of`?", "n_off"),
        ("has()", "Name a question and its options.", "has()"),
        ("has(weak)", "Name at least one option of `weak`.", "has(weak)"),
        ("has(weak, 'yes')", "A plain name belongs here.", "'yes'"),
        ("has(weak.yes, yes)", "A plain name belongs here.", "weak.yes"),
        ("has(*weak)", "A plain name belongs here.", "*weak"),
        ("has(weak, option=yes)", "`has` takes plain names only.", "has(weak, option=yes)"),
        (
            "has(pain, yes)",
            "`pain` is a scale question; a single or multi one belongs here.",
            "pain",
        ),
        ("num(weak) > 2", "`weak` is a single question; a scale one belongs here.", "weak"),
        ("n_of(weak, yes) > 2", "`weak` is a single question; a multi one belongs here.", "weak"),
        ("n_of(numb) > 2", "Name at least one option of `numb`.", "n_of(numb)"),
        ("unsure()", "`unsure` takes one question.", "unsure()"),
        ("unsure(weak, numb)", "`unsure` takes one question.", "unsure(weak, numb)"),
        ("at_least(2)", "`at_least` takes a number and conditions.", "at_least(2)"),
        ("at_least(2, weak_new)", "Of 1 conditions, 2 cannot be met.", "2"),
        ("at_least(0, weak_new)", "Of 1 conditions, 0 cannot be met.", "0"),
        ("at_least(x, weak_new)", "A whole number between 0 and 1000 belongs here.", "x"),
        ("age", "Compare `age` with a number, such as `age >= 3`.", "age"),
        ("num(pain)", "Compare `num(...)` with a number, such as `>= 2`.", "num(pain)"),
        ("weak", "`weak` is a question: write `has(weak, ...)`.", "weak"),
        ("1 < age < 3", "Write two comparisons joined by `and`.", "1 < age < 3"),
        ("age != 3", "Use `>=`, `>`, `<=`, `<` or `==`.", "age != 3"),
        ("age in 3", "Use `>=`, `>`, `<=`, `<` or `==`.", "age in 3"),
        ("age >= 1001", "A whole number between 0 and 1000 belongs here.", "1001"),
        ("age >= -1", "A whole number between 0 and 1000 belongs here.", "-1"),
        ("age >= True", "A whole number between 0 and 1000 belongs here.", "True"),
        ("age >= 7.5", "A whole number between 0 and 1000 belongs here.", "7.5"),
        ("age >= age", "A whole number between 0 and 1000 belongs here.", "age"),
        ("age + 1", "This cannot be part of a condition.", "age + 1"),
        ("True", "This cannot be part of a condition.", "True"),
        ("-age", "This cannot be part of a condition.", "-age"),
        (
            "numbish if incomplete else weak_new",
            "This cannot be part of a condition.",
            "numbish if",
        ),
        ("(lambda: 1)()", "This cannot be part of a condition.", "(lambda: 1)()"),
        ("weak.x()", "This cannot be part of a condition.", "weak.x()"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_place(text: str, message: str, place: str) -> None:
    assert refused(text)[0] == message
    assert refused(text)[1].startswith(place)


@pytest.mark.parametrize("left", ["1", "weak", "num(pain, pain)", "num(pain, x=1)", "n_of()"])
def test_only_numbers_can_be_compared(left: str) -> None:
    message, place = refused(f"{left} >= 2")

    assert message.startswith(
        "Only `age`, `n_unsure`, `num(question)` and `n_of(question, options)`"
    )
    assert place == left


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("tier(emergncy)", "unknown tier `emergncy`; did you mean `emergency`?", "emergncy"),
        ("tier()", "Name at least one tier.", "tier()"),
        ("fired()", "Name at least one rule.", "fired()"),
        ("fired(CES)", 'Write rules in quotes, such as `fired("CES")`.', "CES"),
        ("fired(1)", 'Write rules in quotes, such as `fired("CES")`.', "1"),
        ('fired("CES-1")', "unknown rule `CES-1`; did you mean `CES-01`?", '"CES-1"'),
    ],
)
def test_an_article_that_cannot_be_read_is_refused(text: str, message: str, place: str) -> None:
    assert refused(text, Scope.GUIDANCE) == (message, place)


@pytest.mark.parametrize(
    ("scope", "text", "word"),
    [
        (Scope.RULE, "always", "`always`"),
        (Scope.RULE, "not tier(soon)", "`tier(...)`"),
        (Scope.RULE, 'fired("CES")', "`fired(...)`"),
        (Scope.GUIDANCE, "no_other_rule", "`no_other_rule`"),
        (Scope.ANSWERS, "incomplete", "`incomplete`"),
        (Scope.ANSWERS, "numbish or n_unsure > 2", "`n_unsure`"),
        (Scope.ANSWERS, "no_other_rule", "`no_other_rule`"),
        (Scope.ANSWERS, "always", "`always`"),
        (Scope.ANSWERS, "tier(soon)", "`tier(...)`"),
        (Scope.ANSWERS, 'fired("CES")', "`fired(...)`"),
    ],
)
def test_a_word_out_of_its_place_is_refused(scope: Scope, text: str, word: str) -> None:
    assert refused(text, scope) == (f"{word} cannot be used in this place.", text)


def test_the_default_rule_says_nothing_else() -> None:
    text = "no_other_rule or incomplete"

    assert refused(text) == ("`no_other_rule` must be the whole condition.", text)


def test_nesting_is_bounded() -> None:
    assert levels(a_condition("not " * (DEEPEST - 1) + "incomplete")) == DEEPEST

    message, _ = refused("not " * DEEPEST + "incomplete")
    assert message == f"The condition is nested deeper than {DEEPEST} levels."


def test_length_is_bounded() -> None:
    assert a_condition("incomplete".ljust(LONGEST)) == Incomplete()

    message, place = refused("incomplete".ljust(LONGEST + 3))
    assert message == f"The condition is longer than {LONGEST} characters."
    assert place == "   "


def test_nothing_is_ever_evaluated() -> None:
    message, _ = refused("__import__('os').abort()")

    assert message == "This cannot be part of a condition."
