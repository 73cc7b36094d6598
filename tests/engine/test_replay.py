"""What replay says of many past responses at once is what the engine says of each."""

from collections import Counter
from dataclasses import replace
from itertools import count
from random import Random

import pytest
from hypothesis import given

from tests.engine.builders import QUIET, a_question, a_rule, a_ruleset
from tests.engine.made_up import chance, law, some_definition
from tests.engine.replayed import PastResponse, assessed_again, handed_in, some_past
from triage.engine.columns import Columns, Layout
from triage.engine.replay import EXAMPLES, Impact, Replay
from triage.engine.ruleset import Ruleset, prepare
from triage.engine.symbols import OLDEST
from triage.engine.terms import Definition, Page, Question, Tier


def replayed(draft: Ruleset, past: Definition, responses: list[PastResponse]) -> Impact:
    impact, layout = Impact(), Layout(past)
    packed = b"".join(response.packed(layout) for response in responses)
    ids = range(100, 100 + len(responses))
    Replay(draft).add(impact, Columns(layout, packed), ids, layout.rules)
    return impact


def one_by_one(draft: Ruleset, past: Definition, responses: list[PastResponse]) -> Impact:
    """The same, told by the engine."""
    impact = Impact(responses=len(responses))
    for number, response in zip(count(100), responses, strict=False):
        tier, fires = assessed_again(draft, past, response)
        then = {finding.rule for finding in response.assessment.findings}
        moved = (response.assessment.tier, tier)
        impact.moves[moved] += 1
        impact.before.update(then)
        impact.gained.update(fires - then)
        impact.lost.update(then - fires)
        if moved[0] is not moved[1]:
            impact.examples.setdefault(moved, []).insert(0, number)
        chosen = {(name, code) for name, said in response.answers.items() for code in _codes(said)}
        impact.gone += any(
            (draft.questions[name].option(code) is None and _is_choice(draft.questions[name], past))
            for name, code in chosen
            if name in draft.questions
        )
    return impact


def _codes(said: object) -> tuple[str, ...]:
    return said if isinstance(said, tuple) else (str(said),)


def _is_choice(question: Question, past: Definition) -> bool:
    then = next(q for q in past.questions() if q.link_id == question.link_id)
    return bool(question.options) and bool(then.options)


def some(counted: Counter[str]) -> dict[str, int]:
    return {name: n for name, n in counted.items() if n}


def a_draft(random: Random) -> Ruleset:
    definition = some_definition(random)
    if not random.randint(0, 4):  # a working copy may lack the default
        definition = replace(definition, rules=definition.rules[:-1])
    return prepare(definition)


@pytest.mark.hazard("H14")
@law
@given(chance)
def test_many_at_once_are_assessed_as_each_alone(random: Random) -> None:
    past, responses = some_past(random)
    draft = a_draft(random)

    found, expected = replayed(draft, past, responses), one_by_one(draft, past, responses)

    assert found.responses == expected.responses
    assert found.moves == expected.moves
    assert some(found.before) == some(expected.before)
    assert some(found.gained) == some(expected.gained)
    assert some(found.lost) == some(expected.lost)
    assert found.examples == {m: ids[:EXAMPLES] for m, ids in expected.examples.items()}
    assert found.gone == expected.gone


@law
@given(chance)
def test_the_release_of_the_responses_moves_nobody(random: Random) -> None:
    past, responses = some_past(random)

    impact = replayed(prepare(past), past, responses)

    assert [moved for moved in impact.moves if moved[0] is not moved[1]] == []
    assert (some(impact.gained), some(impact.lost)) == ({}, {})
    assert (impact.gone, list(impact.new)) == (0, [])


