"""What the gate says of a vignette that comes out otherwise."""

import pytest

from tests.engine.builders import a_ruleset, a_vignette
from triage.engine.gate import _vignettes
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
