"""What is promised of every form is proved, and what breaks a promise is shown on a patient."""

from dataclasses import replace

import pytest

from tests.engine.builders import NONE, NOT_SURE, NUMB, a_question, a_red_flag, a_rule
from tests.engine.short_forms import NUMB_ALSO, OPEN, SINCE, WEAK, asking
from triage.engine.proof import (
    Violation,
    covered_rules,
    dead_rules,
    prove,
    unreachable_questions,
)
from triage.engine.ruleset import Ruleset
from triage.engine.symbols import Patient
from triage.engine.terms import Option, QuestionKind, Tier

MULTI, SCALE = QuestionKind.MULTI, QuestionKind.SCALE


def keys(ruleset: Ruleset) -> list[str]:
    return [violation.key for violation in prove(ruleset)]


def the_only(ruleset: Ruleset) -> Violation:
    (violation,) = prove(ruleset)
    return violation


# --- A red flag left open --------------------------------------------------------------------------


@pytest.mark.hazard("H03")
def test_a_red_flag_that_no_rule_reads_is_found_open_in_the_lowest_tier() -> None:
    rules = (a_rule("W-01", Tier.SOON, "has(weak, yes) or unsure(weak)"),)
    ruleset = asking(WEAK, NUMB_ALSO, rules=rules)

    found = prove(ruleset)

    assert [violation.key for violation in found] == [
        "left_open:numb:not_sure",
        "left_open:numb:(empty)",
    ]
    assert [violation.patients for violation in found] == [
        (Patient({"weak": "no", "numb": ("not_sure",)}, 40),),
        (Patient({"weak": "no"}, 40),),
    ]


def test_not_sure_and_empty_are_told_apart() -> None:
    rules = (a_rule("W-01", Tier.SOON, "has(weak, yes, not_sure)"),)

    assert keys(asking(WEAK, rules=rules)) == ["left_open:weak:(empty)"]


def test_a_red_flag_that_may_be_left_empty_is_open_when_it_is() -> None:
    optional = replace(WEAK, required=False)
    rules = (a_rule("W-01", Tier.SOON, "has(weak, yes) or unsure(weak)"),)

    assert keys(asking(optional, rules=rules)) == ["left_open:weak:(empty)"]


def test_a_red_flag_on_a_scale_is_open_when_it_is_empty() -> None:
    scale = a_red_flag("pain", SCALE)
    rules = (a_rule("P-01", Tier.SOON, "num(pain) >= 8"),)

    assert keys(asking(scale, rules=rules)) == ["left_open:pain:(empty)"]


def test_a_red_flag_on_a_scale_is_not_open_when_it_is_answered() -> None:
    scale = a_red_flag("pain", SCALE)

    assert keys(asking(scale, rules=(a_rule("P-01", Tier.SOON, "unsure(pain)"),))) == []


def test_an_open_follow_up_counts_only_when_it_is_asked() -> None:
    rules = (
        a_rule("W-01", Tier.SOON, "has(since, new)"),
        a_rule("NS-01", Tier.SOON, "unsure(weak)"),
    )
    ruleset = asking(WEAK, SINCE, rules=rules)

    assert keys(ruleset) == ["left_open:since:not_sure", "left_open:since:(empty)"]
    assert prove(ruleset)[0].patients[0].answers == {"weak": "yes", "since": "not_sure"}


# --- A worse answer --------------------------------------------------------------------------------


@pytest.mark.hazard("H03")
def test_a_finding_that_another_takes_away_is_found() -> None:
    rules = (
        a_rule("N-01", Tier.SAME_DAY, "has(numb, leg) and not has(weak, yes)"),
        a_rule("W-01", Tier.ROUTINE, "has(weak, yes)"),
        OPEN,
    )
    ruleset = asking(WEAK, SINCE, NUMB_ALSO, rules=rules)

    violation = the_only(ruleset)

    assert violation.key == "worse:weak:yes:same_day"
    before, after = violation.patients
    assert before == Patient({"weak": "no", "numb": ("leg",)}, 40)
    assert after == Patient({"weak": "yes", "since": "new", "numb": ("leg",)}, 40)


def test_the_most_urgent_tier_that_can_be_lost_names_the_violation() -> None:
    rules = (
        a_rule("N-01", Tier.EMERGENCY, "has(numb, saddle) and not has(weak, yes)"),
        a_rule("N-02", Tier.SAME_DAY, "has(numb, leg) and not has(weak, yes)"),
        OPEN,
    )

    assert keys(asking(WEAK, SINCE, NUMB_ALSO, rules=rules)) == ["worse:weak:yes:emergency"]


def test_leaving_a_no_open_never_lowers_a_tier() -> None:
    rules = (
        a_rule("W-01", Tier.SAME_DAY, "has(weak, no, yes)"),
        a_rule("NS-01", Tier.SOON, "unsure(weak)"),
    )

    assert keys(asking(WEAK, rules=rules)) == [
        "worse:weak:not_sure:same_day",
        "worse:weak:(empty):same_day",
        "fires:OK-01",
    ]


