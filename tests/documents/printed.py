"""Documents that many tests read: each is printed once."""

from dataclasses import dataclass
from functools import cache

from tests.builders import a_response
from triage.documents.handout import Handout, handout_of
from triage.documents.printing import handout_pdf, summary_pdf
from triage.intake.models import Response
from triage.intake.record import Record, record_of

OWN_WORDS = "It began on the stairs.\nI am afraid & cannot <b>sleep</b>."


@dataclass(frozen=True)
class Printed:
    """A response with both its documents. The database has forgotten it since."""

    response: Response
    record: Record
    handout: Handout
    summary_pdf: bytes
    handout_pdf: bytes


@cache
def printed(vignette: str) -> Printed:
    """Return what a patient sent who answered as in a vignette, on paper."""
    response = a_response(vignette, {"own_words": OWN_WORDS})
    return Printed(
        response=response,
        record=record_of(response),
        handout=handout_of(response),
        summary_pdf=summary_pdf(response),
        handout_pdf=handout_pdf(response),
    )
