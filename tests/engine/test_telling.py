"""A condition is told in plain English, in the words of its questions."""

import pytest

from tests.engine.builders import a_condition, a_definition
from triage.engine.conditions import Always, Not
from triage.engine.language import Scope
from triage.engine.telling import Teller

TELLER = Teller(a_definition())

RULES = [
    ("has(numb, saddle)", "when numb includes “Between the legs”"),
    ("has(numb, leg, saddle)", "when numb includes “Between the legs” or “A leg”"),
    ("not has(weak, yes)", "when weak does not include “Yes”"),
    ("unsure(weak)", "when weak was left open"),
    ("not unsure(weak)", "when weak was not left open"),
    ("age >= 70", "when age is 70 or more"),
    ("not age >= 70", "when age is less than 70"),
    ("num(pain) == 3", "when pain is 3"),
    ("not num(pain) == 3", "when pain is not 3"),
    ("n_unsure > 2", "when the number of red flags left open is more than 2"),
    (
        "n_of(numb, saddle, leg) <= 1",
        "when the number of numb among “Between the legs” or “A leg” is 1 or less",
    ),
    ("numbish", "when “Numb anywhere”"),
    ("not weak_new", "when not “weak new”"),
    (
        "has(weak, yes) and (age < 5 or incomplete)",
        "when weak includes “Yes” and (age is less than 5 or the form was not finished)",
    ),
    (
        "not (has(weak, yes) and not incomplete)",
        "when weak does not include “Yes” or the form was not finished",
    ),
    ("not incomplete", "when the form was finished"),
    (
        "at_least(2, numbish, age > 5, unsure(weak))",
        "when at least 2 of these hold: [“Numb anywhere”; age is more than 5; weak was left open]",
    ),
    (
        "not at_least(1, numbish, age > 5)",
        "when fewer than 1 of these hold: [“Numb anywhere”; age is more than 5]",
    ),
    ("no_other_rule", "when no other rule fires"),
]
ARTICLES = [
    ("always", "always"),
    ("tier(emergency, same_day)", "when the tier is same day or emergency"),
    ("not tier(soon)", "when the tier is not soon"),
    ('fired("CES")', "when CES fired"),
    ('not fired("CES", "NEU-01")', "when CES or NEU-01 did not fire"),
    ("not always", "when never"),
    ("always or numbish", "when always or “Numb anywhere”"),
]


@pytest.mark.parametrize(("text", "told"), RULES)
def test_a_rule_is_told(text: str, told: str) -> None:
    assert TELLER.tell(a_condition(text)) == told


@pytest.mark.parametrize(("text", "told"), ARTICLES)
def test_an_article_is_told(text: str, told: str) -> None:
    assert TELLER.tell(a_condition(text, Scope.GUIDANCE)) == told


def test_no_twice_is_yes() -> None:
    assert TELLER.tell(Not(Not(Always()))) == "when always"
