"""Answers that were given on paper and are keyed in by staff."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from triage.accounts.models import User
from triage.audit.actions import record
from triage.engine.terms import Answer
from triage.intake.actions.answering import IncompleteAnswersError, save_answers, submit
from triage.intake.actions.locks import VisitError, lock_open
from triage.intake.models import Invitation, Response, Visit, Way


@transaction.atomic
def put_on_paper(visit: Visit, *, by: User) -> Visit:
    """Note that the patient answers on paper; no screen holds the visit any longer."""
    visit = lock_open(visit)
    if visit.saved_at is not None and visit.way != Way.PAPER:
        raise VisitError(
            "The patient has begun on a screen. Start a visit of its own for the paper."
        )
    visit.way, visit.token_hash, visit.held_until = Way.PAPER, None, None
    visit.save(update_fields=["way", "token_hash", "held_until"])
    Invitation.objects.unspent().filter(visit=visit).update(withdrawn_at=timezone.now())
    record("intake.put_on_paper", visit, by=by)
    return visit


@transaction.atomic
def key_in(
    visit: Visit,
    answers: Mapping[str, Mapping[str, Answer | None]],
    *,
    seen: str | None = None,
    by: User,
) -> Visit:
    """Keep what stands on each page of the paper, all of it or nothing.

    `seen` is the mark of what the screen showed: what somebody else has keyed in since is not lost.
    """
    visit = lock_open(visit)
    if visit.way != Way.PAPER:
        raise VisitError("This form is being filled in on a screen.")
    if seen is not None and seen != keyed_mark(visit):
        raise VisitError(
            "Somebody else has keyed in this paper since you opened it. Yours was not saved."
        )
    for page, said in answers.items():
        visit = save_answers(visit, page, said, by=by)
    return visit


def keyed_mark(visit: Visit) -> str:
    """Return another text whenever something was keyed in since."""
    return visit.saved_at.isoformat() if visit.saved_at else ""


@transaction.atomic
def submit_paper(visit: Visit, *, by: User) -> Response:
    """Send what the paper says. What it leaves out nobody can ask any more, so it counts as unsure."""
    try:
        return submit(visit, by=by)
    except IncompleteAnswersError:
        return submit(visit, incomplete=True, by=by)
