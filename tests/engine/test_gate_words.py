"""What the gate says of what fails, and which object it names."""

import pytest

from tests.engine.builders import a_rule, a_ruleset, a_vignette
from tests.engine.short_forms import WEAK, asking
from triage.engine.gate import Failure, Verdict, _broken, _vignettes
from triage.engine.problems import Part
from triage.engine.proof import Promise, Violation, prove
from triage.engine.terms import Tier


@pytest.mark.hazard("H06")
def test_a_vignette_that_fails_says_what_was_expected_and_what_it_got() -> None:
    wrong = a_vignette(tier=Tier.SAME_DAY, rules=("CES-02", "NEU-02"))
    failures = _vignettes(a_ruleset(vignettes=(wrong,)))

    assert next(failures).message == (
        "Vignette V1 is expected same day and gets emergency; not expected: CES-01, NS-01;"
        " did not fire: CES-02, NEU-02."
    )


def test_a_vignette_with_the_right_tier_says_only_what_differs() -> None:
    wrong = a_vignette(rules=())
    failures = _vignettes(a_ruleset(vignettes=(wrong,)))

    message = next(failures).message
    assert "gets emergency; not expected: CES-01" in message
    assert "did not fire" not in message


def test_a_vignette_that_is_right_in_part_is_told_what_differs_and_not_the_rest() -> None:
    wrong = a_vignette(tier=Tier.SAME_DAY, rules=("CES-01", "NEU-02"))
    failures = _vignettes(a_ruleset(vignettes=(wrong,)))

    assert next(failures).message == (
        "Vignette V1 is expected same day and gets emergency; not expected: NS-01;"
        " did not fire: NEU-02."
    )


@pytest.mark.hazard("H03")
def test_a_broken_promise_names_the_question_the_rule_or_the_whole() -> None:
    ruleset = asking(WEAK, rules=(a_rule("W-01", Tier.SOON, "has(weak, yes)"),))
    open_ends = prove(ruleset)
    patients = open_ends[0].patients
    told = _broken(
        ruleset,
        (
            *open_ends,
            Violation(Promise.FIRES, rule="W-01"),
            Violation(Promise.TIER, patients=patients),
        ),
    )

    assert [(one.kind, one.name, bool(one.violation)) for one in told] == [
        ("question", "weak", True),
        ("question", "weak", True),
        ("rule", "W-01", False),
        ("questionnaire", "", False),
    ]


def test_a_verdict_tells_the_parts_of_the_gate_apart() -> None:
    old = Failure(Part.SOURCES, "source", "E1", "Old.")
    wrong = Failure(Part.PROOF, "rule", "R1", "Wrong.")
    verdict = Verdict((old, wrong))

    assert verdict.of(Part.PROOF) == (wrong,)
    assert verdict.of(Part.SOURCES) == (old,)
    assert verdict.of(Part.VIGNETTES) == ()
