"""What staff did about a visit, as the summary prints it; before that, room to write."""

from dataclasses import dataclass
from datetime import datetime

from triage.intake.models import Visit
from triage.worklist.rows import acknowledgement_of, sign_off_of

LONGEST_NOTE = 600
"""Letters of a note on paper; what is longer continues in the record."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The decision that was signed."""

    decision: str
    note: str
    signature: str
    signed_at: datetime
    taken_by: str

    @property
    def lines(self) -> list[str]:
        """The note as far as paper has room for it, line by line."""
        return [line for line in self.note[:LONGEST_NOTE].splitlines() if line.strip()]

    @property
    def is_cut(self) -> bool:
        """Whether there is more in the record."""
        return len(self.note) > LONGEST_NOTE


def desk_of(visit: Visit) -> Desk | None:
    """Return what was signed off, or None while nobody did."""
    signed, taken = sign_off_of(visit), acknowledgement_of(visit)
    if signed is None:
        return None
    return Desk(
        decision=signed.get_decision_display(),
        note=signed.note,
        signature=signed.signed_by.signature,
        signed_at=signed.signed_at,
        taken_by=taken.acknowledged_by.display_name if taken else "",
    )
