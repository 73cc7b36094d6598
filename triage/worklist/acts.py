"""What the acts on a visit amount to."""

from triage.accounts.models import User
from triage.audit.models import AuditEvent
from triage.engine.terms import Tier
from triage.intake.models import Visit
from triage.worklist.models import Act, Kind, SignOff


def acts_of(visit: Visit) -> list[Act]:
    """Return the acts on a visit, the first one first."""
    return sorted(visit.acts.all(), key=lambda act: act.number)


def last_seen(visit: Visit) -> int:
    """Return the number of the last act; 0 while there is none."""
    return max((act.number for act in visit.acts.all()), default=0)


def claim_of(visit: Visit) -> Act | None:
    """Return who has the visit in hand, if somebody has."""
    return _last(visit, {Kind.CLAIM}, {Kind.CLAIM, Kind.RELEASE})


def override_of(visit: Visit) -> Act | None:
    """Return who set the tier last, if somebody did."""
    return _last(visit, {Kind.OVERRIDE}, {Kind.OVERRIDE})


def raised_to_emergency(visit: Visit) -> list[Act]:
    """Return each time a clinician made the visit an emergency."""
    return [act for act in acts_of(visit) if act.details.get("to") == Tier.EMERGENCY.code]


def allowed(visit: Visit, *, is_signed: bool) -> frozenset[Kind]:
    """Return what can be done with a visit as it stands. Signed is closed: then there are amendments."""
    hands = {Kind.CLAIM, Kind.RELEASE}
    if is_signed:
        return frozenset({Kind.AMENDMENT, Kind.FINAL})
    if visit.submitted_at is None:
        return frozenset({*hands, Kind.OVERRIDE, Kind.EXAMINATION})
    return frozenset({*hands, Kind.OVERRIDE, Kind.CORRECTION, Kind.EXAMINATION, Kind.OUTCOME})


def is_signed(visit: Visit) -> bool:
    """Return whether somebody has signed the visit off."""
    return SignOff.objects.filter(visit=visit).exists()


def has_opened(visit: Visit, person: User) -> bool:
    """Return whether somebody opened the visit since its answers are what they are."""
    response = visit.responses.order_by("number").last()
    opened = AuditEvent.objects.about(visit).filter(action="worklist.visit_read", user=person)
    return response is not None and opened.filter(happened_at__gte=response.submitted_at).exists()


def tier_words(tier: Tier | None) -> str:
    """Return the name a tier has in a ledger."""
    return tier.code.replace("_", " ") if tier else "no result yet"


def _last(visit: Visit, wanted: set[Kind], among: set[Kind]) -> Act | None:
    last = next((act for act in reversed(acts_of(visit)) if act.kind in among), None)
    return last if last and last.kind in wanted else None
