"""What is wrong with a definition: each problem a sentence that names the object."""

from dataclasses import replace
from typing import Any

import pytest

from tests.engine.builders import (
    ABOUT,
    NO,
    NONE,
    NOT_SURE,
    RULES,
    a_definition,
    a_definition_asking,
    a_question,
    a_red_flag,
    a_rule,
    a_ruleset,
    a_vignette,
    an_article,
    every_tier,
)
from triage.engine.language import DEEPEST_WITH_FACTS, MOST_PARTS
from triage.engine.ruleset import UnsoundDefinitionError, prepare
from triage.engine.soundness import problems_in
from triage.engine.terms import (
    Definition,
    Fact,
    Option,
    OptionKind,
    Question,
    QuestionKind,
    Sentence,
    Source,
    SourceKind,
    Tier,
)

SENTENCE = Sentence("S1", "We want to see you.")
SOURCE = Source("E1", SourceKind.EVIDENCE, "Book", "A book, 2020")
SCALE, DATE, MULTI = QuestionKind.SCALE, QuestionKind.DATE, QuestionKind.MULTI


def with_rule(when: str = "incomplete", **changes: Any) -> Definition:
    """The small definition with one more rule."""
    return a_definition(rules=(*RULES, a_rule("X-01", Tier.SOON, when, **changes)))


def with_article(**changes: Any) -> Definition:
    """The small definition with one more article."""
    return a_definition(guidance=(an_article("A-X", "always", **changes),))


def test_the_small_definition_is_sound() -> None:
    assert problems_in(a_definition()) == ()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"tiers": (*every_tier(), every_tier()[0])}, "The tier `self_care` is there 2 times."),
        ({"pages": (*a_definition().pages, ABOUT)}, "The page `about` is there 2 times."),
        ({"pages": (*a_definition().pages, ABOUT)}, "The question `birth` is there 2 times."),
        (
            {"facts": (*a_definition().facts, Fact("numbish", "age > 3"))},
            "The fact `numbish` is there 2 times.",
        ),
        ({"rules": (*RULES, RULES[0], RULES[0])}, "The rule `CES-01` is there 3 times."),
        ({"sentences": (SENTENCE, SENTENCE)}, "The sentence `S1` is there 2 times."),
        (
            {"guidance": (*a_definition().guidance, an_article("A-ALL", "always"))},
            "The article `A-ALL` is there 2 times.",
        ),
        ({"sources": (SOURCE, SOURCE)}, "The source `E1` is there 2 times."),
        ({"vignettes": (a_vignette(), a_vignette())}, "The vignette `V1` is there 2 times."),
    ],
)
def test_names_are_given_once(changes: dict[str, Any], problem: str) -> None:
    assert problem in problems_in(a_definition(**changes))


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        (a_question("q", options=(NO, NO)), "The option of question `q`: `no` is there 2 times."),
        (a_question("q", options=()), "Question `q` has no options."),
        (
            a_question("q", SCALE, options=(Option("yes", "Yes"),)),
            "Question `q` is a scale question and cannot have options.",
        ),
        (
            a_red_flag("q", options=(Option("yes", "Yes"), NO)),
            "Question `q` is a red flag and has no “not sure”.",
        ),
        (a_red_flag("q", required=False), "Question `q` is a red flag and may be left empty."),
        (
            a_question("q", MULTI, options=(NO, NONE, NOT_SURE)),
            "Question `q` has the option `no`, which must exclude the others.",
        ),
        (
            a_question("q", MULTI, options=(Option("huh", "Not sure", OptionKind.UNSURE),)),
            "Question `q` has the option `huh`, which must exclude the others.",
        ),
        (a_question("q", sources=("E9",)), "Question `q` cites the unknown source `E9`."),
        (replace(a_question("q"), text=" "), "Question `q` lacks a text."),
        (replace(a_question("q"), name=""), "Question `q` lacks a text."),
        (
            a_question("q", show_if="has(q, yes)"),
            "Question `q` depends on `q`, which is not asked before it.",
        ),
        (
            a_question("q", show_if="has(weak, oui)"),
            "In show_if of question `q`: unknown option `oui` of question `weak`.",
        ),
        (
            a_question("q", show_if="incomplete"),
            "In show_if of question `q`: `incomplete` cannot be used in this place.",
        ),
        (a_question("q", show_if=" "), "In show_if of question `q`: The condition is empty."),
    ],
)
def test_a_question_is_sound(asked: Question, problem: str) -> None:
    assert problems_in(a_definition_asking(asked)) == (problem,)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (
            {"facts": (Fact("age", "incomplete"),)},
            "Fact `age` has a name that has a meaning already.",
        ),
        ({"facts": (Fact("always", "x"),)}, "Fact `always` has a name that has a meaning already."),
        ({"facts": (Fact("a-b", "x"),)}, "Fact `a-b` has a name that no condition can use."),
        ({"facts": (Fact("not", "x"),)}, "Fact `not` has a name that no condition can use."),
    ],
)
def test_a_fact_has_a_name_of_its_own(changes: dict[str, Any], problem: str) -> None:
    assert problem in problems_in(a_definition(**changes))


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        (a_question("leg-pain"), "Question `leg-pain` has a name that no condition can use."),
        (a_question("None"), "Question `None` has a name that no condition can use."),
        (a_question(""), "Question `` has a name that no condition can use."),
        (
            a_question("q", options=(Option("1st", "First"),)),
            "Option `1st` of question `q` has a name that no condition can use.",
        ),
        (
            a_question("q", options=(Option("\u0430", "A"),)),
            "Option `\u0430` of question `q` has a name that no condition can use.",
        ),
    ],
)
def test_conditions_can_name_every_question_and_option(asked: Question, problem: str) -> None:
    assert problem in problems_in(a_definition_asking(asked))


