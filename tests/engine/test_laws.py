"""What holds of every form and every patient, tried on made-up ones."""

import json
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given

from tests.engine.builders import a_rule
from tests.engine.made_up import Case, cases, chance, law, some_condition
from triage.engine.assess import assess, findings
from triage.engine.codec import decode, decode_assessment, digest, encode
from triage.engine.conditions import Has, NoOtherRule
from triage.engine.evaluation import Truth, could_hold, holds, reasons
from triage.engine.faults import faults_in
from triage.engine.ruleset import prepare
from triage.engine.terms import Assessment, Tier


def in_order(assessment: Assessment) -> Assessment:
    """An assessment with the only list that follows the order of rules put in order."""
    return replace(assessment, not_excluded=tuple(sorted(assessment.not_excluded)))


@law
@given(cases)
def test_every_made_up_definition_can_be_worked_with(case: Case) -> None:
    assert faults_in(case.definition) == ()


@pytest.mark.hazard("H25")
@law
@given(cases)
def test_the_tier_is_that_of_the_most_urgent_rule_that_fired(case: Case) -> None:
    reported = case.reported()
    assessment = assess(case.ruleset, reported)
    fired = {
        rule.id: rule.tier
        for rule, condition in case.ruleset.rules.values()
        if not isinstance(condition, NoOtherRule) and holds(condition, reported)
    }

    assert {finding.rule: finding.tier for finding in assessment.findings} == (
        fired or {"OK-01": Tier.SELF_CARE}
    )
    assert all(assessment.tier >= tier for tier in fired.values())
    assert assessment.tier in fired.values() or not fired


@law
@given(cases, chance)
def test_no_rule_lowers_a_tier(case: Case, random: Random) -> None:
    when = some_condition(random, tuple(case.definition.questions())[1:])
    more = (*case.definition.rules, a_rule("Z-1", Tier.ROUTINE, when))
    wider = prepare(replace(case.definition, rules=more))

    assert assess(wider, case.reported()).tier >= assess(case.ruleset, case.reported()).tier


@law
@given(cases, chance)
def test_the_order_of_rules_never_matters(case: Case, random: Random) -> None:
    rules = list(case.definition.rules)
    random.shuffle(rules)
    shuffled = prepare(replace(case.definition, rules=tuple(rules)))

    assert in_order(assess(shuffled, case.reported())) == in_order(
        assess(case.ruleset, case.reported())
    )


@pytest.mark.hazard("H03")
@law
@given(cases)
def test_hidden_answers_never_matter(case: Case) -> None:
    asked = case.reported().asked
    kept = {name: answer for name, answer in case.answers.items() if name in asked}
    stale = {name: answer for name, answer in case.others.items() if name not in asked}

    assert case.reported({**kept, **stale}) == case.reported(kept) == case.reported()


@law
@given(cases)
def test_a_certain_reading_agrees_with_the_closed_one(case: Case) -> None:
    reported = case.reported()

    for _, condition in case.ruleset.rules.values():
        truth = could_hold(condition, reported)
        assert truth is Truth.UNKNOWN or (truth is Truth.TRUE) == holds(condition, reported)


@law
@given(cases)
def test_a_rule_that_is_not_told_of_is_excluded(case: Case) -> None:
    assessment = assess(case.ruleset, case.reported())
    told = {finding.rule for finding in assessment.findings} | set(assessment.not_excluded)

    for rule, condition in case.ruleset.rules.values():
        if rule.id not in told and not isinstance(condition, NoOtherRule):
            assert could_hold(condition, case.reported()) is Truth.FALSE


@pytest.mark.hazard("H03")
@law
@given(cases)
def test_an_unanswered_question_satisfies_no_has(case: Case) -> None:
    for question in case.definition.questions():
        anything = Has(question.link_id, frozenset(option.code for option in question.options))
        silent = {name: a for name, a in case.answers.items() if name != question.link_id}

        assert not holds(anything, case.reported(silent))


@law
@given(cases)
def test_no_answer_outside_the_reasons_changes_what_holds(case: Case) -> None:
    reported = case.reported()

    for _, condition in case.ruleset.rules.values():
        telling = reasons(condition, reported)
        kept = {name: answer for name, answer in reported.answers.items() if name in telling}
        others = {name: answer for name, answer in case.others.items() if name not in telling}
        elsewhere = replace(reported, answers={**others, **kept}, unsure=reported.unsure & telling)

        assert holds(condition, elsewhere) == holds(condition, reported)


@law
@given(cases)
def test_because_names_questions_that_were_asked_in_their_order(case: Case) -> None:
    asked = case.reported().asked

    for finding in findings(case.ruleset, case.reported()):
        assert list(finding.because) == sorted(set(finding.because), key=asked.index)


@law
@given(cases)
def test_what_is_encoded_is_decoded_to_the_same(case: Case) -> None:
    document = json.loads(json.dumps(encode(case.definition)))
    assessment = assess(case.ruleset, case.reported())

    assert decode(document) == case.definition
    assert encode(decode(document)) == document
    assert digest(document) == digest(encode(case.definition))
    assert decode_assessment(json.loads(json.dumps(encode(assessment)))) == assessment