@pytest.mark.parametrize("age", [-1, 0, 69, 70, OLDEST, OLDEST + 5])
@pytest.mark.parametrize("pain", [None, 0, 7, 8, 10])
@pytest.mark.parametrize("incomplete", [False, True])
def test_replay_agrees_at_every_edge(age: int, pain: int | None, incomplete: bool) -> None:
    measures = (
        "age >= 70",
        "age <= 0",
        "age == 120",
        "num(pain) >= 8",
        "num(pain) == 0",
        "incomplete",
    )
    rules = tuple(a_rule(f"R-{n}", Tier.SOON, when) for n, when in enumerate(measures))
    draft = a_ruleset(rules=(*rules, a_rule("OK-01", Tier.SELF_CARE, "no_other_rule")), guidance=())
    told = {name: said for name, said in QUIET.items() if name != "pain"}
    answers = told if pain is None else {**told, "pain": pain}
    past = a_ruleset()
    response = handed_in(past, answers, min(age, OLDEST), incomplete=incomplete)

    impact = replayed(draft, past.definition, [response])

    _, fires = assessed_again(draft, past.definition, response)
    now = impact.before + impact.gained
    now.subtract(impact.lost)
    assert set(some(now)) == fires


def test_a_question_that_is_new_counts_as_not_asked_and_is_named() -> None:
    past = a_ruleset()
    new = Page("new", "New", (a_question("new", red_flag=True),))
    rules = (a_rule("N-01", Tier.SAME_DAY, "unsure(new)"), *past.definition.rules)
    draft = a_ruleset(pages=(*past.definition.pages, new), rules=rules)

    impact = replayed(draft, past.definition, [handed_in(past, QUIET, 40)])

    assert (list(impact.new), some(impact.gained)) == (["new"], {})


def test_an_option_that_is_new_was_chosen_by_nobody() -> None:
    past = a_ruleset()
    about, signs, *rest = past.definition.pages
    numb, *others = signs.questions
    more = replace(numb, options=(*numb.options, replace(numb.options[0], code="arm")))
    pages = (about, replace(signs, questions=(more, *others)), *rest)
    rules = (a_rule("N-01", Tier.EMERGENCY, "has(numb, arm)"), *past.definition.rules)

    impact = replayed(
        a_ruleset(pages=pages, rules=rules),
        past.definition,
        [handed_in(past, {**QUIET, "numb": said}, 40) for said in (("leg",), ("none",))],
    )

    assert some(impact.gained) == {}


def test_an_answer_that_is_gone_counts_as_left_open_and_is_counted() -> None:
    first = a_ruleset()
    gone = a_question(
        "since", options=(*a_question().options, replace(a_question().options[0], code="gone"))
    )
    asked = Page("since", "Since", (gone,))
    past = a_ruleset(pages=(*first.definition.pages, asked))
    still = Page("since", "Since", (a_question("since"),))
    rules = (a_rule("N-01", Tier.SAME_DAY, "unsure(since)"), *first.definition.rules)
    draft = a_ruleset(pages=(*first.definition.pages, still), rules=rules)
    responses = [handed_in(past, {**QUIET, "since": said}, 40) for said in ("gone", "no")]

    impact = replayed(draft, past.definition, responses)

    assert (impact.gone, some(impact.gained)) == (1, {"N-01": 1})


def test_the_latest_responses_are_the_examples() -> None:
    past = a_ruleset()
    draft = a_ruleset(rules=(a_rule("N-01", Tier.EMERGENCY, "age >= 0"), *past.definition.rules))
    responses = [handed_in(past, QUIET, 40) for _ in range(EXAMPLES + 5)]

    impact = replayed(draft, past.definition, responses)

    ((moved, ids),) = impact.examples.items()
    assert moved[1] is Tier.EMERGENCY
    assert ids == list(range(100 + EXAMPLES + 4, 100 + 4, -1))


def test_nothing_of_a_text_is_packed() -> None:
    past = a_ruleset()
    layout = Layout(past.definition)
    one, other = (
        handed_in(past, {**QUIET, "story": said}, 40).packed(layout) for said in ("A", "Bee")
    )

    assert one == other
    assert len(one) == layout.size
