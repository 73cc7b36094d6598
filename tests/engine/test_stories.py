"""A broken promise is told so that an author sees the patient."""

from dataclasses import replace

import pytest

from tests.engine.builders import a_question, a_rule
from tests.engine.short_forms import NUMB_ALSO, OPEN, SINCE, WEAK, asking
from triage.engine.proof import prove
from triage.engine.ruleset import Ruleset
from triage.engine.stories import story
from triage.engine.terms import Option, QuestionKind, Tier


def stories(ruleset: Ruleset) -> list[str]:
    return [story(ruleset, violation) for violation in prove(ruleset)]


def test_a_worse_answer_is_told_with_and_without_it() -> None:
    rules = (
        a_rule("N-01", Tier.SAME_DAY, "has(numb, leg) and not has(weak, yes)"),
        a_rule("W-01", Tier.ROUTINE, "has(weak, yes)"),
        OPEN,
    )

    (told,) = stories(asking(WEAK, SINCE, NUMB_ALSO, rules=rules))

    assert told == (
        "age 40; Weak: “Yes”; Since: “New”; Numb: “A leg” → routine,"
        " but with Weak: “No” → same_day."
    )


def test_a_red_flag_left_open_is_told() -> None:
    rules = (a_rule("W-01", Tier.SOON, "has(weak, yes)"),)

    assert stories(asking(WEAK, rules=rules)) == [
        "age 40; Weak: “Not sure” → self_care, though a red flag was left open.",
        "age 40; Weak: not answered → self_care, though a red flag was left open.",
    ]


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("age >= 0", "age not known"),
        ("age < 70", "age 70"),
        ("not incomplete", "age 40; form not finished"),
        ("num(pain) >= 0", "age 40; Pain: not answered"),
        ("num(pain) <= 3 or unsure(pain)", "age 40; Pain: 4"),
        ("not has(note, yes)", "age 40; Note: “Yes”"),
        ("not has(side, back)", "age 40; Side: “Back”"),
        ("not has(numb, saddle)", "age 40; Numb: “Between the legs”"),
        ("not (has(numb, leg) and has(numb, saddle))", "age 40; Numb: “Between the legs”, “A leg”"),
        ("not unsure(weak)", "age 40; Weak: “Not sure”"),
        ("has(area, back) or unsure(area)", "age 40"),
    ],
)
def test_what_the_patient_has_to_say_is_told_and_nothing_else(rule: str, told: str) -> None:
    pain = a_question("pain", QuestionKind.SCALE)
    note = a_question("note", required=False)
    area = a_question("area", options=(Option("back", "Back"), Option("neck", "Neck")))
    side = replace(area, link_id="side", name="Side", required=False)
    rules = (a_rule("R-01", Tier.SOON, rule),)

    assert stories(asking(WEAK, NUMB_ALSO, pain, note, area, side, rules=rules, default=())) == [
        f"{told} → no tier, as no rule fires."
    ]


def test_a_dead_rule_is_told() -> None:
    rules = (OPEN, a_rule("W-01", Tier.SOON, "has(weak, yes) and has(weak, no)"))

    assert stories(asking(WEAK, SINCE, rules=rules)) == ["No patient can make rule W-01 fire."]
