"""Written cases, one JSON object a line, answered by a release without a visit being made."""

import json
from collections.abc import Mapping
from typing import NoReturn

from triage.engine.answers import AnswerError, checked
from triage.engine.assess import assess
from triage.engine.paging import report
from triage.engine.ruleset import Ruleset
from triage.engine.spelling import did_you_mean
from triage.engine.terms import AGE_UNKNOWN, Answer, Question, QuestionKind

Case = dict[str, object]

OLDEST = 130
WANTED = {
    QuestionKind.SINGLE: "the code of one option",
    QuestionKind.MULTI: "a list of codes of options",
    QuestionKind.SCALE: "a whole number from 0 to 10",
    QuestionKind.DATE: "a date such as 1985-03-27",
    QuestionKind.TEXT: "a text",
}


class CaseError(ValueError):
    """A line that is not a case; the message is one plain sentence."""


def answer_line(ruleset: Ruleset, line: bytes) -> Case:
    """Return what the rules say to a line, or its error under the same id."""
    case_id: object = None
    try:
        case = _read(line)
        case_id = _id(case)
        return {"id": case_id, **_assessed(ruleset, case)}
    except CaseError as error:
        return {"id": case_id, "error": str(error)}


def _read(line: bytes) -> Case:
    try:
        case = json.loads(
            line.decode("utf-8-sig"), parse_constant=_refuse, object_pairs_hook=_without_twins
        )
    except CaseError:
        raise
    except (ValueError, RecursionError) as error:  # bad UTF-8 and too long a number are ValueErrors
        raise CaseError("The line is not JSON.") from error
    if not isinstance(case, dict):
        raise CaseError("The line is not a JSON object.")
    return case


def _refuse(constant: str) -> NoReturn:
    raise CaseError(f"The line is not JSON: it holds {constant}.")


def _without_twins(pairs: list[tuple[str, object]]) -> Case:
    # Python would keep the last of two answers and lose the first without a word.
    known: Case = {}
    for key, value in pairs:
        if key in known:
            raise CaseError(f"The line names `{key}` twice.")
        known[key] = value
    return known


def _id(case: Case) -> object:
    case_id = case.get("id")
    if case_id is not None and (isinstance(case_id, bool) or not isinstance(case_id, (str, int))):
        raise CaseError("The `id` is not a text or a whole number.")
    return case_id


def _assessed(ruleset: Ruleset, case: Case) -> Case:
    reported = report(ruleset, _answers(ruleset, case), age=_age(case))
    assessment = assess(ruleset, reported)
    return {
        "tier": assessment.tier.code,
        "rules": [finding.rule for finding in assessment.findings],
        "not_excluded": list(assessment.not_excluded),
        "unanswered": list(assessment.unanswered),
    }


def _age(case: Case) -> int:
    if "age" not in case:
        raise CaseError("The line lacks `age`; write null when it is not known.")
    age = case["age"]
    if age is None:
        return AGE_UNKNOWN
    # Never -1: inside the engine it stands for an age that is not known.
    if isinstance(age, bool) or not isinstance(age, int) or not 0 <= age <= OLDEST:
        raise CaseError(f"The `age` is not a whole number from 0 to {OLDEST}.")
    return age


def _answers(ruleset: Ruleset, case: Case) -> dict[str, Answer]:
    given = case.get("answers")
    if not isinstance(given, dict):
        raise CaseError("The line lacks `answers`, an object of link ids and values.")
    return answers_in(ruleset.questions, given)


def answers_in(questions: Mapping[str, Question], given: Mapping[str, object]) -> dict[str, Answer]:
    """Return what was given as answers to these questions; CaseError for the first that is none."""
    answers = {}
    for link_id, raw in given.items():
        if link_id not in questions:
            raise CaseError(_unknown("question", link_id, list(questions)))
        answer = _answer(questions[link_id], raw)
        if answer is not None:
            answers[link_id] = answer
    return answers


def _answer(question: Question, raw: object) -> Answer | None:
    codes = [option.code for option in question.options]
    for code in raw if isinstance(raw, list) else [raw or None]:
        if codes and isinstance(code, str) and code not in codes:
            raise CaseError(_unknown("option", code, codes, f" of question `{question.link_id}`"))
    try:
        return checked(question, raw)
    except AnswerError as error:
        raise CaseError(f"Question `{question.link_id}` {_wrong(question, raw, error)}") from error


def _wrong(question: Question, raw: object, error: AnswerError) -> str:
    if question.kind is QuestionKind.TEXT and isinstance(raw, str):
        return f"cannot take this text: {error}"
    codes = raw if isinstance(raw, list) else []
    alone = [o.code for o in question.options if o.exclusive and o.code in codes]
    if question.kind is QuestionKind.MULTI and alone and all(isinstance(c, str) for c in codes):
        return f"has the option `{alone[0]}`, which cannot stand beside another."
    return f"takes {WANTED[question.kind]}."


def _unknown(kind: str, name: str, known: list[str], of: str = "") -> str:
    return f"Unknown {kind} `{name}`{of}{did_you_mean(name, known)}"