@pytest.mark.parametrize(
    ("definition", "problem"),
    [
        (with_rule(sources=("E9",)), "Rule X-01 cites the unknown source `E9`."),
        (with_rule(sources=()), "Rule X-01 has no source."),
        (with_rule(sentence="S9"), "Rule X-01 uses the unknown patient sentence `S9`."),
        (with_rule(title=""), "Rule X-01 lacks a text."),
        (with_rule(action="\n"), "Rule X-01 lacks a text."),
        (with_rule("age"), "In rule X-01: Compare `age` with a number, such as `age >= 3`."),
        (with_rule("always"), "In rule X-01: `always` cannot be used in this place."),
        (with_rule("no_other_rule"), "Exactly one rule must say `no_other_rule`; here 2 do."),
        (a_definition(rules=RULES[:-1]), "Exactly one rule must say `no_other_rule`; here 0 do."),
        (with_article(sources=("E9",)), "Article A-X cites the unknown source `E9`."),
        (with_article(points=()), "Article A-X lacks a text."),
        (with_article(points=("Move.", " ")), "Article A-X lacks a text."),
        (
            a_definition(guidance=(an_article("A-X", 'fired("XYZ")'),)),
            "In article A-X: unknown rule `XYZ`.",
        ),
        (
            a_definition(tiers=(*every_tier()[1:], replace(every_tier()[0], sources=("E9",)))),
            "Tier self_care cites the unknown source `E9`.",
        ),
        (a_definition(tiers=every_tier()[1:]), "The tier `self_care` has no words."),
        (
            a_definition(sentences=(SENTENCE, Sentence("S2", ""))),
            "Sentence S2 lacks a text.",
        ),
        (
            a_definition(age_question="weak"),
            "The age question `weak` is not a date question of this form.",
        ),
        (
            a_definition(age_question="born"),
            "The age question `born` is not a date question of this form.",
        ),
        (
            a_definition(facts=(*a_definition().facts, Fact("odd", "no_other_rule"))),
            "In fact `odd`: `no_other_rule` cannot be used in this place.",
        ),
        (
            a_definition(vignettes=(a_vignette(answers={"shoe": "yes"}),)),
            "Vignette V1 answers the unknown question `shoe`.",
        ),
        (
            a_definition(vignettes=(a_vignette(answers={"numb": ("leg", "none")}),)),
            "Vignette V1 answers `numb` with what cannot be chosen.",
        ),
        (
            a_definition(vignettes=(a_vignette(rules=("CES-01", "CES-99")),)),
            "Vignette V1 expects the unknown rule CES-99.",
        ),
    ],
)
def test_a_problem_names_its_object(definition: Definition, problem: str) -> None:
    assert problems_in(definition) == (problem,)


def test_a_rule_without_a_condition_is_told_as_a_missing_text() -> None:
    assert problems_in(with_rule("")) == (
        "Rule X-01 lacks a text.",
        "In rule X-01: The condition is empty.",
    )


def test_show_if_that_looks_forward_is_refused_through_facts_too() -> None:
    early = a_question("early", show_if="numbish and has(early, yes)")
    pages = a_definition().pages
    first = replace(pages[0], questions=(*pages[0].questions, early))

    assert problems_in(a_definition(pages=(first, *pages[1:]))) == (
        "Question `early` depends on `early`, which is not asked before it.",
        "Question `early` depends on `numb`, which is not asked before it.",
    )


def test_a_fact_sees_only_the_facts_before_it() -> None:
    facts = (Fact("first", "second"), Fact("second", "has(weak, yes)"), *a_definition().facts)

    assert problems_in(a_definition(facts=facts)) == ("In fact `first`: unknown fact `second`.",)


def test_every_condition_that_fails_is_told_at_once() -> None:
    broken = a_definition(
        facts=(*a_definition().facts, Fact("odd", "has(weak")),
        rules=(*RULES, a_rule("X-01", Tier.SOON, "has(waek, yes)"), a_rule("X-02", Tier.SOON, "(")),
    )

    with pytest.raises(UnsoundDefinitionError) as caught:
        prepare(broken)

    assert [problem.partition(":")[0] for problem in caught.value.problems] == [
        "In fact `odd`",
        "In rule X-01",
        "In rule X-02",
    ]
    assert str(caught.value) == " ".join(caught.value.problems)


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ("{0} and {0}", f"the condition has more than {MOST_PARTS} parts."),
        ("not {0}", f"the condition is deeper than {DEEPEST_WITH_FACTS} levels."),
    ],
)
def test_facts_inside_facts_are_bounded(step: str, message: str) -> None:
    grown = [Fact("f0", "has(weak, yes)")]
    grown += [Fact(f"f{n}", step.format(f"f{n - 1}")) for n in range(1, 60)]

    problems = problems_in(a_definition(facts=(*a_definition().facts, *grown)))

    assert problems[0].endswith(message)
    assert problems[0].startswith("In fact `f")


def test_a_prepared_definition_finds_its_questions_and_rules() -> None:
    ruleset = a_ruleset()

    assert ruleset.question("numb").kind is MULTI
    assert ruleset.question("birth").kind is DATE
    assert ruleset.rule("CES-01") == RULES[0]
