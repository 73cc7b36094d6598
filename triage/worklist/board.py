"""The list as a whole: who stands where, and no record that hides another."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from traceback import extract_tb

from django.db.models import Prefetch
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from triage.engine.terms import Tier
from triage.intake.models import Response, Visit
from triage.intake.models.visit import VisitQuerySet
from triage.ui.tiers import tier_word
from triage.worklist.models import Act, Kind
from triage.worklist.rows import is_left_over

logger = logging.getLogger(__name__)

Draw = Callable[[Visit], SafeString]


@dataclass(frozen=True, slots=True)
class Place:
    """A group of the list; the smaller its order, the further up it stands."""

    order: int
    name: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A visit that cannot be shown; all that is sure of it."""

    code: str
    tier: Tier | None


@dataclass(slots=True)
class Board:
    """All visits of a list, drawn; those that cannot be shown are told apart."""

    unreadable: list[Unreadable] = field(default_factory=list)
    groups: dict[Place, list[SafeString]] = field(default_factory=dict)
    asking: list[Visit] = field(default_factory=list)
    samples: set[bool] = field(default_factory=set)

    @property
    def ordered(self) -> list[tuple[Place, list[SafeString]]]:
        """The groups from top to bottom."""
        return sorted(self.groups.items(), key=lambda group: group[0].order)

    @property
    def count(self) -> int:
        """How many visits are on the list."""
        return len(self.unreadable) + sum(len(rows) for rows in self.groups.values())

    @property
    def is_sample(self) -> bool:
        """Whether the list rests on content no clinical owner has approved, as far as it can tell."""
        return self.samples != {False}


def place_of(visit: Visit, today: date) -> Place:
    """Return the group a visit belongs to."""
    if visit.tier is not None:
        return Place(Tier.EMERGENCY - visit.tier, str(tier_word(visit.tier)))
    if is_left_over(visit, today):
        return Place(len(Tier) + 1, _("Left unfinished on an earlier day"))
    return Place(len(Tier), _("No result yet"))


def board_of(visits: VisitQuerySet, draw: Draw, place: Callable[[Visit], Place | None]) -> Board:
    """Draw every visit that has a place, in the order given; a broken record breaks only itself."""
    made, read = Board(), list(_each(visits))
    _count_namesakes(visit for visit in read if isinstance(visit, Visit))
    for visit in read:
        if isinstance(visit, Unreadable):
            made.unreadable.append(visit)
            continue
        try:
            _add(made, visit, draw, place)
        except Exception as error:  # noqa: BLE001 (whatever is wrong with one, the others are shown)
            note_unreadable(visit.code, error)
            made.unreadable.append(Unreadable(visit.code, _tier(visit.urgency)))
    return made


def _count_namesakes(visits: Iterable[Visit]) -> None:
    """Tell each visit how many of them have a patient who is called the same.

    Here and not in the query: with a window over the names SQLite reads every visit there ever was.
    """
    called = [(visit, str(visit.patient.name).casefold()) for visit in visits]
    counted = Counter(name for _visit, name in called)
    for visit, name in called:
        vars(visit)["namesakes"] = counted[name]


def note_unreadable(code: str, error: Exception) -> None:
    """Log which record is broken and where; the message may hold what the patient said."""
    where = extract_tb(error.__traceback__)[-1]
    logger.error(
        "Visit %s cannot be shown: %s at %s:%s",
        code,
        type(error).__name__,
        where.filename,
        where.lineno,
    )


def tier_of(visits: VisitQuerySet) -> Tier | None:
    """Return the tier of a visit that may be broken; an emergency when even that cannot be read."""
    try:
        return _tier(visits.values_list("urgency", flat=True).get())
    except Exception:  # noqa: BLE001 (whatever is wrong, nobody is told less than the worst)
        return Tier.EMERGENCY


def _tier(urgency: int) -> Tier | None:
    """Return what is stored as a tier; what is none of them alarms."""
    if urgency == 0:
        return None
    return Tier(urgency) if urgency in set(Tier) else Tier.EMERGENCY


def _add(made: Board, visit: Visit, draw: Draw, place: Callable[[Visit], Place | None]) -> None:
    where = place(visit)
    if where is None:
        return
    row = draw(visit)
    row.encode()  # half a character is found here, not when the whole page is sent
    made.groups.setdefault(where, []).append(row)
    made.samples.add(visit.release.is_sample)
    if visit.asks_for_help:
        made.asking.append(visit)


def _each(visits: VisitQuerySet) -> Iterator[Visit | Unreadable]:
    """Read all at once; one by one only if one of them cannot be read."""
    fetched = whole(visits)
    try:
        yield from list(fetched)
    except Exception as error:  # noqa: BLE001 (a column may hold what no converter expects)
        logger.warning("The list is read one by one: %s", type(error).__name__)
    else:
        return
    for pk, code, urgency in list(visits.values_list("pk", "code", "urgency")):
        try:
            yield fetched.get(pk=pk)
        except Exception as error:  # noqa: BLE001 (the same)
            note_unreadable(code, error)
            yield Unreadable(code, _tier(urgency))


def whole(visits: VisitQuerySet) -> VisitQuerySet:
    """Fetch with a visit all that its line says, in three queries however many there are."""
    hands = Act.objects.filter(kind__in=(Kind.CLAIM, Kind.RELEASE)).select_related("acted_by")
    responses = Response.objects.select_related("submitted_by").defer("answers")
    return (
        visits.select_related(
            "patient", "release", "sign_off__signed_by", "acknowledgement__acknowledged_by"
        )
        .defer("release__definition")
        .prefetch_related(Prefetch("responses", responses), Prefetch("acts", hands))
    )
