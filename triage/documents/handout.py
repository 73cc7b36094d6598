"""The handout for the patient: what to do, why, and what to watch for."""

from collections.abc import Collection
from dataclasses import dataclass

from triage.documents.paper import Stamp, stamp_of
from triage.engine.terms import Guidance, Tier
from triage.intake.advice import advice_of
from triage.intake.models import Response
from triage.intake.record import Record, Said, record_of


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
    advice = advice_of(response, record)
    return Handout(
        stamp=stamp_of(response, record),
        sentences=advice.sentences,
        first=advice.first,
        articles=tuple(one for one in advice.articles if one.code not in without),
        cards=advice.cards,
        for_the_hospital=_telling(record) if with_answers else (),
        left_out=tuple(one.code for one in advice.articles if one.code in without),
    )


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
