"""The verdict of the gate as a page shows it: each failure with the way to the object at fault."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from triage.content.models import Questionnaire
from triage.content.parts import address_of, row_named
from triage.engine.gate import Exemption, Failure, Verdict
from triage.engine.problems import Part

HEADINGS = {
    Part.SOUNDNESS: "Soundness",
    Part.PROOF: "Proof over every way to answer",
    Part.VIGNETTES: "Vignettes",
    Part.SOURCES: "Sources",
}


@dataclass(frozen=True, slots=True)
class ShownFailure:
    """A failure with the address where it is mended, and where it can be accepted."""

    failure: Failure
    mend: str
    accept: str


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One part of the gate; `waits` while what comes before it fails."""

    heading: str
    failures: tuple[ShownFailure, ...]
    waits: bool


@dataclass(frozen=True, slots=True)
class ShownVerdict:
    """The gate on a page."""

    passed: bool
    parts: tuple[ShownPart, ...]
    exemptions: tuple[Exemption, ...]
    warnings: tuple[str, ...]
    failures: int


def shown(verdict: Verdict, questionnaire: Questionnaire) -> ShownVerdict:
    """Return a verdict with the addresses of the objects it names."""
    unsound = bool(verdict.of(Part.SOUNDNESS))
    return ShownVerdict(
        verdict.passed,
        tuple(
            ShownPart(
                heading,
                tuple(_shown(failure, questionnaire) for failure in verdict.of(part)),
                waits=unsound and part in {Part.PROOF, Part.VIGNETTES},
            )
            for part, heading in HEADINGS.items()
        ),
        verdict.exemptions,
        verdict.warnings,
        len(verdict.failures),
    )


def _shown(failure: Failure, questionnaire: Questionnaire) -> ShownFailure:
    accept = ""
    if failure.violation and not questionnaire._state.adding:
        said = [("questionnaire", str(questionnaire.pk)), ("violation", failure.violation)]
        words = urlencode(said)
        accept = f"{reverse('admin:content_accepted_add')}?{words}"
    return ShownFailure(failure, _address(failure, questionnaire), accept)


def _address(failure: Failure, questionnaire: Questionnaire) -> str:
    if questionnaire._state.adding:
        return ""
    return address_of(row_named(questionnaire, failure.kind, failure.name))
