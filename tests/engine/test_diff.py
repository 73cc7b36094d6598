"""What differs between two editions is told object by object."""

from dataclasses import replace

import pytest

from tests.engine.builders import ABOUT, RULES, SIGNS, a_rule, a_ruleset, an_article
from triage.engine.diff import Change, Detail, How, changes
from triage.engine.terms import Fact, Option, Page, Question, Tier

OLD = a_ruleset()
REST = OLD.definition.pages[2:]


def diff(**changed: object) -> tuple[Change, ...]:
    return changes(OLD, a_ruleset(**changed))


def with_question(**changed: object) -> dict[str, tuple[Page, ...]]:
    first, *others = SIGNS.questions
    question: Question = replace(first, **changed)  # type: ignore[arg-type]
    return {"pages": (ABOUT, replace(SIGNS, questions=(question, *others)), *REST)}


def test_nothing_differs_from_itself() -> None:
    assert changes(OLD, OLD) == ()


def test_a_new_rule_is_told_with_its_tier() -> None:
    rule = a_rule("NEW-01", Tier.SOON, "num(pain) >= 9")

    (change,) = diff(rules=(*RULES, rule))

    assert (change.how, change.kind, change.name, change.title) == (
        How.ADDED,
        "rule",
        "NEW-01",
        "Seen",
    )
    assert (change.is_up, change.is_down) == (True, False)
    assert Detail("in words", "", "when pain is 9 or more") in change.details


@pytest.mark.hazard("H04")
def test_a_rule_that_goes_is_down() -> None:
    (change,) = diff(rules=RULES[1:], guidance=OLD.definition.guidance[:1])[:1]

    assert (change.how, change.name, change.is_down) == (How.REMOVED, "CES-01", True)


@pytest.mark.hazard("H04")
@pytest.mark.parametrize(("tier", "up", "down"), [(Tier.SOON, True, False), (1, False, True)])
def test_another_tier_is_up_or_down(tier: int, up: bool, down: bool) -> None:
    rules = tuple(replace(one, tier=Tier(tier)) if one.id == "AGE-01" else one for one in RULES)

    (change,) = diff(rules=rules)

    assert (change.is_up, change.is_down) == (up, down)
    assert change.details == (Detail("tier", "routine", Tier(tier).code),)


def test_a_condition_is_told_before_and_after() -> None:
    rules = tuple(replace(one, when="age >= 80") if one.id == "AGE-01" else one for one in RULES)

    (change,) = diff(rules=rules)

    assert change.details == (
        Detail("when", "age >= 70", "age >= 80"),
        Detail("in words", "when age is 70 or more", "when age is 80 or more"),
    )
    assert (change.is_up, change.is_down) == (False, False)


def test_a_fact_an_article_and_a_question_tell_their_conditions() -> None:
    facts = (replace(OLD.definition.facts[0], when="has(numb, leg)"), OLD.definition.facts[1])
    guidance = (an_article("A-ALL", "tier(soon)"), *OLD.definition.guidance[1:])
    told = {
        (change.kind, detail.field, detail.after)
        for change in diff(facts=facts, guidance=guidance, **with_question(show_if="age >= 5"))
        for detail in change.details
    }

    assert told >= {
        ("fact", "in words", "when numb includes “A leg”"),
        ("article", "in words", "when the tier is soon"),
        ("question", "in words", "when age is 5 or more"),
    }


def test_a_new_fact_has_nothing_before() -> None:
    fact = Fact("old_one", "age >= 90")

    (change,) = diff(facts=(*OLD.definition.facts, fact))

    assert Detail("in words", "", "when age is 90 or more") in change.details


def test_options_are_told_one_by_one() -> None:
    saddle, leg, *others = SIGNS.questions[0].options
    more = Option("arm", "An arm")

    (change,) = diff(**with_question(options=(leg, replace(saddle, exclusive=True), *others, more)))

    assert change.details == (
        Detail(
            "option saddle",
            "“Between the legs” (reported, R20.0)",
            "“Between the legs” (reported, alone, R20.0)",
        ),
        Detail("option arm", "", "“An arm” (reported)"),
        Detail("order of options", "saddle, leg, none, not_sure", "leg, saddle, none, not_sure"),
    )


def test_an_option_that_goes_is_told() -> None:
    (change,) = diff(**with_question(options=SIGNS.questions[0].options[:-1]))[:1]

    assert change.details == (Detail("option not_sure", "“Not sure” (unsure, alone)", ""),)


def test_pages_titles_and_truth_values_are_told() -> None:
    pages = (replace(ABOUT, title="You"), replace(SIGNS, questions=SIGNS.questions[::-1]), *REST)
    found = diff(pages=pages, title="Other")
    told = {(change.kind, detail.field) for change in found for detail in change.details}

    assert told == {("page", "title"), ("page", "questions"), ("questionnaire", "title")}
    (red,) = diff(**with_question(follow_up=True))
    assert red.details == (Detail("follow up", "no", "yes"),)


def test_another_order_is_told_once() -> None:
    assert diff(rules=RULES[::-1]) == (Change(How.CHANGED, "rule", "", "The order changed."),)


def test_answers_of_a_test_patient_are_told() -> None:
    case = OLD.definition.vignettes[0]

    (change,) = diff(vignettes=(replace(case, answers={"numb": ("leg",), "pain": 2}),))

    assert change.details == (
        Detail("answers", "numb: saddle, leg; bladder: yes; pain: 7", "numb: leg; pain: 2"),
    )
