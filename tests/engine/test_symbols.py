"""The wires of all patients say of each what the engine says."""

from dataclasses import replace

import pytest
from hypothesis import given

from tests.engine.builders import (
    NONE,
    NOT_SURE,
    NUMB,
    QUIET,
    a_question,
    a_rule,
    a_ruleset,
)
from tests.engine.made_up import Case, cases, law
from tests.engine.symbolic import Everybody
from triage.engine.assess import assess
from triage.engine.circuit import FALSE, TRUE, Circuit
from triage.engine.conditions import Always, Fired, NoOtherRule, TierIs
from triage.engine.paging import report
from triage.engine.ruleset import Ruleset, prepare
from triage.engine.symbols import OLDEST, Patient, Reading, any_form
from triage.engine.terms import Answers, Page, QuestionKind, Tier


def engine_says(ruleset: Ruleset, patient: Patient) -> dict[str, set[str] | Tier]:
    reported = report(ruleset, patient.answers, age=patient.age, incomplete=patient.incomplete)
    assessment = assess(ruleset, reported)
    return {
        "asked": set(assessment.asked),
        "unsure": set(reported.unsure),
        "fired": {finding.rule for finding in assessment.findings},
        "tier": assessment.tier,
    }


def a_patient(case: Case) -> Patient:
    """The patient of a case; only the age says when they were born."""
    told = {name: answer for name, answer in case.answers.items() if name != "birth"}
    return Patient(told, case.age, case.incomplete)


@pytest.mark.hazard("H03")
@law
@given(cases)
def test_the_wires_say_of_anybody_what_the_engine_says(case: Case) -> None:
    everybody, patient = Everybody(case.ruleset), a_patient(case)

    assert everybody.read(patient) == engine_says(case.ruleset, patient)


@pytest.mark.parametrize("age", [-1, 0, 69, 70, OLDEST])
@pytest.mark.parametrize("pain", [None, 0, 7, 8, 10])
@pytest.mark.parametrize(
    "changes", [{}, {"numb": ("saddle",), "weak": "yes"}, {"story": "Something"}]
)
def test_the_wires_agree_at_every_edge(age: int, pain: int | None, changes: dict[str, str]) -> None:
    ruleset = a_ruleset()
    told = {name: a for name, a in QUIET.items() if name != "birth" and pain is not None}
    patient = Patient({**told, **({"pain": pain} if pain is not None else {}), **changes}, age)

    assert Everybody(ruleset).read(patient) == engine_says(ruleset, patient)


@pytest.mark.parametrize("bound", [0, 1, 10, 11, 120, 121, 1000])
@pytest.mark.parametrize("comparison", [">=", ">", "<=", "<", "=="])
def test_numbers_are_compared_as_the_engine_does(comparison: str, bound: int) -> None:
    measures = ("age", "num(pain)", "n_of(numb, saddle, leg)", "n_unsure")
    rules = tuple(
        a_rule(f"R-{n}", Tier.SOON, f"{measure} {comparison} {bound}")
        for n, measure in enumerate(measures)
    )
    default = a_rule("OK-01", Tier.SELF_CARE, "no_other_rule")
    ruleset = a_ruleset(rules=(*rules, default), guidance=())
    everybody = Everybody(ruleset)
    said: tuple[Answers, ...] = (
        {},
        {"pain": 0, "numb": ("none",)},
        {"pain": 10, "numb": ("saddle", "leg")},
    )

    for age in (-1, 0, 1, 10, 119, 120):
        for told in said:
            patient = Patient(told, age)
            assert everybody.read(patient) == engine_says(ruleset, patient)


def test_a_date_may_be_left_empty() -> None:
    asked = Page("asked", "Asked", (a_question("since", QuestionKind.DATE),))
    ruleset = a_ruleset(
        pages=(*a_ruleset().definition.pages, asked),
        rules=(*a_ruleset().definition.rules, a_rule("X-01", Tier.SOON, "unsure(since)")),
    )
    everybody = Everybody(ruleset)

    for told in ({}, {"since": "2000-01-01"}):
        assert everybody.read(Patient(told, 40)) == engine_says(ruleset, Patient(told, 40))


@pytest.mark.parametrize(
    "answers",
    [
        {"weak": ("yes", "no")},
        {"numb": ("leg", "none")},
        {"numb": ("none", "not_sure")},
    ],
)
def test_nobody_hands_in_what_cannot_be_chosen(answers: dict[str, tuple[str, ...]]) -> None:
    assert not Everybody(a_ruleset()).allows(Patient(answers, 40))


def test_an_option_that_stands_alone_excludes_also_a_reported_one() -> None:
    alone = replace(NUMB[1], exclusive=True)
    numb = a_question("numb", QuestionKind.MULTI, options=(NUMB[0], alone, NONE, NOT_SURE))
    pages = a_ruleset().definition.pages
    everybody = Everybody(
        a_ruleset(
            pages=(
                pages[0],
                replace(pages[1], questions=(numb, *pages[1].questions[1:])),
                *pages[2:],
            )
        )
    )

    assert everybody.allows(Patient({"numb": ("leg",)}, 40))
    assert not everybody.allows(Patient({"numb": ("saddle", "leg")}, 40))


@pytest.mark.parametrize(
    "condition",
    [Always(), NoOtherRule(), TierIs(frozenset({Tier.SOON})), Fired(frozenset({"CES-01"}))],
)
def test_what_hangs_on_the_rules_is_refused(
    condition: Always | NoOtherRule | TierIs | Fired,
) -> None:
    circuit, ruleset = Circuit(), a_ruleset()
    reading = Reading(circuit, ruleset, any_form(circuit, ruleset.definition))

    with pytest.raises(ValueError, match="not for a rule"):
        reading.holds(condition)


def test_a_form_without_a_default_may_have_no_tier() -> None:
    circuit = Circuit()
    definition = replace(a_ruleset().definition, rules=(), guidance=())
    ruleset = prepare(definition)
    reading = Reading(circuit, ruleset, any_form(circuit, definition))

    assert set(reading.reaches.values()) == {FALSE}
    assert reading.shown["weak"] == TRUE
