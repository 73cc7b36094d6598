"""The acts on a visit: each by name, each next to the one its writer saw last."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from triage.accounts.models import User
from triage.audit.actions import record
from triage.engine.terms import Answer, Tier
from triage.intake.actions import amend, set_tier
from triage.intake.models import Response, Visit
from triage.intake.record import said_to
from triage.worklist.actions.alerts import acknowledge
from triage.worklist.acts import allowed, claim_of, has_opened, is_signed, last_seen, tier_words
from triage.worklist.models import Acknowledgement, Act, Kind


class ActError(ValueError):
    """An act that the visit does not allow; the message is fit to show."""


class ConflictError(ActError):
    """Somebody else was first; `newer` is what they did."""

    def __init__(self, newer: Sequence[Act]) -> None:
        names = ", ".join(dict.fromkeys(act.acted_by.display_name for act in newer))
        super().__init__(f"{names} wrote while you were writing. Nothing of yours is kept yet.")
        self.newer = tuple(newer)


@transaction.atomic
def note(
    visit: Visit, kind: Kind, *, words: str, details: Mapping[str, Any], seen: int, by: User
) -> Act:
    """Write an examination, an outcome or an amendment."""
    return _write(lock(visit, kind, seen), kind, words, details, by)


@transaction.atomic
def claim(visit: Visit, *, seen: int, by: User) -> Act:
    """Take a visit in hand; who has seen that somebody else has it takes it over."""
    visit = lock(visit, Kind.CLAIM, seen)
    held = claim_of(visit)
    if held and held.acted_by == by:
        raise ActError("You have this visit already.")
    words = f"Over from {held.acted_by.display_name}." if held else ""
    return _write(visit, Kind.CLAIM, words, {}, by)


@transaction.atomic
def release(visit: Visit, *, seen: int, by: User) -> Act:
    """Let a visit go, so that somebody else can take it."""
    visit = lock(visit, Kind.RELEASE, seen)
    held = claim_of(visit)
    if held is None:
        raise ActError("Nobody has this visit.")
    if held.acted_by != by:
        raise ActError(f"{held.acted_by.display_name} has this visit. You can take it over.")
    return _write(visit, Kind.RELEASE, "", {}, by)


@transaction.atomic
def override(visit: Visit, *, tier: Tier, reason: str = "", seen: int, by: User) -> Act:
    """Set the tier: up at once, down only with a reason by somebody who has opened the answers."""
    visit = lock(visit, Kind.OVERRIDE, seen)
    before = visit.tier
    if tier is before:
        raise ActError("The visit has this tier already.")
    if visit.submitted_at is None:
        _is_up(tier, before)
    elif before and tier < before:
        _may_lower(visit, reason, by)
    words = f"From {tier_words(before)} to {tier_words(tier)}. {reason}".strip()
    details = {"from": before.code if before else "", "to": tier.code, "reason": reason}
    written = _write(visit, Kind.OVERRIDE, words, details, by)
    set_tier(visit, tier, by=by)
    return written


@transaction.atomic
def correct(
    visit: Visit, *, answers: Mapping[str, Answer | None], reason: str, seen: int, by: User
) -> Act:
    """Answer anew together with the patient; what was sent before stays as it was sent."""
    visit = lock(visit, Kind.CORRECTION, seen)
    if not reason:
        raise ActError("Say why the answers are corrected.")
    before = visit.responses.order_by("number").last()
    after = amend(visit, answers, by=by)
    assert before is not None  # noqa: S101 (only what was sent can be corrected)
    changed = sorted(
        link_id
        for link_id in before.answers.keys() | after.answers.keys()
        if before.answers.get(link_id) != after.answers.get(link_id)
    )
    details = {"before": before.number, "after": after.number, "changed": changed}
    words = " ".join([reason, *(_difference(visit, one, before, after) for one in changed)])
    return _write(visit, Kind.CORRECTION, words, details, by)


def lock(visit: Visit, kind: Kind | None, seen: int) -> Visit:
    """Return the visit held until the transaction ends, if nothing was written since `seen`."""
    locked = Visit.objects.select_for_update(of=("self",)).select_related("patient", "release")
    visit = locked.defer("release__definition").get(pk=visit.pk)
    if last_seen(visit) > seen:
        raise ConflictError(list(visit.acts.filter(number__gt=seen).select_related("acted_by")))
    if kind is not None and kind not in allowed(visit, is_signed=is_signed(visit)):
        raise ActError("This cannot be done with the visit as it stands now.")
    return visit


def _difference(visit: Visit, link_id: str, before: Response, after: Response) -> str:
    question = visit.ruleset.question(link_id)
    was, now = (
        said_to(question, response.told.get(link_id)).answer or "no answer"
        for response in (before, after)
    )
    return f"{question.name}: {was} → {now}."


def _is_up(tier: Tier, before: Tier | None) -> None:
    # Of a form that is under way nobody can say yet that it holds no red flag.
    if tier <= (before or Tier.SELF_CARE):
        raise ActError("While the form is under way, a visit can only be made more urgent.")


def _may_lower(visit: Visit, reason: str, by: User) -> None:
    if not reason:
        raise ActError("A less urgent tier needs a reason.")
    if not has_opened(visit, by):
        raise ActError("Open the answers before you set a less urgent tier.")
    # Who lowers an emergency by name has taken note of it.
    if visit.emergency_at and not Acknowledgement.objects.filter(visit=visit).exists():
        acknowledge(visit, by=by)


def _write(visit: Visit, kind: Kind, words: str, details: Mapping[str, Any], by: User) -> Act:
    act: Act = Act.objects.create(
        visit=visit,
        number=last_seen(visit) + 1,
        kind=kind,
        words=words,
        details=dict(details),
        acted_at=timezone.now(),
        acted_by=by,
    )
    record("worklist.acted", visit, by=by)
    return act
