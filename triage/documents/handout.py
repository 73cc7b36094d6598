"""The handout for the patient: what to do, why, and what to watch for."""

from collections.abc import Collection
from dataclasses import dataclass

from triage.documents.paper import Stamp, stamp_of
from triage.engine.assess import guidance_for
from triage.engine.paging import report
from triage.engine.terms import Audience, Guidance, Tier
from triage.intake.models import Response
from triage.intake.record import Record, Said, record_of

ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Handout:
    """What the handout says, in the order it says it."""

    stamp: Stamp
    sentences: tuple[str, ...]
    first: tuple[Guidance, ...]
    articles: tuple[Guidance, ...]
    cards: tuple[Guidance, ...]
    for_the_hospital: tuple[Said, ...]
    left_out: tuple[str, ...]

    @property
    def is_emergency(self) -> bool:
        """Whether the sheet goes with the patient to a hospital."""
        return self.stamp.tier.tier is Tier.EMERGENCY


def handout_of(
    response: Response, *, with_answers: bool = True, without: Collection[str] = ()
) -> Handout:
    """Return the handout of a response, from what was frozen with it.

    `with_answers` is for those who may read answers: the copy of anybody else has room to write
    instead. `without` names articles that staff leave out; the tier's own and the cards stay.
    """
    record = record_of(response)
    articles = _articles(response)
    of_the_tier = f"tier({record.tier_text.tier.code})"
    chosen = tuple(one for one in articles if one.show not in {of_the_tier, ALWAYS})
    return Handout(
        stamp=stamp_of(response, record),
        sentences=_sentences(record),
        first=tuple(article for article in articles if article.show == of_the_tier),
        articles=tuple(one for one in chosen if one.code not in without),
        cards=tuple(article for article in articles if article.show == ALWAYS),
        for_the_hospital=_telling(record) if with_answers else (),
        left_out=tuple(one.code for one in chosen if one.code in without),
    )


def _articles(response: Response) -> tuple[Guidance, ...]:
    ruleset = response.release.ruleset()
    reported = report(ruleset, response.told, age=response.age, incomplete=response.incomplete)
    chosen = guidance_for(ruleset, reported, response.assessed())
    return tuple(article for article in chosen if article.audience is Audience.PATIENT)


def _sentences(record: Record) -> tuple[str, ...]:
    """The reasons at the tier that was set; a milder one beside them would contradict it."""
    said = record.tier_text
    sentences = [one.sentence for one in record.reasons if one.rule.tier is said.tier]
    return tuple(one for one in dict.fromkeys(sentences) if one != said.patient_text)


def _telling(record: Record) -> tuple[Said, ...]:
    """The answers behind an emergency, for those who see the patient next."""
    said = {
        said.question.link_id: said
        for reason in record.reasons
        if reason.rule.tier is Tier.EMERGENCY
        for said in reason.said
        if said.answer
    }
    return tuple(said.values())
