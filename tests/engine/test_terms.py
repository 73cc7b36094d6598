"""The nouns: what they say of themselves."""

import pytest

from tests.engine.builders import a_question, an_article
from triage.engine.terms import PointGroup, Tier


def test_a_tier_is_the_greater_the_sooner_the_patient_is_seen() -> None:
    assert sorted(Tier, reverse=True) == [
        Tier.EMERGENCY,
        Tier.SAME_DAY,
        Tier.SOON,
        Tier.ROUTINE,
        Tier.SELF_CARE,
    ]


@pytest.mark.parametrize("tier", Tier)
def test_a_tier_is_found_by_its_code(tier: Tier) -> None:
    assert Tier.from_code(tier.code) is tier


@pytest.mark.parametrize("code", ["", "EMERGENCY", "urgent", "5"])
def test_there_is_no_tier_of_another_code(code: str) -> None:
    with pytest.raises(ValueError, match=f"There is no tier `{code}`"):
        Tier.from_code(code)


def test_a_question_finds_its_options_by_their_code() -> None:
    option = a_question().option("no")

    assert option is not None
    assert option.label == "No"
    assert a_question().option("never") is None


@pytest.mark.parametrize(
    ("points", "groups"),
    [
        (("Move.", "Rest."), (PointGroup("", ("Move.", "Rest.")),)),
        (("Do:", "Move."), (PointGroup("Do", ("Move.",)),)),
        (
            ("Know.", "Do:", "Move.", "Walk.", "Call:"),
            (
                PointGroup("", ("Know.",)),
                PointGroup("Do", ("Move.", "Walk.")),
                PointGroup("Call", ()),
            ),
        ),
        ((), ()),
    ],
)
def test_points_stand_under_their_heading(
    points: tuple[str, ...], groups: tuple[PointGroup, ...]
) -> None:
    assert an_article("A-1", "always", points=points).groups() == groups