def test_one_more_choice_never_lowers_a_tier() -> None:
    rules = (a_rule("N-01", Tier.SOON, "n_of(numb, saddle, leg) == 1"), OPEN)
    ruleset = asking(WEAK, SINCE, NUMB_ALSO, rules=rules)

    found = prove(ruleset)

    assert [violation.key for violation in found] == [
        "worse:numb:saddle:soon",
        "worse:numb:leg:soon",
    ]
    assert [patient.answers["numb"] for patient in found[0].patients] == [
        ("leg",),
        ("saddle", "leg"),
    ]


def test_a_reported_option_that_stands_alone_takes_the_place_of_no_only() -> None:
    alone = Option("all", "All over", exclusive=True)
    numb = replace(NUMB_ALSO, options=(*NUMB, alone, NONE, NOT_SURE))
    rules = (
        a_rule("N-01", Tier.SOON, "has(numb, leg, saddle)"),
        a_rule("NS-01", Tier.SOON, "unsure(numb)"),
    )
    rules_too = (*rules, a_rule("N-02", Tier.ROUTINE, "has(numb, none)"))

    assert keys(asking(numb, rules=rules)) == []
    assert keys(asking(numb, rules=rules_too)) == ["worse:numb:all:routine"]


def test_answers_of_a_red_flag_without_a_no_are_not_ranked() -> None:
    since = replace(SINCE, show_if="", follow_up=False)
    rules = (a_rule("S-01", Tier.SOON, "has(since, new) or unsure(since)"),)

    assert keys(asking(since, rules=rules)) == []


def test_a_follow_up_that_opens_may_hold_any_answer() -> None:
    rules = (
        a_rule("W-01", Tier.SAME_DAY, "has(weak, no) and has(numb, leg)"),
        a_rule("W-02", Tier.SAME_DAY, "has(since, new) or unsure(since)"),
        OPEN,
    )

    found = prove(asking(WEAK, SINCE, NUMB_ALSO, rules=rules))
    _, after = found[0].patients

    assert found[0].key == "worse:weak:yes:same_day"
    assert after.answers == {"weak": "yes", "since": "old", "numb": ("leg",)}


def test_what_the_change_hides_counts_no_more() -> None:
    calm = a_question("calm", show_if="has(weak, no)")
    rules = (
        a_rule("C-01", Tier.SAME_DAY, "has(calm, yes)"),
        a_rule("NS-01", Tier.SOON, "unsure(weak)"),
    )

    found = prove(asking(WEAK, calm, rules=rules))

    assert {violation.answer for violation in found} == {"yes", "not_sure", ""}
    assert all("calm" not in violation.patients[1].answers for violation in found)


def test_an_answer_elsewhere_that_opens_a_red_flag_warns_too() -> None:
    trigger = a_question(
        "trigger", MULTI, options=(Option("fall", "A fall"), Option("lift", "A lift"))
    )
    injury = a_red_flag(
        "injury",
        show_if="has(trigger, fall)",
        options=(Option("major", "Major"), Option("minor", "Minor"), NOT_SURE),
    )
    rules = (
        a_rule("T-01", Tier.SOON, "not has(trigger, fall)"),
        a_rule("T-02", Tier.SAME_DAY, "has(injury, major) or unsure(injury)"),
        a_rule("T-03", Tier.ROUTINE, "not has(trigger, lift)"),
    )

    assert keys(asking(trigger, injury, rules=rules)) == ["worse:trigger:fall:soon"]


def test_an_answer_that_keeps_a_red_flag_away_does_not_warn() -> None:
    calm = a_question("calm")
    weak = replace(WEAK, show_if="not has(calm, yes) or has(calm, not_sure)")
    rules = (a_rule("W-01", Tier.SOON, "has(weak, yes) or unsure(weak)"),)

    assert keys(asking(calm, weak, rules=rules)) == []


# --- Tiers and rules -------------------------------------------------------------------------------


def test_a_form_that_no_rule_places_is_found() -> None:
    rules = (a_rule("W-01", Tier.SOON, "has(weak, yes)"), a_rule("W-02", Tier.SOON, "age < 60"))
    violation = the_only(asking(WEAK, rules=rules, default=()))

    assert violation.key == "tier"
    assert violation.patients == (Patient({"weak": "no"}, 60),)


def test_a_rule_that_cannot_fire_is_found() -> None:
    rules = (
        OPEN,
        a_rule("W-01", Tier.SOON, "has(weak, yes) and has(weak, no)"),
        a_rule("S-01", Tier.SOON, "has(since, new) and has(weak, no)"),
    )
    ruleset = asking(WEAK, SINCE, rules=rules)

    assert keys(ruleset) == ["fires:W-01", "fires:S-01"]
    assert dead_rules(ruleset) == ("W-01", "S-01")


def test_a_question_nobody_is_asked_is_found() -> None:
    never = a_question("never", show_if="has(weak, yes) and unsure(weak)")

    assert unreachable_questions(asking(WEAK, SINCE, never, rules=(OPEN,))) == ("never",)


def test_a_rule_that_never_decides_is_found_but_not_one_that_is_dead() -> None:
    rules = (
        OPEN,
        a_rule("W-01", Tier.SAME_DAY, "has(weak, yes)"),
        a_rule("W-02", Tier.SAME_DAY, "has(since, new)"),
        a_rule("W-03", Tier.EMERGENCY, "has(since, old)"),
        a_rule("W-04", Tier.SOON, "has(weak, yes) and has(weak, no)"),
    )

    assert covered_rules(asking(WEAK, SINCE, rules=rules)) == ("W-02",)
