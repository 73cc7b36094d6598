"""The summaries of a day: a list of what is inside, then each as it would be printed alone."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string

from triage.documents.kept import fingerprint, kept
from triage.documents.limits import limits_for
from triage.documents.pdf import Job, print_jobs
from triage.documents.printing import A4, summary_job
from triage.documents.proofread import Promise
from triage.intake.models import Response
from triage.intake.record import record_of
from triage.ui.templatetags.backstop import code


@dataclass(frozen=True, slots=True)
class Day:
    """What was sent on a day, or a part of it; `addresses` say where staff find each visit."""

    day: date
    part: int
    parts: int
    responses: tuple[Response, ...]
    addresses: Mapping[str, str]


def day_pdf(day: Day, *, paper: str = A4) -> bytes:
    """Print the summaries of a day, or raise a PrintError when one of them has a gap."""

    def printed() -> bytes:
        summaries = [
            summary_job(
                one,
                limits_for(record_of(one))[0],
                paper=paper,
                address=day.addresses[one.visit.code],
            )
            for one in day.responses
        ]
        return print_jobs([_list_of(day, paper), *summaries])

    wish = {"kind": "summary", "paper": paper, "day": [day.day, day.part, day.parts]}
    prints = [
        fingerprint(one, {**wish, "address": day.addresses[one.visit.code]})
        for one in day.responses
    ]
    return kept(hashlib.sha256("".join(prints).encode()).hexdigest(), printed)


def _list_of(day: Day, paper: str) -> Job:
    """Return the first page: what follows, by code alone, so that nothing is missed or left lying."""
    html = render_to_string("documents/day_list.html", {"paper": day})
    codes = tuple(code(one.visit.code) for one in day.responses)
    return Job(html, "summary", promise=Promise(codes, ("SUMMARIES OF A DAY",)), paper=paper)
