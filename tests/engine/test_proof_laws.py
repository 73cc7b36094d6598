"""The proof holds against every made-up form and, where these are few, every patient."""

import pytest
from hypothesis import assume, given, settings

from tests.engine.every_patient import broken_promises, how_many
from tests.engine.made_up import Case, cases, law
from triage.engine.assess import assess
from triage.engine.paging import report
from triage.engine.proof import Promise, prove
from triage.engine.ruleset import Ruleset
from triage.engine.stories import story
from triage.engine.symbols import Patient
from triage.engine.terms import Tier


def tier_of(ruleset: Ruleset, patient: Patient) -> Tier:
    reported = report(ruleset, patient.answers, age=patient.age, incomplete=patient.incomplete)
    return assess(ruleset, reported).tier


@pytest.mark.hazard("H03")
@settings(law, max_examples=15)
@given(cases)
def test_the_proof_finds_what_trying_every_patient_finds(case: Case) -> None:
    assume(how_many(case.ruleset) <= 110)
    red_flags = {q.link_id for q in case.definition.questions() if q.red_flag}
    found = prove(case.ruleset)

    told = {violation.key for violation in found if violation.question in {*red_flags, ""}}
    assert told == broken_promises(case.ruleset)


@settings(law, max_examples=100)
@given(cases)
def test_every_violation_is_shown_on_patients_the_engine_agrees_about(case: Case) -> None:
    for violation in prove(case.ruleset):
        tiers = [tier_of(case.ruleset, patient) for patient in violation.patients]
        match violation.promise:
            case Promise.LEFT_OPEN:
                assert tiers == [Tier.SELF_CARE]
            case Promise.WORSE:
                assert tiers[0] is violation.lost
                assert tiers[1] < tiers[0]
            case _:
                assert tiers == []
        assert story(case.ruleset, violation)


@settings(law, max_examples=100)
@given(cases)
def test_two_patients_differ_in_one_answer_and_what_it_opens_or_hides(case: Case) -> None:
    for violation in prove(case.ruleset):
        if violation.promise is Promise.WORSE:
            before, after = violation.patients
            both = before.answers.keys() & after.answers.keys() - {violation.question}
            assert {name: before.answers[name] for name in both} == {
                name: after.answers[name] for name in both
            }
            assert (before.age, before.incomplete) == (after.age, after.incomplete)
            assert before.answers[violation.question] != after.answers.get(violation.question)


@pytest.mark.long
@settings(law, max_examples=100)
@given(cases)
def test_the_proof_finds_what_trying_every_patient_finds_in_larger_forms(case: Case) -> None:
    assume(how_many(case.ruleset) <= 300)
    red_flags = {q.link_id for q in case.definition.questions() if q.red_flag}

    told = {v.key for v in prove(case.ruleset) if v.question in {*red_flags, ""}}

    assert told == broken_promises(case.ruleset)
