"""Where a rule counts, a written patient stands one below the count and does not make it fire."""

import pytest

from tests.content.shipped import ruleset, shipped
from triage.engine.conditions import (
    AllOf,
    AtLeast,
    Compare,
    Comparison,
    Condition,
    CountOf,
    UnsureCount,
    walk,
)
from triage.engine.evaluation import Reported, holds, measured
from triage.engine.paging import report


def is_count(part: Condition) -> bool:
    """Whether a part wants so many of something."""
    match part:
        case AtLeast():
            return True
        case Compare(CountOf() | UnsureCount(), Comparison.AT_LEAST | Comparison.EQUAL, _):
            return True
        case _:
            return False


def missing(part: Condition, reported: Reported) -> int:
    """Return how many more a count wants."""
    match part:
        case AtLeast(count, parts):
            return count - sum(holds(one, reported) for one in parts)
        case Compare(measure, _, value):
            return value - (measured(measure, reported) or 0)
        case _:
            raise TypeError(part)


def counting() -> dict[str, Condition]:
    """Return the rules that count."""
    conditions = {name: condition for name, (_, condition) in ruleset().rules.items()}
    return {name: one for name, one in conditions.items() if any(map(is_count, walk(one)))}


@pytest.mark.hazard("H04")
@pytest.mark.parametrize("rule", counting())
def test_a_written_patient_stands_one_below_the_count_of_a_rule(rule: str) -> None:
    condition = counting()[rule]
    parts = condition.parts if isinstance(condition, AllOf) else (condition,)
    (count,) = (part for part in parts if is_count(part))

    below = []
    for vignette in shipped().vignettes:
        reported = report(ruleset(), vignette.answers, age=vignette.age)
        others = all(holds(part, reported) for part in parts if part is not count)
        if others and missing(count, reported) == 1:
            below.append(vignette)

    assert below, f"No vignette is one below the count of {rule}."
    assert [vignette.id for vignette in below if rule in vignette.rules] == []


def test_there_are_rules_that_count() -> None:
    assert len(counting()) >= 6
