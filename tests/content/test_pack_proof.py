"""The promises of the shipped pack are kept for everybody, and its known mistakes break them."""

import json
import random
from dataclasses import replace
from time import process_time

import pytest

from tests.content.shipped import ruleset, shipped
from tests.engine.symbolic import Everybody
from triage.engine.assess import assess
from triage.engine.paging import report
from triage.engine.proof import Promise, prove
from triage.engine.ruleset import Ruleset, prepare
from triage.engine.stories import story
from triage.engine.symbols import Patient
from triage.engine.terms import Answer, Question, QuestionKind, Tier

RANDOM_PATIENTS = 400

DRAFTS = {
    "CES-08": "has(leg_spread, both_legs)"
    " and not (has(pain_pattern, walk_worse_sit_better) and persistent)",
    "NEU-06": "has(numbness, legs_both) and not true_weak",
    "VAS-04": "age >= 60 and spine_low and no_cause and has(onset_speed, sudden)"
    " and has(duration, lt_24h, d1_7)"
    " and has(vascular_risk, high_bp, smoker, heart_artery, family_aneurysm)",
    "CAN-07": ruleset().rule("CAN-07").when,
}
"""Rules as they were drafted; the last two spoke of a fact that was drafted otherwise."""

NO_CAUSE = "not mech and not has(trigger, fall_accident)"

FOUND = {
    "CES-08": {"worse:pain_pattern:walk_worse_sit_better:same_day"},
    "NEU-06": {
        f"worse:weakness:{limb}:same_day"
        for limb in ("foot_drop", "leg_one", "legs_both", "arm_one", "arms_both")
    },
    "VAS-04": {"worse:trigger:fall_accident:same_day"},
    "CAN-07": {"worse:trigger:fall_accident:soon"},
}


def drafted(rule_id: str) -> Ruleset:
    """The shipped rules with one rule as it was drafted."""
    definition = shipped()
    facts = {"no_cause": NO_CAUSE} if "no_cause" in DRAFTS[rule_id] else {}
    rules = {rule_id: DRAFTS[rule_id]}
    return prepare(
        replace(
            definition,
            facts=tuple(replace(f, when=facts.get(f.name, f.when)) for f in definition.facts),
            rules=tuple(replace(r, when=rules.get(r.id, r.when)) for r in definition.rules),
        )
    )


@pytest.mark.hazard("H03")
@pytest.mark.hazard("H04")
def test_the_shipped_rules_keep_every_promise_for_everybody() -> None:
    start = process_time()

    found = prove(ruleset())

    assert [story(ruleset(), violation) for violation in found] == []
    assert process_time() - start < 3


@pytest.mark.hazard("H04")
@pytest.mark.parametrize("rule_id", DRAFTS)
def test_a_known_mistake_is_found_with_a_patient(rule_id: str) -> None:
    rules = drafted(rule_id)

    found = prove(rules)

    assert {violation.key for violation in found} == FOUND[rule_id]
    for violation in found:
        before, after = violation.patients
        assert {rule_id} == fired(rules, before, violation.lost) - fired(rules, after)


def fired(rules: Ruleset, patient: Patient, tier: Tier | None = None) -> set[str]:
    """The rules that fire for a patient, of one tier or of all."""
    reported = report(rules, patient.answers, age=patient.age, incomplete=patient.incomplete)
    found = assess(rules, reported).findings
    return {finding.rule for finding in found if tier in (None, finding.tier)}


def test_a_mistake_is_told_in_the_words_of_the_form() -> None:
    rules = drafted("CES-08")
    (violation,) = prove(rules)

    assert violation.promise is Promise.WORSE
    assert story(rules, violation) == (
        "age 40; Leg radiation: “Both legs”; Makes it worse or better: “Comes when I walk, goes"
        " when I sit or lean forward” → Routine visit, but with Makes it worse or better: “None of"
        " these” → Same day."
    )


def test_a_red_flag_that_is_no_longer_read_is_found() -> None:
    definition = shipped()
    silent = tuple(rule for rule in definition.rules if not rule.id.startswith("NS-"))

    found = {v.key for v in prove(prepare(replace(definition, rules=silent)))}

    assert {"left_open:emergency_now:not_sure", "left_open:emergency_now:(empty)"} <= found


@pytest.mark.hazard("H03")
def test_the_wires_say_of_random_patients_what_the_engine_says() -> None:
    chance = random.Random(2028)  # noqa: S311 patients, not secrets
    everybody = Everybody(ruleset())

    for _ in range(RANDOM_PATIENTS):
        patient = anybody(chance)
        reported = report(
            ruleset(), patient.answers, age=patient.age, incomplete=patient.incomplete
        )
        assessment = assess(ruleset(), reported)
        assert everybody.read(patient) == {
            "asked": set(assessment.asked),
            "unsure": set(reported.unsure),
            "fired": {finding.rule for finding in assessment.findings},
            "tier": assessment.tier,
        }, json.dumps(dict(patient.answers))


def anybody(chance: random.Random) -> Patient:
    """A patient who says anything, at questions that are hidden too, and leaves some empty."""
    told = {
        question.link_id: anything(question, chance)
        for question in shipped().questions()
        if chance.random() < 0.9 and question.link_id != shipped().age_question
    }
    return Patient(told, chance.randint(-1, 120), chance.random() < 0.1)


def anything(question: Question, chance: random.Random) -> Answer:
    """Any answer a question can have."""
    match question.kind:
        case QuestionKind.SINGLE:
            return chance.choice(question.options).code
        case QuestionKind.MULTI:
            return some(question, chance)
        case QuestionKind.SCALE:
            return chance.randint(0, 10)
        case QuestionKind.DATE | QuestionKind.TEXT:
            return "2000-01-01" if question.kind is QuestionKind.DATE else "Something"


def some(question: Question, chance: random.Random) -> tuple[str, ...]:
    alone = [option.code for option in question.options if option.exclusive]
    if alone and chance.random() < 0.6:
        return (chance.choice(alone),)
    others = [option.code for option in question.options if not option.exclusive]
    chosen = chance.sample(others, chance.randint(1, min(4, len(others))))
    return tuple(code for code in others if code in chosen)
