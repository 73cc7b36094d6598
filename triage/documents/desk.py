"""What staff did about a visit, as the summary prints it; for what was not done, room to write."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from triage.documents.limits import Limits, lines_of
from triage.intake.models import Visit
from triage.worklist.acts import acts_of, override_of
from triage.worklist.models import Act, Kind, SignOff
from triage.worklist.rows import acknowledgement_of, sign_off_of

TOLD = (Kind.OVERRIDE, Kind.CORRECTION, Kind.EXAMINATION, Kind.OUTCOME, Kind.AMENDMENT, Kind.FINAL)


@dataclass(frozen=True, slots=True)
class Entry:
    """One act with who did it and when."""

    kind: str
    words: str
    is_cut: bool
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided and signed."""

    decision: str
    note: str
    signature: str
    signed_at: datetime
    longest: int

    @property
    def lines(self) -> list[str]:
        """The note as far as paper has room for it, line by line."""
        return lines_of(self.note, self.longest)

    @property
    def is_cut(self) -> bool:
        """Whether there is more in the record."""
        return len(self.note) > self.longest


@dataclass(frozen=True, slots=True)
class Desk:
    """All that was done. `left_out` counts acts that only the record has."""

    entries: tuple[Entry, ...]
    left_out: int
    override: Entry | None
    signed: Decision | None
    taken_by: str
    examined: bool
    ended: bool


def desk_of(visit: Visit, limits: Limits) -> Desk:
    """Return what staff did about a visit so far, within these limits."""
    acts = [act for act in acts_of(visit) if act.kind in TOLD] if visit.pk else []
    signed, taken = sign_off_of(visit), acknowledgement_of(visit)
    shown = _most_telling(acts, limits.acts)
    override = override_of(visit) if acts else None
    return Desk(
        entries=tuple(_entry(act, limits.entry) for act in shown),
        left_out=len(acts) - len(shown),
        override=_entry(override, limits.entry) if override else None,
        signed=_decision(signed, limits.note) if signed else None,
        taken_by=taken.acknowledged_by.display_name if taken else "",
        examined=any(act.kind == Kind.EXAMINATION for act in acts),
        ended=any(act.kind == Kind.OUTCOME for act in acts),
    )


def _most_telling(acts: Iterable[Act], most: int) -> list[Act]:
    """Return the last act of each kind, then the latest of the others, in the order of time."""
    latest_first = sorted(acts, key=lambda act: -act.number)
    last_of_kind = {act.kind: act for act in reversed(latest_first)}
    ordered = sorted(latest_first, key=lambda act: act is not last_of_kind[act.kind])
    return sorted(ordered[:most], key=lambda act: act.number)


def _entry(act: Act, longest: int) -> Entry:
    words = act.words.replace(" → ", " to ")
    return Entry(
        kind=act.get_kind_display(),
        words=words[:longest],
        is_cut=len(words) > longest,
        by=act.acted_by.signature,
        at=act.acted_at,
    )


def _decision(signed: SignOff, longest: int) -> Decision:
    return Decision(
        decision=signed.get_decision_display(),
        note=signed.note,
        signature=signed.signed_by.signature,
        signed_at=signed.signed_at,
        longest=longest,
    )
