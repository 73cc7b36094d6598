"""When the proof itself fails: the engine does not find what the solver found, or nothing is found."""

from dataclasses import replace

import pytest
from pysat.solvers import Solver

from tests.engine.builders import a_rule
from tests.engine.short_forms import NUMB_ALSO, OPEN, SINCE, WEAK, asking
from triage.engine import proof
from triage.engine.assess import assess
from triage.engine.paging import report
from triage.engine.proof import prove
from triage.engine.solver import ProofError
from triage.engine.terms import Tier


def test_a_finding_the_engine_does_not_confirm_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    ruleset = asking(WEAK, rules=(a_rule("W-01", Tier.SOON, "has(weak, yes)"),))
    other = assess(ruleset, report(ruleset, {"weak": "yes"}))
    monkeypatch.setattr(proof, "assess", lambda *_: other)

    with pytest.raises(ProofError, match="does not confirm"):
        prove(ruleset)


WORSE = (
    a_rule("N-01", Tier.SAME_DAY, "has(numb, leg) and not has(weak, yes)"),
    a_rule("W-01", Tier.ROUTINE, "has(weak, yes)"),
    OPEN,
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Tier.SAME_DAY, Tier.SAME_DAY),
        (Tier.SAME_DAY, Tier.EMERGENCY),
        (Tier.SOON, Tier.ROUTINE),
        (Tier.EMERGENCY, Tier.ROUTINE),
    ],
)
def test_a_fall_the_engine_does_not_confirm_is_an_error(
    before: Tier, after: Tier, monkeypatch: pytest.MonkeyPatch
) -> None:
    ruleset = asking(WEAK, SINCE, NUMB_ALSO, rules=WORSE)
    usual = assess(ruleset, report(ruleset, {}))
    told = iter((before, after))
    monkeypatch.setattr(proof, "assess", lambda *_: replace(usual, tier=next(told)))

    with pytest.raises(ProofError, match="does not confirm"):
        prove(ruleset)


def test_a_form_without_a_tier_to_which_the_engine_gives_one_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ruleset = asking(WEAK, rules=(a_rule("W-01", Tier.SOON, "has(weak, yes)"),), default=())
    found = assess(ruleset, report(ruleset, {"weak": "yes"})).findings
    monkeypatch.setattr(proof, "findings", lambda *_: found)

    with pytest.raises(ProofError, match="does not confirm"):
        prove(ruleset)


def test_a_form_without_a_tier_beside_a_rule_for_all_the_rest_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plainest = proof._Search._plainest
    # The solver takes anybody for what was sought.
    monkeypatch.setattr(proof._Search, "_plainest", lambda search, *_: plainest(search))
    monkeypatch.setattr(proof, "findings", lambda *_: ())

    with pytest.raises(ProofError, match="does not confirm"):
        prove(asking(WEAK, rules=(a_rule("W-01", Tier.SOON, "has(weak, yes)"),)))


def test_a_proof_without_a_result_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Solver, "solve_limited", lambda *_, **__: None)

    with pytest.raises(ProofError, match="too intricate"):
        prove(asking(WEAK, rules=()))
