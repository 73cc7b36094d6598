"""The shipped content is complete, sound, traced to its seeds, and says what its patients expect."""

import json
from collections import Counter
from typing import Any

import pytest

from tests.content.shipped import PACK, ROOT, document, fired, plain_answers, ruleset, seen, shipped
from triage.engine import codec
from triage.engine.soundness import problems_in
from triage.engine.terms import (
    AGE_UNKNOWN,
    Audience,
    OptionKind,
    Question,
    QuestionKind,
    SourceKind,
    Tier,
    Vignette,
)

SEED_FACTS = 90
EVIDENCE = {f"E{number:02}" for number in range(1, 58)}
FOLLOW_UPS = {"ces_since", "weakness_course", "cancer_detail"}
EXCLUSIVE = {"no", "none", "nothing", "not_sure", "none_known"}


def trace() -> dict[str, list[str]]:
    """Seed fact to the questions, rules, articles and tiers that cover it."""
    table: dict[str, list[str]] = document(ROOT / "tests" / "content" / "seed_trace.json")
    return table


def mended_cases() -> list[dict[str, Any]]:
    """Patients the first draft of the rules placed wrongly, each with the tier it now gets."""
    cases: list[dict[str, Any]] = document(ROOT / "tests" / "vignettes" / "mended.json")
    return cases


def citing() -> dict[str, tuple[str, ...]]:
    """Everything that cites sources, by its id."""
    definition = shipped()
    return {
        **{question.link_id: question.sources for question in definition.questions()},
        **{rule.id: rule.sources for rule in definition.rules},
        **{article.code: article.sources for article in definition.guidance},
    }


def test_the_pack_is_sound() -> None:
    assert problems_in(shipped()) == ()


def test_the_pack_is_written_in_the_house_form() -> None:
    text = PACK.read_text(encoding="utf-8")

    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"


def test_reading_and_writing_the_pack_loses_nothing() -> None:
    assert codec.decode(codec.encode(shipped())) == shipped()


def test_the_pack_is_complete() -> None:
    definition = shipped()
    kinds = Counter(source.kind for source in definition.sources)

    assert [text.tier for text in definition.tiers] == sorted(Tier, reverse=True)
    assert len(definition.pages) == 11
    assert len(list(definition.questions())) == 44
    assert len(definition.facts) == 21
    assert len(definition.rules) == 103
    assert len(definition.guidance) == 33
    assert len(definition.vignettes) == 73
    assert kinds[SourceKind.SEED] == SEED_FACTS


def test_every_source_of_the_evidence_table_is_there_with_a_review_date() -> None:
    evidence = [source for source in shipped().sources if source.kind is SourceKind.EVIDENCE]

    assert {source.id for source in evidence} >= EVIDENCE
    assert all(source.review_by and source.verification and source.facts for source in evidence)


def test_every_source_is_cited() -> None:
    cited = {source for sources in citing().values() for source in sources}
    cited |= {source for text in shipped().tiers for source in text.sources}

    assert {source.id for source in shipped().sources} - cited == set()


def test_every_sentence_is_used() -> None:
    used = {rule.sentence for rule in shipped().rules}

    assert {sentence.id for sentence in shipped().sentences} == used


def test_no_seed_fact_is_without_a_question_rule_or_article() -> None:
    cited = {source for sources in citing().values() for source in sources}
    seeds = {source.id for source in shipped().sources if source.kind is SourceKind.SEED}

    assert len(seeds) == SEED_FACTS
    assert seeds - cited == set()


@pytest.mark.parametrize("fact", sorted(trace()))
def test_a_seed_fact_is_cited_wherever_the_trace_says_it_is_covered(fact: str) -> None:
    where = citing() | {text.tier.code: text.sources for text in shipped().tiers}

    assert [place for place in trace()[fact] if fact not in where[place]] == []


def test_the_trace_knows_every_seed_fact() -> None:
    seeds = {source.id for source in shipped().sources if source.kind is SourceKind.SEED}

    assert set(trace()) == seeds


