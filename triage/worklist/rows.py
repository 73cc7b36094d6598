"""One visit as one line of the list."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from triage.engine.paging import shown_on
from triage.engine.terms import Page, Tier
from triage.intake.models import Response, Visit
from triage.intake.presenters import resume_key
from triage.ui.hours import closing_time
from triage.ui.templatetags.backstop import when
from triage.worklist.acts import claim_of
from triage.worklist.models import Acknowledgement, Act, SignOff

HEADLINES = 2


@dataclass(frozen=True, slots=True)
class State:
    """How far a visit has come."""

    icon: str
    words: str
    detail: str


@dataclass(frozen=True, slots=True)
class Row:
    """What the list says of a visit: who, how soon, why, how far."""

    visit: Visit
    age: int
    headlines: tuple[str, ...]
    more: int
    not_sure: int
    not_answered: int
    state: State
    taken: Acknowledgement | None
    must_be_taken: bool
    is_late: bool
    claim: Act | None
    shares_name: bool


def row_of(visit: Visit, now: datetime) -> Row:
    """Return the line of a visit."""
    headlines, more = _headlines(visit)
    not_sure, not_answered = _open(visit)
    signed = sign_off_of(visit)
    return Row(
        visit=visit,
        age=visit.patient.age_on(timezone.localdate(visit.started_at)),
        headlines=headlines,
        more=more,
        not_sure=not_sure,
        not_answered=not_answered,
        state=_state(visit),
        taken=acknowledgement_of(visit),
        must_be_taken=bool(visit.emergency_at) and not (signed or acknowledgement_of(visit)),
        is_late=is_late(visit, now),
        claim=None if signed else claim_of(visit),
        # In the past a shared name confuses nobody.
        shares_name=not signed and getattr(visit, "namesakes", 1) > 1,
    )


def waiting_of(visit: Visit, now: datetime) -> timedelta:
    """Return how long somebody has waited, or had to until they were signed off."""
    signed = sign_off_of(visit)
    return (signed.signed_at if signed else now) - visit.started_at


def was_taken_back(visit: Visit, response: Response | None) -> bool:
    """Return whether the answers held an emergency once that they no longer show."""
    said_at = visit.emergency_said_at
    if said_at is None:
        return False
    if response:
        return response.tier is not Tier.EMERGENCY and said_at <= response.submitted_at
    return all(visit.ruleset.rule(rule).tier is not Tier.EMERGENCY for rule in visit.findings)


def response_of(visit: Visit) -> Response | None:
    """Return what was sent last, if anything was."""
    return max(visit.responses.all(), key=lambda response: response.number, default=None)


def sign_off_of(visit: Visit) -> SignOff | None:
    """Return who signed the visit off and what they decided, if somebody did."""
    return getattr(visit, "sign_off", None)


def acknowledgement_of(visit: Visit) -> Acknowledgement | None:
    """Return who took note of the emergency, if somebody did."""
    return getattr(visit, "acknowledgement", None)


def is_left_over(visit: Visit, today: date) -> bool:
    """Return whether the form was left on an earlier day with nothing urgent said."""
    begun = timezone.localdate(visit.started_at)
    return not visit.urgency and visit.submitted_at is None and begun < today


def is_late(visit: Visit, now: datetime) -> bool:
    """Return whether somebody who had to be seen that day was not, when the clinic closed."""
    if visit.urgency < Tier.SAME_DAY or sign_off_of(visit):
        return False
    day = timezone.localdate(visit.started_at)
    closes = datetime.combine(day, closing_time(settings.BACKSTOP_STAFFED, day))
    return timezone.localtime(now) > timezone.make_aware(closes)


def page_at(visit: Visit) -> Page | None:
    """Return the page the patient is on; None when only sending is left."""
    key = resume_key(visit)
    return next((page for page in visit.ruleset.definition.pages if page.key == key), None)


def _headlines(visit: Visit) -> tuple[tuple[str, ...], int]:
    """The titles of the most urgent rules, and how many more there are."""
    rules = [visit.ruleset.rule(rule) for rule in visit.findings]
    titles = [rule.title for rule in rules if rule.tier == rules[0].tier][:HEADLINES]
    if was_taken_back(visit, response_of(visit)):
        taken_back = _("An emergency answer was given and later changed")
        return (taken_back, *titles[:1]), len(rules[1:])
    return tuple(titles), len(rules) - len(titles)


def _open(visit: Visit) -> tuple[int, int]:
    """How many answers are not sure, and how many are missing from what was sent."""
    if response := response_of(visit):
        assessment = response.assessed()
        return len(assessment.unsure), len(assessment.unanswered)
    so_far = visit.reported()
    return len(so_far.unsure & so_far.answers.keys()), 0


def _state(visit: Visit) -> State:
    response = response_of(visit)
    if signed := sign_off_of(visit):
        return _told("tick", _("Signed off"), signed.signed_by.display_name, when(signed.signed_at))
    if visit.asks_for_help and visit.help_asked_at:
        how_far = _sent(response) if response else _part(visit)
        return _told("bell", _("Asks for help"), how_far, when(visit.help_asked_at))
    if response:
        return _told("sent", _sent(response), _by(response), when(response.submitted_at))
    if visit.saved_at is None:
        return _told("clock", _("Not begun"))
    last = _("last answer %(at)s") % {"at": when(visit.saved_at)}
    return _told("pen", _("Filling in"), _part(visit), last)


def _told(icon: str, words: str, *details: str) -> State:
    return State(icon, words, ", ".join(detail for detail in details if detail))


def _sent(response: Response) -> str:
    return _("Handed in unfinished") if response.incomplete else _("Sent")


def _by(response: Response) -> str:
    return response.submitted_by.display_name if response.submitted_by else ""


def _part(visit: Visit) -> str:
    """How far the patient is, in words."""
    page = page_at(visit)
    if page is None:
        return _("checking the answers")
    reported = visit.reported()
    parts = [one for one in visit.ruleset.definition.pages if shown_on(one, reported)]
    return _("part %(part)s of %(of)s, %(title)s") % {
        "part": parts.index(page) + 1,
        "of": len(parts),
        "title": page.title,
    }
