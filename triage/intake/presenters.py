"""What the patient's pages say."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse

from triage.engine.evaluation import Reported
from triage.engine.paging import shown_on, unanswered
from triage.engine.terms import BODY_MAP, Page, Tier
from triage.intake.advice import advice_of
from triage.intake.followups import FollowUpForm
from triage.intake.idle import idle_after
from triage.intake.models import Response, Visit
from triage.intake.record import Said, record_of, said_to
from triage.ui import drawn
from triage.ui.context import site

PAGE = "intake/page.html"
SECONDS_A_QUESTION = 8

Context = dict[str, Any]
Shared = dict[str, Hashable]


@dataclass(frozen=True, slots=True)
class CheckedPart:
    """One page on the list of what was said; `changed_at` is where it can be changed."""

    title: str
    said: tuple[Said, ...]
    changed_at: str


def frame(visit: Visit) -> Context:
    """What every page of a visit needs, whatever it says."""
    return {"visit": visit} | _shared(visit)


def _shared(visit: Visit) -> Shared:
    return {"idle_after": idle_after(visit), "sample_content": visit.release.is_sample}


def page_context(request: HttpRequest, visit: Visit, page: Page, form: FollowUpForm) -> Context:
    """What one page of questions shows, with how far it is in words."""
    own = {"form": form, "here": request.get_full_path(), "code": visit.code}
    return own | _page_frame(request, visit, page, form)


def _page_frame(request: HttpRequest, visit: Visit, page: Page, form: FollowUpForm) -> Shared:
    """What a page of questions says to every patient who has come as far."""
    reported = visit.reported()
    parts = [one for one in visit.ruleset.definition.pages if shown_on(one, reported)]
    place = parts.index(page)
    return _shared(visit) | {
        "title": page.title,
        "part": place + 1,
        "of": len(parts),
        "minutes": _minutes(parts[place:], reported),
        "has_body_map": BODY_MAP in form.fields,
        "opened_more": "more" in request.GET,
        "page_form": "page",
        "back_url": True,
        "stop_url": True,
        "help_url": True,
    }


def drawn_page(request: HttpRequest, visit: Visit, page: Page, form: FollowUpForm) -> str:
    """Draw a page of questions; what is the same for everybody is drawn once, unless something is wrong."""
    if form.errors:
        return render_to_string(PAGE, page_context(request, visit, page, form), request)
    return drawn.page(
        PAGE,
        site(request) | _page_frame(request, visit, page, form),
        {
            "here": request.get_full_path(),
            "code": visit.code,
            "questions": drawn.questions(form),
            "csrf_token": get_token(request),
        },
    )


def welcome_context(visit: Visit) -> dict[str, Any]:
    """What the first page says: where the patient begins or goes on, and how long it takes from there."""
    reported, first = visit.reported(), resume_key(visit)
    pages = visit.ruleset.definition.pages
    left = [page for page in pages if first and page.key not in visit.reached]
    return frame(visit) | {
        "first": first,
        "begun": bool(visit.reached),
        "minutes": _minutes(left, reported),
        "help_url": reverse("intake:help"),
    }


def _minutes(pages: Sequence[Page], reported: Reported) -> int:
    """How long some pages take with what is asked on them so far."""
    asked = sum(len(shown_on(page, reported)) for page in pages)
    return max(1, round(asked * SECONDS_A_QUESTION / 60))


def resume_key(visit: Visit) -> str | None:
    """Return the key of the first page that still has something to answer; None when all is said."""
    reported = visit.reported()
    missing = set(unanswered(visit.ruleset, reported))
    for page in visit.ruleset.definition.pages:
        asked = {question.link_id for question in shown_on(page, reported)}
        if asked and (page.key not in visit.reached or asked & missing):
            return page.key
    return None


def resume_url(visit: Visit) -> str:
    """Return where the patient goes on."""
    if visit.submitted_at is not None:
        return reverse("intake:done")
    key = resume_key(visit)
    return reverse("intake:page", args=[key]) if key else reverse("intake:check")


def emergency_context(visit: Visit) -> dict[str, Any]:
    """What the stop page says: the sentences of the emergency rules, each once."""
    rules = [visit.ruleset.rule(rule) for rule in visit.findings]
    needed = {rule.sentence for rule in rules if rule.tier is Tier.EMERGENCY}
    return frame(visit) | {
        "sentences": [one.text for one in visit.ruleset.definition.sentences if one.id in needed],
    }


def check_context(visit: Visit, missing: Sequence[str]) -> dict[str, Any]:
    """What was said, page by page, each with the way to change it."""
    reported = visit.reported()
    parts = [
        CheckedPart(
            title=page.title,
            said=tuple(
                said_to(question, reported.answers.get(question.link_id))
                for question in shown_on(page, reported)
            ),
            changed_at=reverse("intake:page", args=[page.key]),
        )
        for page in visit.ruleset.definition.pages
        if shown_on(page, reported)
    ]
    return frame(visit) | {
        "parts": parts,
        "missing": [
            (said, part.changed_at)
            for part in parts
            for said in part.said
            if said.question.link_id in missing
        ],
        "back_url": parts[-1].changed_at,
        "stop_url": reverse("intake:paused"),
        "help_url": reverse("intake:help"),
    }


def done_context(response: Response) -> dict[str, Any]:
    """The receipt: read from what is stored, never from what was meant to be."""
    visit = response.visit
    record = record_of(response)
    return frame(visit) | {
        "response": response,
        "tier_text": record.tier_text,
        "advice": advice_of(response, record),
        "help_url": reverse("intake:help"),
    }
