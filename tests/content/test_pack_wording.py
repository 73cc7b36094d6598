"""What patients read is plain, fits the tier, and promises nobody that all is well."""

import re
from collections.abc import Iterator

import pytest

from tests.content.shipped import plain_answers, ruleset, shipped
from triage.engine.paging import report
from triage.engine.terms import (
    Answer,
    Answers,
    Audience,
    Question,
    QuestionKind,
    Rule,
    Tier,
)

# No word of reassurance may stand on a patient's page.
REASSURING = re.compile(
    r"\b(safe|safely|safety|harmless|benign|minor|not serious|nothing serious|no emergency|no danger"
    r"|no sign of|all clear|low risk|nothing to worry|do not worry|don't worry|reassur\w*"
    r"|looks like an emergency|simple muscle spasm|you are fine)\b",
    re.IGNORECASE,
)
NEGATIVE = re.compile(r"\b(not|never|no|cannot)\b|n't\b", re.IGNORECASE)
LONG_WORDS = {"Acetaminophen"}

# The words for time that would contradict the tier of the rule that says them.
CONTRADICTS = {
    Tier.EMERGENCY: re.compile(r"\b(today|soon)\b", re.IGNORECASE),
    Tier.SAME_DAY: re.compile(r"\b(now|soon|at once)\b", re.IGNORECASE),
    Tier.SOON: re.compile(r"\b(now|today|at once)\b", re.IGNORECASE),
    Tier.ROUTINE: re.compile(r"\b(now|today|soon|at once)\b", re.IGNORECASE),
    Tier.SELF_CARE: re.compile(r"\b(now|today|soon|at once)\b", re.IGNORECASE),
}


def questions() -> list[Question]:
    return list(shipped().questions())


def patient_texts() -> Iterator[tuple[str, str]]:
    """Every text a patient may read, with its place."""
    definition = shipped()
    for page in definition.pages:
        yield page.key, page.title
    for question in questions():
        for text in (question.text, question.help, question.why, question.low, question.high):
            yield question.link_id, text
        yield from ((f"{question.link_id}.{o.code}", o.label) for o in question.options)
    for tier in definition.tiers:
        yield tier.tier.code, tier.patient_text
    yield from ((sentence.id, sentence.text) for sentence in definition.sentences)
    for article in definition.guidance:
        if article.audience is Audience.PATIENT:
            yield from ((article.code, text) for text in (article.title, *article.points))


def test_no_text_for_patients_reassures() -> None:
    assert [(place, text) for place, text in patient_texts() if REASSURING.search(text)] == []


def test_no_text_for_patients_has_a_long_word_outside_the_glossary() -> None:
    words = {word for _, text in patient_texts() for word in re.findall(r"[A-Za-z]{13,}", text)}

    assert words - LONG_WORDS == set()


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.link_id)
def test_a_question_is_short_and_asks_for_a_yes(question: Question) -> None:
    assert len(question.text.split()) <= 20
    assert NEGATIVE.search(question.text) is None
    assert len(question.name) <= 40


def test_yes_comes_before_no_and_no_before_not_sure() -> None:
    wanted = ["yes", "no", "not_sure"]
    for question in questions():
        codes = [option.code for option in question.options if option.code in wanted]
        if question.kind is QuestionKind.SINGLE and "yes" in codes:
            assert codes == wanted


def test_private_questions_say_why_they_are_asked() -> None:
    why = {question.link_id: question.why for question in questions()}
    private = ("sex_birth", "pregnancy", "bladder_change", "bowel_change", "saddle_numb")

    assert all(why[link_id] for link_id in (*private, "sexual_change", "risk_history"))


@pytest.mark.parametrize("rule", shipped().rules, ids=lambda rule: rule.id)
def test_the_sentence_of_a_rule_does_not_contradict_its_tier(rule: Rule) -> None:
    sentences = {sentence.id: sentence.text for sentence in shipped().sentences}

    assert CONTRADICTS[rule.tier].search(sentences[rule.sentence]) is None


@pytest.mark.parametrize("rule", shipped().rules, ids=lambda rule: rule.id)
def test_a_rule_says_shortly_what_was_reported_what_to_do_and_why(rule: Rule) -> None:
    assert 0 < len(rule.title) <= 60
    assert rule.action
    assert rule.evidence


def test_the_lowest_tier_says_only_what_was_reported() -> None:
    lowest = next(text for text in shipped().tiers if text.tier is Tier.SELF_CARE)

    assert lowest.name == "No red flag reported"
    assert lowest.patient_text.startswith("None of your answers matched our warning signs.")
    assert lowest.clinician_action.startswith("See in turn")


def test_every_red_flag_says_why_it_is_asked() -> None:
    assert [one.link_id for one in questions() if one.red_flag and not one.why] == []


# --- Their order ------------------------------------------------------------------------------------

FIRST = {"emergency_now"}
CAUDA_EQUINA = {"bladder_change", "bowel_change", "saddle_numb"}
MOST_TAPS = 12


def taps_to(wanted: set[str], told: Answers, age: int) -> int:
    """Count the taps to the last of some questions: one for each answer, one to go on from each page."""
    asked = report(ruleset(), told, age=age, under_way=True).asked
    taps = 0
    for page in shipped().pages:
        for question in page.questions:
            # The clinic has filled in the date of birth.
            if question.link_id not in asked or question.kind is QuestionKind.DATE:
                continue
            taps += question.required
            wanted = wanted - {question.link_id}
            if not wanted:
                return taps
        taps += 1
    raise AssertionError(f"Never asked: {wanted}")


@pytest.mark.hazard("H01")
@pytest.mark.parametrize(
    ("changes", "more"),
    [
        ({}, 0),
        ({"sex_birth": "female"}, 1),
        ({"main_area": "neck"}, 1),
    ],
)
def test_the_signs_that_cannot_wait_are_reached_within_the_taps(
    changes: dict[str, Answer], more: int
) -> None:
    told = {**plain_answers(), **changes}

    assert taps_to(FIRST, told, 34) <= 5
    assert taps_to(CAUDA_EQUINA, told, 34) == 11 + more <= MOST_TAPS
