"""A response on paper: from what the page says to the bytes that are handed out."""

import re
from collections.abc import Collection
from contextlib import suppress
from typing import TypedDict

from django.template.loader import render_to_string

from triage.documents.desk import desk_of
from triage.documents.errors import PrintError, TooManyPagesError
from triage.documents.handout import handout_of
from triage.documents.kept import fingerprint, kept
from triage.documents.limits import ENDLESS, MOST_PAGES, Limits, limits_for
from triage.documents.pdf import ACCESSIBLE, ARCHIVE, Job, print_job
from triage.documents.promises import handout_promise, summary_promise
from triage.documents.summary import summary_of
from triage.intake.models import Response
from triage.intake.record import record_of

A4, LETTER = "A4", "letter"


class Wish(TypedDict):
    """How a summary is wanted."""

    paper: str
    archive: bool
    address: str


class MissingAnswersError(PrintError):
    """A summary that would lack something that was asked."""

    def __init__(self, missing: frozenset[str]) -> None:
        super().__init__(f"The summary lacks {', '.join(sorted(missing))}.")


def summary_pdf(
    response: Response, *, paper: str = A4, archive: bool = False, address: str = ""
) -> bytes:
    """Print the summary for the clinician; a PrintError rather than one with gaps.

    `address` is where staff find the visit, for the drawing that scanners read.
    """

    return fitting_summary(response, paper=paper, archive=archive, address=address)[1]


def fitting_summary(
    response: Response, *, paper: str = A4, archive: bool = False, address: str = ""
) -> tuple[Limits, bytes]:
    """Print the summary within the roomiest limits that leave it on its pages, and say which these are."""

    def printed() -> tuple[Limits, bytes]:
        has_acts = bool(desk_of(response.visit, ENDLESS).entries)
        *roomier, last = limits_for(record_of(response), has_acts=has_acts)
        for limits in roomier:
            with suppress(TooManyPagesError):
                return limits, print_job(summary_job(response, limits, **wish))
        return last, print_job(summary_job(response, last, **wish))

    wish: Wish = {"paper": paper, "archive": archive, "address": address}
    return kept(fingerprint(response, {"kind": "summary", **wish}), printed)


def summary_job(
    response: Response,
    limits: Limits,
    *,
    paper: str = A4,
    archive: bool = False,
    address: str = "",
) -> Job:
    """Return the finished page of a summary within these limits, ready to be printed."""
    summary = summary_of(response, limits, address)
    html = render_to_string("documents/summary.html", {"paper": summary})
    asked = {said.question.link_id for said in summary.record.said()}
    if missing := asked.difference(re.findall(r'data-asked="([^"]+)"', html)):
        raise MissingAnswersError(frozenset(missing))
    return Job(
        html=html,
        sheet="summary",
        pictures=summary.pictures,
        promise=summary_promise(summary),
        paper=paper,
        variant=ARCHIVE if archive else ACCESSIBLE,
        most_pages=MOST_PAGES,
        name=summary.stamp.name,
    )


def handout_pdf(
    response: Response,
    *,
    large: bool = False,
    paper: str = A4,
    with_answers: bool = True,
    without: Collection[str] = (),
) -> bytes:
    """Print the handout for the patient, on request in large print."""

    def printed() -> bytes:
        handout = handout_of(response, with_answers=with_answers, without=without)
        html = render_to_string("documents/handout.html", {"paper": handout, "large": large})
        promise, name = handout_promise(handout), handout.stamp.name
        return print_job(Job(html, "handout", promise=promise, paper=paper, name=name))

    wish = {"kind": "handout", "large": large, "paper": paper, "with_answers": with_answers}
    return kept(fingerprint(response, {**wish, "without": sorted(without)}), printed)
