"""What a list is narrowed to. No filter hides an emergency, or somebody who waited too long."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import QuerySet
from django.http import QueryDict

from triage.accounts.models import User
from triage.accounts.roles import Role
from triage.engine.terms import Tier
from triage.intake.models import Visit
from triage.ui.tiers import OPEN, tier_code
from triage.worklist.acts import claim_of
from triage.worklist.rows import is_late
from triage.worklist.search import matches


class Stage(StrEnum):
    """How far a visit has come, as the list is asked for it."""

    NOT_BEGUN = "not_begun"
    UNDER_WAY = "under_way"
    HELP = "help"
    SENT = "sent"
    MINE = "mine"
    FREE = "free"


STAGES = {
    Stage.NOT_BEGUN: "Not begun",
    Stage.UNDER_WAY: "Filling in",
    Stage.HELP: "Asks for help",
    Stage.SENT: "Sent",
    Stage.MINE: "Taken by me",
    Stage.FREE: "Taken by nobody",
}
# Digits that fit the key of a row, whatever the database.
LONGEST_KEY = 19
FILTERS = ("tier", "state", "with")
TIERS = (*(tier.code for tier in reversed(Tier)), OPEN)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asked the list for."""

    sought: str
    tier: str
    stage: Stage | None
    person: int
    holder: int = 0

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out."""
        return bool(self.sought or self.tier or self.stage or self.holder)

    def wants(self, visit: Visit, now: datetime) -> bool:
        """Return whether a visit is shown. An emergency always is, by its tier or by what was once
        said, and so is whoever should have been seen before the clinic closed."""
        if visit.tier is Tier.EMERGENCY or visit.emergency_at or is_late(visit, now):
            return True
        return (
            matches(visit, self.sought)
            and self.tier in {"", tier_code(visit.tier)}
            and (self.stage is None or self._is_at(visit, self.stage))
            and (not self.holder or _held_by(visit) == self.holder)
        )

    def _is_at(self, visit: Visit, stage: Stage) -> bool:
        held = _held_by(visit)
        is_sent = visit.submitted_at is not None
        return {
            Stage.NOT_BEGUN: visit.saved_at is None and not is_sent,
            Stage.UNDER_WAY: visit.saved_at is not None and not is_sent,
            Stage.HELP: visit.asks_for_help,
            Stage.SENT: is_sent,
            Stage.MINE: held == self.person,
            Stage.FREE: held is None,
        }[stage]


def wanted_by(asked: QueryDict, sought: str, person: int) -> Wanted:
    """Return what an address and a search ask for; what an address cannot mean is taken for nothing."""
    tier, stage = asked.get("tier", ""), asked.get("state", "")
    return Wanted(
        sought=sought,
        tier=tier if tier in TIERS else "",
        stage=Stage(stage) if stage in STAGES else None,
        person=person,
        holder=number(asked.get("with")),
    )


def clinicians() -> QuerySet[User]:
    """Return those whose visits can be asked for by name."""
    return User.objects.filter(groups__name=Role.CLINICIAN).order_by("shown_name", "username")


def number(text: str | None) -> int:
    """Return a number out of an address; 0 for what is none, or larger than any key."""
    plain = text or ""
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < LONGEST_KEY else 0


def _held_by(visit: Visit) -> int | None:
    claim = claim_of(visit)
    return claim.acted_by_id if claim else None
