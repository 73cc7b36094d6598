"""The summaries of a day: a list of what is inside, then each as it would be printed alone."""

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from triage.documents.errors import TooBusyError
from triage.documents.kept import fingerprint, kept
from triage.documents.pdf import Job, print_jobs
from triage.documents.printing import A4, Wish, fitting_summary, summary_job
from triage.documents.proofread import Promise
from triage.intake.models import Response
from triage.ui.templatetags.backstop import code

log = logging.getLogger(__name__)
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Day:
    """What was sent on a day, or a part of it, by visit code, most urgent first.

    `responses` has what can be read of it; `addresses` say where staff find each visit.
    """

    day: date
    part: int
    parts: int
    codes: tuple[str, ...]
    responses: Mapping[str, Response]
    addresses: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PrintedDay:
    """The summaries of a day as one PDF, with the codes of the visits that are in it."""

    pdf: bytes
    inside: frozenset[str]


def day_pdf(day: Day, *, paper: str = A4) -> PrintedDay:
    """Print the summaries of a day; a visit that cannot be printed is named on the first page."""
    prints = [_tried(partial(_fingerprint, day, paper), one) or one for one in day.codes]
    key = hashlib.sha256("".join(prints).encode()).hexdigest()
    return kept(key, partial(_printed, day, paper))


def _printed(day: Day, paper: str) -> PrintedDay:
    tried = {one: _tried(partial(_job, day, paper), one) for one in day.codes}
    jobs = {one: job for one, job in tried.items() if job}
    return PrintedDay(print_jobs([_list_of(day, paper, jobs), *jobs.values()]), frozenset(jobs))


def _tried(do: Callable[[str], Done], visit_code: str) -> Done | None:
    """Do something for a visit; one broken record, of which nobody knows how, must not stop a day."""
    try:
        return do(visit_code)
    except TooBusyError:
        raise
    except Exception as error:  # noqa: BLE001 (its text may quote the patient)
        log.error("Cannot print visit %s among others: %s", visit_code, type(error).__name__)  # noqa: TRY400
        return None


def _fingerprint(day: Day, paper: str, visit_code: str) -> str:
    wish = {"kind": "summary", "day": [day.day, day.part, day.parts]}
    return fingerprint(day.responses[visit_code], {**wish, **_wish(day, paper, visit_code)})


def _job(day: Day, paper: str, visit_code: str) -> Job:
    response, wish = day.responses[visit_code], _wish(day, paper, visit_code)
    limits, _pdf = fitting_summary(response, **wish)
    return summary_job(response, limits, **wish)


def _wish(day: Day, paper: str, visit_code: str) -> Wish:
    return {"paper": paper, "archive": False, "address": day.addresses[visit_code]}


def _list_of(day: Day, paper: str, inside: Mapping[str, Job]) -> Job:
    """Return the first page: what follows, by code alone, so that nothing is missed or left lying."""
    context = {
        "paper": day,
        "inside": [day.responses[one] for one in inside],
        "left_out": [one for one in day.codes if one not in inside],
    }
    html = render_to_string("documents/day_list.html", context)
    promise = Promise(tuple(map(code, day.codes)), (_("SUMMARIES OF A DAY"),))
    return Job(html, "summary", promise=promise, paper=paper)
