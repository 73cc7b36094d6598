"""Two editions are compared over every way to answer."""

from dataclasses import replace

import pytest

from tests.engine.builders import RULES, SIGNS, a_question, a_rule, a_ruleset
from triage.engine.moves import IncomparableError, Move, moves
from triage.engine.ruleset import Ruleset
from triage.engine.terms import Option, Page, Question, QuestionKind, Rule, Tier

OLD = a_ruleset()


def with_rule(rule_id: str, **changes: object) -> Ruleset:
    changed: tuple[Rule, ...] = tuple(
        replace(one, **changes) if one.id == rule_id else one  # type: ignore[arg-type]
        for one in RULES
    )
    return a_ruleset(rules=changed)


def asking(*questions: Question) -> Ruleset:
    return a_ruleset(pages=(*OLD.definition.pages, Page("asked", "Asked", questions)))


def test_nothing_moves_where_nothing_changes() -> None:
    found = moves(OLD, a_ruleset(title="Other"))

    assert (found.down, found.up, found.rarer, found.oftener) == ((), (), (), ())


@pytest.mark.hazard("H04")
def test_a_lowered_tier_moves_somebody_down() -> None:
    found = moves(OLD, with_rule("NEU-01", tier=Tier.ROUTINE))

    (down,) = found.down
    assert (down.before, down.after) == (Tier.SAME_DAY, Tier.ROUTINE)
    assert down.told == "age 40; Weak: “Yes”; Weak_Since: “New”"
    assert (found.up, found.rarer) == ((), ())


def test_a_raised_tier_moves_somebody_up() -> None:
    found = moves(OLD, with_rule("AGE-01", tier=Tier.SOON))

    assert found.up == (Move(Tier.ROUTINE, Tier.SOON, "age 70"),)
    assert found.down == ()


def test_a_rule_fires_for_fewer_or_for_more() -> None:
    narrow = with_rule("AGE-01", when="age >= 80")

    assert (moves(OLD, narrow).rarer, moves(OLD, narrow).oftener) == (("AGE-01",), ("OK-01",))
    assert moves(narrow, OLD).oftener == ("AGE-01",)


def test_a_question_that_goes_takes_its_patients_along() -> None:
    sore = a_question("sore", options=(Option("yes", "Yes"), Option("no", "No")), required=False)
    rules = (*RULES, a_rule("SORE-01", Tier.EMERGENCY, "has(sore, yes)"))
    old = a_ruleset(pages=(*OLD.definition.pages, Page("asked", "Asked", (sore,))), rules=rules)

    (down,) = moves(old, OLD).down
    assert (down.before, down.after) == (Tier.EMERGENCY, Tier.SELF_CARE)
    assert "Sore: “Yes”" in down.told


def test_an_option_that_goes_takes_its_patients_along() -> None:
    weak = SIGNS.questions[1]
    fewer = replace(weak, options=weak.options[1:], kind=QuestionKind.MULTI)
    page = replace(SIGNS, questions=(SIGNS.questions[0], fewer))
    kept = ("CES-02", "NS-02", "AGE-01", "OK-01")
    new = a_ruleset(
        pages=(OLD.definition.pages[0], page, OLD.definition.pages[2]),
        rules=tuple(one for one in RULES if one.id in kept),
        facts=(),
        guidance=(),
    )

    assert Tier.SAME_DAY in {move.before for move in moves(OLD, new).down}


def test_a_question_of_another_kind_cannot_be_compared() -> None:
    old = asking(a_question("more", QuestionKind.SCALE))
    new = asking(a_question("more"))

    with pytest.raises(IncomparableError, match="`more` was a scale question"):
        moves(old, new)
