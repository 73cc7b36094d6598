"""What counts as an answer: raw values checked against their question, in plain words."""

from contextlib import suppress
from datetime import date
from typing import assert_never

from triage.engine.terms import Answer, Question, QuestionKind

LONGEST_TEXT = 2_000
SCALE = range(11)


class AnswerError(ValueError):
    """A value that is no answer to its question; the message is fit to show to a patient."""


def checked(question: Question, raw: object) -> Answer | None:
    """Return a raw value as the answer it stands for, or None when it says nothing.

    Raises AnswerError for whatever this question cannot have been answered with.
    """
    match question.kind:
        case QuestionKind.SINGLE:
            return _one(question, raw)
        case QuestionKind.MULTI:
            return _several(question, raw)
        case QuestionKind.SCALE:
            return _number(raw)
        case QuestionKind.DATE:
            return _date(raw)
        case QuestionKind.TEXT:
            return _text(raw)
        case _ as never:
            assert_never(never)


def _one(question: Question, raw: object) -> str | None:
    if isinstance(raw, (list, tuple)) and len(raw) <= 1:
        raw = raw[0] if raw else None
    if raw is None or raw == "":
        return None
    if not isinstance(raw, str) or question.option(raw) is None:
        raise AnswerError("Choose one of the answers shown.")
    return raw


def _several(question: Question, raw: object) -> tuple[str, ...] | None:
    if raw is None or raw == "":
        return None
    given = [raw] if isinstance(raw, str) else raw
    if not isinstance(given, (list, tuple)):
        raise AnswerError("Choose from the answers shown.")
    chosen = {code for code in given if isinstance(code, str) and question.option(code)}
    if any(code not in chosen for code in given if isinstance(code, str)) or any(
        not isinstance(code, str) for code in given
    ):
        raise AnswerError("Choose from the answers shown.")
    alone = [o.label for o in question.options if o.exclusive and o.code in chosen]
    if alone and len(chosen) > 1:
        raise AnswerError(f"You chose “{alone[0]}” and something else. Choose one or the other.")
    return tuple(option.code for option in question.options if option.code in chosen) or None


def _number(raw: object) -> int | None:
    if raw is None or raw == "":
        return None
    if isinstance(raw, str) and raw.isascii() and raw.isdigit() and len(raw) <= 2:
        raw = int(raw)
    if isinstance(raw, bool) or not isinstance(raw, int) or raw not in SCALE:
        raise AnswerError("Choose a number from 0 to 10.")
    return raw


def _date(raw: object) -> str | None:
    if raw is None or raw == "":
        return None
    if isinstance(raw, str) and len(raw) == 10:
        with suppress(ValueError):
            if date.fromisoformat(raw).isoformat() == raw:  # not a week, such as 2024-W01-1
                return raw
    raise AnswerError("Enter a real date, such as 27 3 1985.")


def _text(raw: object) -> str | None:
    if raw is None:
        return None
    if not isinstance(raw, str):
        raise AnswerError("Write your answer in words.")
    text = raw.replace("\r\n", "\n").strip()
    if len(text) > LONGEST_TEXT:
        raise AnswerError(
            f"Your text is {len(text) - LONGEST_TEXT} letters too long. Use at most {LONGEST_TEXT}."
        )
    if not is_storable(text):
        raise AnswerError("Your text has a sign that we cannot keep. Take it out and try again.")
    return text or None


def is_storable(text: str) -> bool:
    """Return whether every database and page can keep a text: no NUL, no half characters."""
    return not any(
        0xD800 <= ord(letter) <= 0xDFFF or (ord(letter) < 32 and letter not in "\n\t")
        for letter in text
    )
