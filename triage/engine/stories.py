"""A broken promise told as the story of a patient, in the words of the definition."""

from collections.abc import Collection, Iterator
from typing import assert_never

from triage.engine.assess import assess
from triage.engine.changes import codes
from triage.engine.evaluation import Reported
from triage.engine.paging import report
from triage.engine.proof import Promise, Violation
from triage.engine.ruleset import Ruleset
from triage.engine.symbols import Patient
from triage.engine.terms import AGE_UNKNOWN, OptionKind, Question, QuestionKind


def story(ruleset: Ruleset, violation: Violation) -> str:
    """Return a violation in words: what the patient says, the tier, and what is wrong with it."""
    match violation.promise:
        case Promise.FIRES:
            return f"No patient can make rule {violation.rule} fire."
        case Promise.TIER:
            (patient,) = violation.patients
            return f"{told_by(ruleset, patient)} → no tier, as no rule fires."
        case Promise.LEFT_OPEN:
            (patient,) = violation.patients
            told = told_by(ruleset, patient)
            return f"{told} → {_tier(ruleset, patient)}, though a red flag was left open."
        case Promise.WORSE:
            return _worse(ruleset, violation)
        case _ as never:
            assert_never(never)


def _worse(ruleset: Ruleset, violation: Violation) -> str:
    before, after = violation.patients
    deciding = assess(ruleset, _reported(ruleset, before)).findings[0].because
    opened = after.answers.keys() - before.answers.keys()
    told = told_by(ruleset, after, {violation.question, *deciding, *opened})
    without = _line(before, ruleset.question(violation.question))
    return f"{told} → {_tier(ruleset, after)}, but with {without} → {_tier(ruleset, before)}."


def told_by(ruleset: Ruleset, patient: Patient, also: Collection[str] = ()) -> str:
    """What a patient says beyond plain answers, and what is said to these questions."""
    return "; ".join(_lines(ruleset, patient, also))


def _lines(ruleset: Ruleset, patient: Patient, also: Collection[str]) -> Iterator[str]:
    yield "age not known" if patient.age == AGE_UNKNOWN else f"age {patient.age}"
    if patient.incomplete:
        yield "form not finished"
    reported = _reported(ruleset, patient)
    for link_id in reported.asked:
        question = ruleset.question(link_id)
        if link_id == ruleset.definition.age_question:
            continue
        if link_id in also or link_id in reported.unsure or _is_telling(question, reported):
            yield _line(patient, question)


def _is_telling(question: Question, reported: Reported) -> bool:
    """Whether an answer is more than someone says who reports nothing."""
    if question.link_id not in reported.answers:
        return False
    if question.kind is QuestionKind.SCALE:
        return reported.answers[question.link_id] != 0
    denied = codes(question, OptionKind.DENIED)
    if denied or not question.required:
        return reported.choices(question.link_id).isdisjoint(denied)
    return False


def _line(patient: Patient, question: Question) -> str:
    answer = patient.answers.get(question.link_id, ())
    chosen = answer if isinstance(answer, tuple) else (answer,)
    labels = {option.code: option.label for option in question.options}
    words = ", ".join(f"“{labels[code]}”" if code in labels else str(code) for code in chosen)
    return f"{question.name}: {words or 'not answered'}"


def _tier(ruleset: Ruleset, patient: Patient) -> str:
    tier = assess(ruleset, _reported(ruleset, patient)).tier
    names = {text.tier: text.name for text in ruleset.definition.tiers}
    return names[tier]


def _reported(ruleset: Ruleset, patient: Patient) -> Reported:
    return report(ruleset, patient.answers, age=patient.age, incomplete=patient.incomplete)