@pytest.mark.parametrize("vignette", shipped().vignettes, ids=lambda vignette: vignette.id)
def test_a_written_patient_gets_the_tier_and_the_rules_expected(vignette: Vignette) -> None:
    assessment = seen(vignette.answers, age=vignette.age)

    assert assessment.tier is vignette.tier
    assert fired(assessment) == set(vignette.rules)
    open_age = vignette.age == AGE_UNKNOWN  # then the birth date is what was left empty
    assert assessment.unanswered == ((shipped().age_question,) if open_age else ())


def test_every_rule_is_fired_by_a_written_patient() -> None:
    expected = {rule for vignette in shipped().vignettes for rule in vignette.rules}

    assert {rule.id for rule in shipped().rules} - expected == set()


@pytest.mark.parametrize("case", mended_cases(), ids=lambda case: f"{case['id']}-{case['rule']}")
def test_a_patient_once_placed_wrongly_is_placed_right(case: dict[str, Any]) -> None:
    changes = {
        link_id: tuple(answer) if isinstance(answer, list) else answer
        for link_id, answer in case["changes"].items()
    }
    told = {link_id: answer for link_id, answer in (plain_answers() | changes).items() if answer}

    assessment = seen(told, age=case["age"])

    assert assessment.tier.code == case["tier"]
    assert case["rule"] in fired(assessment)


def test_a_form_left_unfinished_is_called_about_today() -> None:
    assert seen(plain_answers(), age=32, incomplete=True).tier is Tier.SAME_DAY


def test_an_age_that_is_not_known_is_called_about_today() -> None:
    assert seen(plain_answers(), age=-1).tier is Tier.SAME_DAY


def test_options_that_say_none_or_not_sure_exclude_the_others() -> None:
    multi = [q for q in shipped().questions() if q.kind is QuestionKind.MULTI]
    wrong = [
        f"{question.link_id}.{option.code}"
        for question in multi
        for option in question.options
        if option.exclusive != (option.code in EXCLUSIVE)
    ]

    assert wrong == []


def test_exclusive_options_stand_last_in_questions_with_many_answers() -> None:
    multi = [q for q in shipped().questions() if q.kind is QuestionKind.MULTI]

    assert [
        question.link_id
        for question in multi
        if (marks := [option.exclusive for option in question.options]) != sorted(marks)
    ] == []


def test_an_explicit_no_and_an_open_answer_are_told_apart_from_a_finding() -> None:
    kinds = {"no": OptionKind.DENIED, "none": OptionKind.DENIED, "nothing": OptionKind.DENIED}
    kinds |= {"not_sure": OptionKind.UNSURE, "not_say": OptionKind.UNSURE}

    for question in shipped().questions():
        for option in question.options:
            if option.code != "first":
                assert option.kind is kinds.get(option.code, OptionKind.REPORTED)


def red_flags() -> list[Question]:
    return [question for question in shipped().questions() if question.red_flag]


def test_follow_up_questions_are_marked() -> None:
    assert {q.link_id for q in shipped().questions() if q.follow_up} == FOLLOW_UPS


@pytest.mark.hazard("H03")
@pytest.mark.parametrize("question", red_flags(), ids=lambda question: question.link_id)
def test_some_rule_reads_a_red_flag_and_its_not_sure(question: Question) -> None:
    conditions = [rule.when for rule in shipped().rules]
    conditions += [fact.when for fact in shipped().facts]

    assert any(f"({question.link_id}," in when for when in conditions)
    assert any(f"unsure({question.link_id})" in when for when in conditions)


@pytest.mark.hazard("H03")
def test_nobody_is_spared_the_questions_about_saddle_feeling_and_both_legs() -> None:
    always = {"bladder_change", "bowel_change", "saddle_numb", "leg_spread", "weakness"}

    assert always.isdisjoint(ruleset().shown_when)


def test_the_warning_card_is_on_every_handout() -> None:
    card = next(article for article in shipped().guidance if article.code == "A06")

    assert (card.show, card.audience) == ("always", Audience.PATIENT)
