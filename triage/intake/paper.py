"""The paper form of a release: how its questions and answers are numbered, and how it is told apart.

The form that is printed and the screen on which it is keyed in both read the codes from here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import ascii_lowercase
from typing import assert_never

from triage.content.models import Release
from triage.content.models.release import Status
from triage.engine.answers import AnswerError, checked
from triage.engine.terms import Answer, Definition, Option, Page, Question, QuestionKind


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """A question with its number on paper; `codes` are the letters beside its answers."""

    number: int
    page: Page
    question: Question
    codes: Mapping[str, Option]


def paper_questions(definition: Definition) -> Iterator[PaperQuestion]:
    """Number every question of a form, in the order of its pages."""
    number = 0
    for page in definition.pages:
        for question in page.questions:
            number += 1
            yield PaperQuestion(number, page, question, _codes(question))


def _codes(question: Question) -> Mapping[str, Option]:
    return {_letters(place): option for place, option in enumerate(question.options)}


def _letters(place: int) -> str:
    """Return a, b, c to z, then aa, ab and on."""
    round_, letter = divmod(place, len(ascii_lowercase))
    return (ascii_lowercase[round_ - 1] if round_ else "") + ascii_lowercase[letter]


def written_mark(release: Release) -> str:
    """Return what tells the form of one release from every other, as it is printed on each page."""
    return f"{release.number} · {release.short_hash}"


def release_of(mark: str) -> Release | None:
    """Return the release that a form was printed from, by the mark on its pages."""
    number = re.search(r"\b\d{1,6}\b", mark)
    short_hash = re.search(r"\b[0-9a-f]{8}\b", mark.lower())
    if number is None or short_hash is None:
        return None
    asked = Release.objects.filter(status__in=(Status.PUBLISHED, Status.RETIRED))
    return (
        asked.defer("definition")
        .filter(number=int(number[0]), sha256__startswith=short_hash[0])
        .first()
    )


def keyed(asked: PaperQuestion, text: str) -> Answer | None:
    """Return the answer that was keyed in, or None for nothing; AnswerError when it is no answer."""
    question, text = asked.question, text.strip()
    match question.kind:
        case QuestionKind.SINGLE | QuestionKind.MULTI:
            # On paper every letter stands after the number of its question.
            own = rf"(?<!\d){asked.number}(?=[a-z])"
            return checked(question, _chosen(asked, re.sub(own, "", text.lower())))
        case QuestionKind.DATE:
            return checked(question, _iso(text))
        case QuestionKind.SCALE | QuestionKind.TEXT:
            return checked(question, text)
        case _ as never:
            assert_never(never)


def as_keyed(asked: PaperQuestion, answer: Answer) -> str:
    """Return an answer the way it is keyed in."""
    if asked.question.kind is QuestionKind.DATE:
        year, month, day = str(answer).split("-")
        return f"{int(day)} {int(month)} {year}"
    if not asked.codes:
        return str(answer)
    chosen = answer if isinstance(answer, tuple) else (answer,)
    return " ".join(code for code, option in asked.codes.items() if option.code in chosen)


def _chosen(asked: PaperQuestion, text: str) -> list[str]:
    """Return the options of the letters; they may be run together where each is a single one."""
    single = all(len(code) == 1 for code in asked.codes)
    given = re.findall("[a-z]" if single else "[a-z]+", text)
    wrong = [code for code in given if code not in asked.codes]
    wrong += re.findall(r"[^a-z\s,.;]", text)
    if wrong:
        last = list(asked.codes)[-1]
        raise AnswerError(f"There is no answer “{wrong[0]}”. The answers go from a to {last}.")
    return [asked.codes[code].code for code in given]


def _iso(text: str) -> str:
    """Return day, month and year as the engine keeps a date, or the text as it is."""
    parts = re.fullmatch(r"(\d{1,2})\D+(\d{1,2})\D+(\d{4})", text)
    return f"{parts[3]}-{int(parts[2]):02}-{int(parts[1]):02}" if parts else text
