"""Answers that are saved, sent and corrected, and what they do to the place of a visit."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from triage.accounts.models import User
from triage.audit.actions import record
from triage.audit.models import Actor
from triage.engine import VERSION, codec
from triage.engine.assess import assess, findings, most_urgent
from triage.engine.evaluation import Reported
from triage.engine.paging import report
from triage.engine.terms import Answer, Assessment, Tier
from triage.intake.actions.locks import VisitError, lock, lock_open
from triage.intake.actions.packing import pack
from triage.intake.models import Response, Visit

PLACE = ("urgency", "emergency_at", "emergency_said_at")


class IncompleteAnswersError(VisitError):
    """A form that cannot be sent yet; `missing` holds the link ids of what is missing."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__("Some questions still need an answer.")
        self.missing = missing


@transaction.atomic
def save_answers(
    visit: Visit,
    page: str,
    answers: Mapping[str, Answer | None],
    *,
    left: bool = True,
    by: User | Actor,
) -> Visit:
    """Keep the answers of one page, assess what was said so far, and raise the visit if it must be.

    None takes an answer back. `left` is false when the page stays open because something on it
    is missing: what was said counts all the same.
    """
    visit = lock_open(visit)
    kept = visit.told | {link_id: said for link_id, said in answers.items() if said is not None}
    for link_id in (link_id for link_id, said in answers.items() if said is None):
        kept.pop(link_id, None)
    visit.answers = codec.encode_answers(kept)
    if left and page not in visit.reached:
        visit.reached = [*visit.reached, page]
    visit.saved_at = timezone.now()
    _assess_so_far(visit, by)
    visit.save(update_fields=["answers", "reached", "saved_at", "findings", *PLACE])
    record("intake.answers_saved", visit, by=by)
    return visit


def _assess_so_far(visit: Visit, by: User | Actor) -> None:
    found = findings(visit.ruleset, visit.reported())
    visit.findings = [finding.rule for finding in found]
    visit.urgency = _place(visit, most_urgent(found), by)


def _place(visit: Visit, tier: Tier | None, by: User | Actor) -> int:
    """Return where a visit stands on the worklist. An emergency that was reported stays one."""
    _note_emergency(visit, tier, by)
    # A tick undone may have been the truth.
    said = (tier or 0) if visit.emergency_said_at is None else Tier.EMERGENCY
    return max(said, visit.raised_to)


def _note_emergency(visit: Visit, tier: Tier | None, by: User | Actor) -> None:
    if tier is Tier.EMERGENCY and visit.emergency_said_at is None:
        visit.emergency_said_at = timezone.now()
        visit.emergency_at = visit.emergency_at or visit.emergency_said_at
        record("intake.emergency_reported", visit, by=by)


@transaction.atomic
def ask_for_help(visit: Visit, *, by: User | Actor) -> Visit:
    """Note that the patient wants somebody to come, before the form is sent or after."""
    visit = lock(visit)
    if visit.closed_at is not None:
        raise VisitError("This visit is signed off, so nobody looks for it on the list.")
    visit.help_asked_at = timezone.now()
    visit.save(update_fields=["help_asked_at"])
    record("intake.help_asked", visit, by=by)
    return visit


def submit(visit: Visit, *, incomplete: bool = False, by: User | Actor) -> Response:
    """Freeze the answers and their assessment. Sent again, it returns what was sent first.

    `incomplete` is for staff who hand in a form the patient could not finish: what is missing
    then counts as unsure.
    """
    # Others wait for the lock: it is held for writing, and for rules only if something has changed.
    seen, (reported, assessment) = _basis(visit), _assessed(visit, incomplete=incomplete)
    with transaction.atomic():
        visit = lock(visit)
        if visit.submitted_at is not None:
            return visit.responses.get(number=1)
        if _basis(visit) != seen:
            reported, assessment = _assessed(visit, incomplete=incomplete)
        if not incomplete and assessment.unanswered:
            raise IncompleteAnswersError(assessment.unanswered)
        response = _frozen(visit, 1, reported, assessment, by=by)
        visit.submitted_at = response.submitted_at
        visit.urgency = _place(visit, assessment.tier, by)
        visit.findings = [finding.rule for finding in assessment.findings]
        visit.save(update_fields=["submitted_at", "findings", *PLACE])
        record("intake.submitted", visit, by=by)
    return response


def _basis(visit: Visit) -> tuple[int, dict[str, Any], int]:
    """Return all of a visit that its assessment depends on."""
    return visit.release_id, visit.answers, visit.age


def _assessed(visit: Visit, *, incomplete: bool) -> tuple[Reported, Assessment]:
    reported = report(visit.ruleset, visit.told, age=visit.age, incomplete=incomplete)
    return reported, assess(visit.ruleset, reported)


def _frozen(
    visit: Visit, number: int, reported: Reported, assessment: Assessment, *, by: User | Actor
) -> Response:
    response = Response.objects.create(
        visit=visit,
        release=visit.release,
        number=number,
        answers=codec.encode_answers(reported.answers),
        assessment=codec.encode(assessment),
        urgency=assessment.tier,
        age=reported.age,
        incomplete=reported.incomplete,
        engine_version=VERSION,
        submitted_at=timezone.now(),
        submitted_by=by if isinstance(by, User) else None,
    )
    pack(response, reported.answers, assessment)
    return response


@transaction.atomic
def amend(visit: Visit, answers: Mapping[str, Answer | None], *, by: User) -> Response:
    """Keep corrected answers as a new response; what was sent before stays. No correction lowers a visit."""
    visit = lock(visit)
    last = visit.responses.order_by("number").last()
    if last is None:
        raise VisitError("Nothing was sent yet, so there is nothing to correct.")
    told = {
        link_id: said for link_id, said in (visit.told | dict(answers)).items() if said is not None
    }
    age = visit.age_by(told)
    reported = report(visit.ruleset, told, age=age, incomplete=last.incomplete)
    assessment = assess(visit.ruleset, reported)
    response = _frozen(visit, last.number + 1, reported, assessment, by=by)
    visit.answers = codec.encode_answers(told)
    visit.findings = [finding.rule for finding in assessment.findings]
    _note_emergency(visit, assessment.tier, by)
    visit.urgency = max(visit.urgency, assessment.tier)
    visit.save(update_fields=["answers", "findings", *PLACE])
    record("intake.amended", visit, by=by)
    return response


@transaction.atomic
def set_tier(visit: Visit, tier: Tier, *, by: User) -> Visit:
    """Place a visit where a clinician says; an emergency raises the alert like any other."""
    visit = lock(visit)
    if tier is Tier.EMERGENCY and visit.emergency_at is None:
        visit.emergency_at = timezone.now()
    if visit.submitted_at is None:
        visit.raised_to = tier
    visit.urgency = tier
    visit.save(update_fields=["raised_to", *PLACE])
    record("intake.tier_set", visit, by=by)
    return visit


@transaction.atomic
def close(visit: Visit, *, by: User) -> None:
    """Take a signed-off visit from the worklist. Nothing of it is read: a broken record closes too."""
    Visit.objects.filter(pk=visit.pk).update(closed_at=timezone.now())
    record("intake.visit_closed", visit, by=by)
