"""What a definition must be before a patient is asked it; each failure names the object at fault."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from triage.engine.assess import assess
from triage.engine.paging import report
from triage.engine.proof import Promise, Violation, prove
from triage.engine.ruleset import Ruleset, prepare
from triage.engine.soundness import problems_in, warnings_in
from triage.engine.stories import story
from triage.engine.terms import Accepted, Assessment, Definition, Tier, Vignette

NAMED = re.compile(
    r"\b(?P<kind>(?i:question|red flag|rule|fact|article|vignette|sentence|source|tier|page))"
    r" (?:`(?P<quoted>[\w-]+)`|(?P<plain>[A-Z][\w-]*|(?<=ier )[a-z_]+))"
)

SOURCED = re.compile(r"has no source|was to be reviewed by")


class Part(StrEnum):
    """The parts of the gate."""

    SOUNDNESS = "soundness"
    PROOF = "proof"
    VIGNETTES = "vignettes"
    SOURCES = "sources"


@dataclass(frozen=True, slots=True)
class Failure:
    """One reason why a definition stays out: a sentence, and the object to mend.

    `violation` is the key under which a broken promise can be accepted.
    """

    part: Part
    kind: str
    name: str
    message: str
    violation: str = ""


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

    def of(self, part: Part) -> tuple[Failure, ...]:
        """Return what failed in one part of the gate."""
        return tuple(failure for failure in self.failures if failure.part is part)


def judge(definition: Definition, *, today: date) -> Verdict:
    """Return the verdict of the whole gate on a definition. What is not sound is not proved."""
    problems = tuple(_failure(problem) for problem in problems_in(definition, today=today))
    if any(problem.part is Part.SOUNDNESS for problem in problems):
        return Verdict(problems)
    ruleset = prepare(definition)
    violations = prove(ruleset)
    failures = (*_broken(ruleset, violations), *_vignettes(ruleset), *problems)
    reasons = {one.violation: one for one in definition.accepted}
    exemptions = tuple(
        Exemption(reasons[one.key], story(ruleset, one)) for one in violations if one.key in reasons
    )
    return Verdict(failures, exemptions, warnings_in(definition))


def _failure(message: str) -> Failure:
    part = Part.SOURCES if SOURCED.search(message) else Part.SOUNDNESS
    found = NAMED.search(message)
    if found is None:
        return Failure(part, "questionnaire", "", message)
    kind = found["kind"].lower().replace("red flag", "question")
    return Failure(part, kind, found["quoted"] or found["plain"], message)


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
