"""The engine against a second reader, written apart, on made-up forms and patients."""

import pytest
from hypothesis import given, settings

from tests.engine.made_up import Case, cases, law
from tests.engine.second_reader import second_reading
from triage.engine.assess import assess


@pytest.mark.hazard("H25")
@settings(law, max_examples=500)
@given(cases)
def test_two_readers_come_to_the_same_conclusion(case: Case) -> None:
    assessment = assess(case.ruleset, case.reported())
    second = second_reading(case.definition, case.answers, age=case.age, incomplete=case.incomplete)
    given_ = set(second.given)

    assert {finding.rule: finding.tier for finding in assessment.findings} == second.fired()
    assert assessment.tier == max(second.fired().values())
    assert set(assessment.not_excluded) == second.not_excluded()
    assert list(assessment.asked) == second.asked
    assert set(assessment.unsure) == second.unsure & given_
    assert set(assessment.unanswered) == second.unsure - given_
