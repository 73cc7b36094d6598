"""What a release changes against the one patients are asked now."""

from dataclasses import dataclass
from functools import lru_cache

from triage.content.models import Release
from triage.engine.diff import Change, changes
from triage.engine.moves import IncomparableError, Moves, moves
from triage.engine.ruleset import Ruleset, prepare
from triage.engine.terms import Definition


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs, in words, and whom it moves; or why nobody can say whom."""

    changes: tuple[Change, ...]
    moves: Moves
    incomparable: str = ""


def before(release: Release) -> Release | None:
    """Return the release this one replaces, or would replace."""
    earlier = Release.objects.filter(
        questionnaire=release.questionnaire, published_at__isnull=False
    ).exclude(pk=release.pk)
    if release.published_at:
        earlier = earlier.filter(published_at__lt=release.published_at)
    return earlier.order_by("-published_at").first()


def compared(old: Release, new: Release) -> Comparison:
    """Return what the new release changes; TamperedReleaseError when one is not what it was."""
    return _compared(_Kept(old.sha256, old.stored()), _Kept(new.sha256, new.stored()))


def compare(old: Ruleset, new: Ruleset) -> Comparison:
    """Return what differs between two editions."""
    try:
        return Comparison(changes(old, new), moves(old, new))
    except IncomparableError as error:
        return Comparison(changes(old, new), Moves(), str(error))


class _Kept:
    """A definition that is remembered under its hash: the hash says all there is."""

    def __init__(self, sha256: str, definition: Definition) -> None:
        self.sha256, self.definition = sha256, definition

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.sha256 == self.sha256

    def __hash__(self) -> int:
        return hash(self.sha256)


@lru_cache(maxsize=16)
def _compared(old: _Kept, new: _Kept) -> Comparison:
    return compare(prepare(old.definition), prepare(new.definition))
