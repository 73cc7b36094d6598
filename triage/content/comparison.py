"""What a release changes against the one patients are asked now."""

from dataclasses import dataclass
from functools import lru_cache

from triage.accounts.models import User
from triage.content.models import Edit, Release
from triage.engine import codec
from triage.engine.diff import Change, changes
from triage.engine.moves import IncomparableError, Moves, moves
from triage.engine.ruleset import Ruleset, prepare
from triage.engine.solver import ProofError
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


def writers(release: Release) -> tuple[User, ...]:
    """Return who edited what a release changes against the one it replaces."""
    edits = Edit.objects.filter(
        questionnaire=release.questionnaire_id, happened_at__lte=release.submitted_at
    )
    if replaced := before(release):
        edits = edits.filter(happened_at__gt=replaced.submitted_at)
    return tuple(User.objects.filter(pk__in=edits.values("user")).order_by("pk"))


def compared(old: Definition, new: Definition) -> Comparison:
    """Return what differs between two definitions that can be worked with."""
    return _compared(_Kept(old), _Kept(new))


def compare(old: Ruleset, new: Ruleset) -> Comparison:
    """Return what differs between two editions."""
    try:
        return Comparison(changes(old, new), moves(old, new))
    except (IncomparableError, ProofError) as error:
        return Comparison(changes(old, new), Moves(), str(error))


class _Kept:
    """A definition that is remembered under its hash: the hash says all there is."""

    def __init__(self, definition: Definition) -> None:
        self.sha256, self.definition = codec.digest(codec.encode(definition)), definition

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.sha256 == self.sha256

    def __hash__(self) -> int:
        return hash(self.sha256)


@lru_cache(maxsize=16)
def _compared(old: _Kept, new: _Kept) -> Comparison:
    return compare(prepare(old.definition), prepare(new.definition))
