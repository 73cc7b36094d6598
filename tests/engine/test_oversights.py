"""What an author may overlook in a definition that works: unread, unreachable, overdue, unsaid."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.engine.builders import (
    NOT_SURE,
    RULES,
    YES_NO,
    a_definition,
    a_definition_asking,
    a_question,
    a_red_flag,
    a_rule,
    an_article,
)
from triage.engine.faults import faults_in
from triage.engine.problems import Part
from triage.engine.soundness import SOON, problems_in, warnings_in
from triage.engine.terms import (
    Audience,
    Definition,
    Fact,
    QuestionKind,
    Rule,
    Source,
    SourceKind,
    Tier,
)

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


def with_rules(*rules: Rule, but: str = "", **changes: Any) -> Definition:
    """The small definition with more rules, and without one."""
    kept = tuple(rule for rule in RULES if rule.id != but)
    return a_definition(rules=(*kept, *rules), **changes)


def reviewed_by(day: str) -> Definition:
    """The small definition with a source that is to be reviewed by a day."""
    source = Source("E1", SourceKind.EVIDENCE, "Book", "A book, 2020", review_by=day)
    return a_definition(sources=(source,))


def test_the_small_definition_has_nothing_overlooked() -> None:
    assert problems_in(a_definition(), today=TODAY) == ()
    assert warnings_in(a_definition()) == ()


@pytest.mark.hazard("H04")
@pytest.mark.parametrize(
    ("definition", "problems"),
    [
        (
            a_definition_asking(a_question("late", show_if="has(weak, yes) and has(weak, no)")),
            ("Question `late` is never asked: its `show_if` cannot hold.",),
        ),
        (
            a_definition_asking(a_question("late", show_if="has(weak_since, new) and age > 120")),
            ("Question `late` is never asked: its `show_if` cannot hold.",),
        ),
        (
            with_rules(a_rule("X-01", Tier.SOON, "has(weak_since, new) and has(weak, no)")),
            ("Rule X-01 can never fire.",),
        ),
        (
            with_rules(a_rule("X-01", Tier.SOON, "n_of(numb, saddle, leg) >= 3")),
            ("Rule X-01 can never fire.",),
        ),
        (
            a_definition_asking(a_red_flag("late")),
            ("No rule reads the answers to the red flag `late`.",),
        ),
        (
            a_definition_asking(a_red_flag("late", QuestionKind.SCALE)),
            ("No rule reads the answers to the red flag `late`.",),
        ),
        (
            replace(
                a_definition_asking(a_red_flag("late", follow_up=True)),
                rules=(*RULES, a_rule("X-01", Tier.SOON, "has(late, yes)")),
            ),
            ("No rule reads that the red flag `late` was left open.",),
        ),
        (
            with_rules(but="NS-01"),
            (
                "No rule reads that the red flag `weak` was left open.",
                "No rule reads that the red flag `weak_since` was left open.",
            ),
        ),
        (
            a_definition(guidance=(an_article("A-1", "not tier(soon)"),)),
            ("The tier `soon` has no article that is shown to each of its patients.",),
        ),
        (
            a_definition(
                guidance=(replace(an_article("A-1", "always"), audience=Audience.CLINICIAN),)
            ),
            tuple(
                f"The tier `{tier.code}` has no article that is shown to each of its patients."
                for tier in Tier
            ),
        ),
    ],
)
def test_an_oversight_names_its_object(definition: Definition, problems: tuple[str, ...]) -> None:
    assert faults_in(definition) == ()
    assert problems_in(definition) == problems


@pytest.mark.parametrize(
    "show",
    [
        "tier(soon) and always",
        "has(weak, yes) or tier(soon)",
        "tier(soon, routine)",
        "not tier(emergency)",
    ],
)
def test_an_article_that_every_patient_of_a_tier_gets_is_enough(show: str) -> None:
    others = an_article("A-1", "tier(emergency, same_day, routine, self_care)")

    assert problems_in(a_definition(guidance=(others, an_article("A-2", show)))) == ()


@pytest.mark.parametrize(
    "show", ["tier(soon) and has(weak, yes)", 'fired("CES")', "not has(weak, yes)", "numbish"]
)
def test_an_article_that_some_patients_of_a_tier_get_is_not(show: str) -> None:
    others = an_article("A-1", "tier(emergency, same_day, routine, self_care)")

    assert problems_in(a_definition(guidance=(others, an_article("A-2", show)))) == (
        "The tier `soon` has no article that is shown to each of its patients.",
    )


def test_evidence_has_a_day_to_be_reviewed_by_and_a_seed_fact_has_none() -> None:
    undated = Source("E1", SourceKind.EVIDENCE, "Book", "A book, 2020")

    told = problems_in(a_definition(sources=(undated,)))
    assert told == ("Source E1 has no day to be reviewed by.",)
    assert told[0].part is Part.SOURCES
    assert problems_in(a_definition(sources=(replace(undated, kind=SourceKind.SEED),))) == ()


@pytest.mark.parametrize(("day", "is_soon"), [(TODAY + SOON, True), (TODAY + SOON + DAY, False)])
def test_a_source_that_is_soon_to_be_reviewed_is_worth_a_look(day: date, is_soon: bool) -> None:
    told = f"Source E1 is to be reviewed by {day.isoformat()}."
    definition = reviewed_by(day.isoformat())

    assert (told in warnings_in(definition, today=TODAY)) == is_soon
    assert told not in warnings_in(definition)


def test_a_source_is_overdue_on_the_day_after_its_date() -> None:
    overdue = ("Source E1 was to be reviewed by 2026-11-21.",)

    assert problems_in(reviewed_by("2026-11-21"), today=TODAY) == overdue
    assert problems_in(reviewed_by("2026-11-21")) == ()
    assert problems_in(reviewed_by("2026-11-22"), today=TODAY) == ()


@pytest.mark.parametrize("day", ["soon", "2026-13-01", "20261122", "2026-W47-7"])
def test_a_review_date_is_a_real_date(day: str) -> None:
    assert faults_in(reviewed_by(day)) == (
        f"Source E1 has no real date to be reviewed by: `{day}`.",
    )


def test_oversights_are_looked_for_only_where_there_are_no_faults() -> None:
    broken = with_rules(a_rule("X-01", Tier.SOON, "has(waek, yes)"), but="NS-01")

    assert problems_in(broken) == faults_in(broken)
    assert warnings_in(broken) == ()


def test_a_long_question_is_told_beside_faults() -> None:
    asked = a_question("late", options=())
    longer = replace(asked, text="word " * 21)

    assert problems_in(a_definition_asking(longer)) == (
        "Question `late` has no options.",
        "Question `late` has 21 words; more than 20 are too many.",
    )


def test_a_rule_that_never_decides_is_a_warning() -> None:
    covered = with_rules(a_rule("X-01", Tier.SAME_DAY, "has(weak_since, new) and age >= 70"))

    assert problems_in(covered) == ()
    assert warnings_in(covered) == (
        "Rule X-01 never decides: with it, a rule as urgent or more always fires.",
    )


def test_a_fact_that_nothing_uses_is_a_warning() -> None:
    facts = (*a_definition().facts, Fact("odd", "weak_new"), Fact("even", "odd"))

    assert warnings_in(a_definition(facts=facts)) == ("No condition uses the fact `even`.",)


def test_a_fact_that_only_a_page_or_an_article_uses_is_used() -> None:
    facts = (*a_definition().facts, Fact("first", "age > 3"), Fact("second", "age > 4"))
    asked = a_definition_asking(
        a_question("late", show_if="first", options=(*YES_NO[:2], NOT_SURE))
    )
    guidance = (*a_definition().guidance, an_article("A-1", "second"))

    assert warnings_in(replace(asked, facts=facts, guidance=guidance)) == ()
