"""What a response tells the patient to do: chosen once, for the screen and for the handout."""

from dataclasses import dataclass

from triage.engine.assess import guidance_for
from triage.engine.paging import report
from triage.engine.terms import Audience, Guidance
from triage.intake.models import Response
from triage.intake.record import Record

ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Advice:
    """The reasons in a sentence each, and the articles in the order they are read.

    First what its tier says to do, then what its answers call for, then the cards that go with every tier.
    """

    sentences: tuple[str, ...]
    first: tuple[Guidance, ...]
    articles: tuple[Guidance, ...]
    cards: tuple[Guidance, ...]


def advice_of(response: Response, record: Record) -> Advice:
    """Return the advice of a response, from what was frozen with it."""
    ruleset = response.release.ruleset()
    reported = report(ruleset, response.told, age=response.age, incomplete=response.incomplete)
    chosen = [
        article
        for article in guidance_for(ruleset, reported, response.assessed())
        if article.audience is Audience.PATIENT
    ]
    of_the_tier = f"tier({record.tier_text.tier.code})"
    return Advice(
        sentences=_sentences(record),
        first=tuple(one for one in chosen if one.show == of_the_tier),
        articles=tuple(one for one in chosen if one.show not in {of_the_tier, ALWAYS}),
        cards=tuple(one for one in chosen if one.show == ALWAYS),
    )


def _sentences(record: Record) -> tuple[str, ...]:
    """The reasons at the tier that was set; a milder one beside them would contradict it."""
    said = record.tier_text
    sentences = [one.sentence for one in record.reasons if one.rule.tier is said.tier]
    return tuple(one for one in dict.fromkeys(sentences) if one != said.patient_text)
