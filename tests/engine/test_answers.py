"""What counts as an answer, and what is refused in plain words."""

import pytest

from tests.engine.builders import NONE, NOT_SURE, QUESTIONS_OF_EVERY_KIND
from triage.engine.answers import LONGEST_TEXT, AnswerError, checked, is_storable
from triage.engine.terms import Answer, Option, QuestionKind

QUESTIONS = {question.kind: question for question in QUESTIONS_OF_EVERY_KIND}
SINGLE, MULTI, SCALE, DATE, TEXT = QUESTIONS
MEGABYTE = "a" * 2**20
HALF = "\ud800"
FULL_WIDTH_SEVEN = "\uff17"
ARABIC_SEVEN = "\u0667"


@pytest.mark.parametrize(
    ("kind", "raw", "answer"),
    [
        (SINGLE, "yes", "yes"),
        (SINGLE, ["yes"], "yes"),
        (SINGLE, ("no",), "no"),
        (MULTI, "leg", ("leg",)),
        (MULTI, ["leg", "saddle"], ("saddle", "leg")),
        (MULTI, ("leg", "leg"), ("leg",)),
        (MULTI, ["none"], ("none",)),
        (SCALE, 0, 0),
        (SCALE, 10, 10),
        (SCALE, "0", 0),
        (SCALE, "07", 7),
        (SCALE, "10", 10),
        (DATE, "1985-03-27", "1985-03-27"),
        (DATE, "2024-02-29", "2024-02-29"),
        (TEXT, "  It hurts.\r\nA lot. ", "It hurts.\nA lot."),
        (TEXT, "<b>&amp; 'quoted'", "<b>&amp; 'quoted'"),
        (TEXT, "\U0001f615 ça fait mal \u202e", "\U0001f615 ça fait mal \u202e"),
        (TEXT, "a" * LONGEST_TEXT, "a" * LONGEST_TEXT),
    ],
)
def test_an_answer_is_taken_for_what_it_says(
    kind: QuestionKind, raw: object, answer: Answer
) -> None:
    taken = checked(QUESTIONS[kind], raw)

    assert taken == answer
    assert type(taken) is type(answer)
    assert checked(QUESTIONS[kind], taken) == answer


@pytest.mark.parametrize("kind", QuestionKind)
@pytest.mark.parametrize("raw", [None, ""])
def test_nothing_is_no_answer(kind: QuestionKind, raw: object) -> None:
    assert checked(QUESTIONS[kind], raw) is None


@pytest.mark.parametrize(
    ("kind", "raw"), [(SINGLE, []), (SINGLE, [""]), (MULTI, []), (MULTI, ()), (TEXT, " \n\t ")]
)
def test_an_empty_list_or_blank_text_is_no_answer(kind: QuestionKind, raw: object) -> None:
    assert checked(QUESTIONS[kind], raw) is None


HOSTILE: dict[str, object] = {
    "true": True,
    "false": False,
    "negative": -1,
    "too much": 11,
    "huge": 10**100,
    "a fraction": 5.0,
    "not a number": float("nan"),
    "an object": {"yes": "yes"},
    "bytes": b"yes",
    "a set": {"yes"},
    "a list of lists": [["yes"]],
    "a list with nothing": [None, None],
    "a list with a truth": ["yes", True],
    "two": ["yes", "no"],
    "unknown": "maybe",
    "another case": "YES",
    "a space": "yes ",
    "half a character": HALF,
    "an option with half a character": f"yes{HALF}",
    "a NUL": "yes\0",
    "a megabyte": MEGABYTE,
    "a list with a megabyte": [MEGABYTE],
    "a full-width digit": FULL_WIDTH_SEVEN,
    "an Arabic digit": ARABIC_SEVEN,
    "a raised digit": "\u00b2",
    "a signed digit": "+7",
    "a digit with a space": " 7",
    "three digits": "007",
    "a decimal": "7.5",
    "a week": "2024-W01-1",
    "an ordinal day": "2024-00123",
    "no such day": "2023-02-29",
    "no such month": "2024-13-01",
    "year zero": "0000-01-01",
    "a short date": "2024-1-001",
    "a compact date": "20240101",
    "a time": "2024-01-01T00:00",
    "a date with slashes": "2024/01/01",
    "a full-width date": "\uff12024-01-01",
    "half a date": f"2024-01-0{HALF}",
}


@pytest.mark.parametrize("kind", [SINGLE, MULTI, SCALE, DATE])
@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_answer_is_refused_in_plain_words(kind: QuestionKind, name: str) -> None:
    with pytest.raises(AnswerError) as caught:
        checked(QUESTIONS[kind], HOSTILE[name])

    message = str(caught.value)
    assert message.startswith(("Choose ", "Enter "))
    assert message.endswith(".")
    assert len(message) < 100
    assert message.isprintable()


@pytest.mark.parametrize("raw", [True, 5, 5.0, ["words"], {"a": 1}, b"words"])
def test_a_text_is_written_in_words(raw: object) -> None:
    with pytest.raises(AnswerError, match="in words"):
        checked(QUESTIONS[TEXT], raw)


@pytest.mark.parametrize("sign", ["\0", HALF, "\udfff", "\x07", "\x1b", "a\rb"])
def test_a_text_with_a_sign_that_cannot_be_kept_is_refused(sign: str) -> None:
    with pytest.raises(AnswerError, match="a sign that we cannot keep"):
        checked(QUESTIONS[TEXT], f"It {sign} hurts")


def test_a_text_that_is_too_long_says_by_how_much() -> None:
    with pytest.raises(AnswerError) as caught:
        checked(QUESTIONS[TEXT], "a" * (LONGEST_TEXT + 3))
    assert str(caught.value) == "Your text is 3 letters too long. Use at most 2000."

    with pytest.raises(AnswerError, match="1046576 letters too long"):
        checked(QUESTIONS[TEXT], MEGABYTE)


@pytest.mark.parametrize("option", [NONE, NOT_SURE])
def test_an_exclusive_option_stands_alone(option: Option) -> None:
    with pytest.raises(AnswerError) as caught:
        checked(QUESTIONS[MULTI], ["leg", option.code])

    assert str(caught.value) == (
        f"You chose “{option.label}” and something else. Choose one or the other."
    )


def test_two_exclusive_options_exclude_each_other() -> None:
    with pytest.raises(AnswerError, match="None of these"):
        checked(QUESTIONS[MULTI], ["not_sure", "none"])


@pytest.mark.parametrize("text", ["", "a\n\tb", "\ud7ff\ue000", "\U0001f615", " "])
def test_every_whole_character_can_be_kept(text: str) -> None:
    assert is_storable(text)
    assert text.encode().decode() == text
