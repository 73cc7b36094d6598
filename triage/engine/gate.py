"""What a definition must be before a patient is asked it; each failure names the object at fault."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from triage.engine.assess import assess
from triage.engine.paging import report
from triage.engine.problems import Part
from triage.engine.proof import Promise, Violation, prove
from triage.engine.ruleset import Ruleset, prepare
from triage.engine.solver import ProofError
from triage.engine.soundness import problems_in, warnings_in
from triage.engine.stories import story
from triage.engine.symbols import Patient
from triage.engine.terms import Accepted, Assessment, Definition, Tier, Vignette


@dataclass(frozen=True, slots=True)
class Failure:
    """One reason why a definition stays out: a sentence, and the object to mend.

    `violation` is the key under which a broken promise can be accepted, `patients` who show it:
    one, or the same before and after an answer got worse.
    """

    part: Part
    kind: str
    name: str
    message: str
    violation: str = ""
    patients: tuple[Patient, ...] = ()


@dataclass(frozen=True, slots=True)
class Exemption:
    """A broken promise, told, with the reason its author gives for it."""

    accepted: Accepted
    told: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that keeps a definition out, what its author answers for, and what to look at again."""

    failures: tuple[Failure, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing keeps the definition out."""
        return not self.failures

    def messages(self) -> tuple[str, ...]:
        """Return the failures as sentences."""
        return tuple(failure.message for failure in self.failures)

    def told(self, violation: str) -> str:
        """Return the story of a broken promise, accepted or not; empty when nothing breaks it."""
        stories = {one.violation: one.message for one in self.failures if one.violation}
        stories |= {one.accepted.violation: one.told for one in self.exemptions}
        return stories.get(violation, "")

    def of(self, part: Part) -> tuple[Failure, ...]:
        """Return what failed in one part of the gate."""
        return tuple(failure for failure in self.failures if failure.part is part)


def judge(definition: Definition, *, today: date | None) -> Verdict:
    """Return the verdict of the whole gate on a definition. What is not sound is not proved.

    Without a day no source is past its review date. What cannot be proved stays out.
    """
    try:
        return _judged(definition, today)
    except ProofError as error:
        return Verdict((Failure(Part.PROOF, "questionnaire", "", str(error)),))


def _judged(definition: Definition, today: date | None) -> Verdict:
    problems = tuple(
        Failure(one.part, one.kind, one.name, str(one))
        for one in problems_in(definition, today=today)
    )
    if any(problem.part is Part.SOUNDNESS for problem in problems):
        return Verdict(problems)
    ruleset = prepare(definition)
    violations = prove(ruleset)
    failures = (*_broken(ruleset, violations), *_vignettes(ruleset), *problems)
    reasons = {one.violation: one for one in definition.accepted}
    exemptions = tuple(
        Exemption(reasons[one.key], story(ruleset, one)) for one in violations if one.key in reasons
    )
    return Verdict(failures, exemptions, warnings_in(definition, today=today))


def _broken(ruleset: Ruleset, violations: tuple[Violation, ...]) -> Iterator[Failure]:
    accepted = {one.violation: one.reason for one in ruleset.definition.accepted}
    for violation in violations:
        # A form without a tier cannot be assessed at all, so no reason makes it right.
        may_stand = violation.promise in {Promise.LEFT_OPEN, Promise.WORSE}
        if may_stand and accepted.get(violation.key, "").strip():
            continue
        kind = "rule" if violation.rule else "question" if violation.question else "questionnaire"
        yield Failure(
            Part.PROOF,
            kind,
            violation.rule or violation.question,
            story(ruleset, violation),
            violation.key if may_stand else "",
            violation.patients,
        )
    for key in accepted.keys() - {violation.key for violation in violations}:
        message = f"The exception `{key}` is accepted, but nothing breaks it."
        yield Failure(Part.PROOF, "exception", key, message)


def _vignettes(ruleset: Ruleset) -> Iterator[Failure]:
    fired = set()
    for vignette in ruleset.definition.vignettes:
        assessment = assess(ruleset, report(ruleset, vignette.answers, age=vignette.age))
        rules = {finding.rule for finding in assessment.findings}
        fired |= rules
        if assessment.tier is not vignette.tier or rules != set(vignette.rules):
            message = _unexpected(vignette, assessment)
            yield Failure(Part.VIGNETTES, "vignette", vignette.id, message)
    for rule in ruleset.rules:
        if rule not in fired:
            message = f"Rule {rule} is fired by no vignette."
            yield Failure(Part.VIGNETTES, "rule", rule, message)


def _unexpected(vignette: Vignette, assessment: Assessment) -> str:
    rules = [finding.rule for finding in assessment.findings]
    more = [rule for rule in rules if rule not in vignette.rules]
    less = [rule for rule in vignette.rules if rule not in rules]
    told = f"Vignette {vignette.id} is expected {_word(vignette.tier)}"
    told += f" and gets {_word(assessment.tier)}"
    told += f"; not expected: {', '.join(more)}" if more else ""
    return told + (f"; did not fire: {', '.join(less)}" if less else "") + "."


def _word(tier: Tier) -> str:
    return tier.code.replace("_", " ")
