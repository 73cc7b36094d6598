"""Documents that many tests read: each is printed once."""

from dataclasses import dataclass
from functools import cache, cached_property

from tests.builders import a_response
from triage.documents.handout import Handout, handout_of
from triage.documents.printing import handout_pdf, summary_pdf
from triage.intake.models import Response
from triage.intake.record import Record, record_of

OWN_WORDS = "It began on the stairs.\nI am afraid & cannot <b>sleep</b>."


@dataclass(frozen=True)
class Printed:
    """A response with its documents, each printed when first read. The database has forgotten it since."""

    response: Response
    record: Record
    handout: Handout

    @cached_property
    def summary_pdf(self) -> bytes:
        """The summary."""
        return summary_pdf(self.response)

    @cached_property
    def handout_pdf(self) -> bytes:
        """The handout."""
        return handout_pdf(self.response)


@cache
def printed(vignette: str) -> Printed:
    """Return what a patient sent who answered as in a vignette, on paper."""
    response = a_response(vignette, {"own_words": OWN_WORDS})
    return Printed(
        response=response,
        record=record_of(response),
        handout=handout_of(response),
    )
