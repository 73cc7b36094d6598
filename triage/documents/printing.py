"""A response on paper: from what the page says to the bytes that are handed out."""

import re

from django.template.loader import render_to_string

from triage.documents.errors import PrintError
from triage.documents.handout import handout_of
from triage.documents.pdf import render_pdf
from triage.documents.summary import summary_of
from triage.intake.models import Response


class MissingAnswersError(PrintError):
    """A summary that would lack something that was asked."""

    def __init__(self, missing: frozenset[str]) -> None:
        super().__init__(f"The summary lacks {', '.join(sorted(missing))}.")


def summary_pdf(response: Response) -> bytes:
    """Print the summary for the clinician; a MissingAnswersError rather than one with gaps."""
    summary = summary_of(response)
    html = render_to_string("documents/summary.html", {"paper": summary})
    asked = {said.question.link_id for said in summary.record.said()}
    if missing := asked.difference(re.findall(r'data-asked="([^"]+)"', html)):
        raise MissingAnswersError(frozenset(missing))
    return render_pdf(html, sheet="summary", pictures=summary.pictures)


def handout_pdf(response: Response, *, large: bool = False) -> bytes:
    """Print the handout for the patient, on request in large print."""
    paper = {"paper": handout_of(response), "large": large}
    return render_pdf(render_to_string("documents/handout.html", paper), sheet="handout")
