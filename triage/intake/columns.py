"""Past responses by the column, as they lie in the database."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from threading import Lock

from django.db.models import Count, Sum

from triage.content.models import Release
from triage.engine.columns import Columns, Layout
from triage.intake.models import PackedResponse

BLOCK = 65_536
KEPT_BLOCKS = 32

Row = tuple[int, int, bytes | memoryview]


@dataclass(frozen=True, slots=True)
class Block:
    """Packed responses of one release that were read together. `ids` names the responses, `sum` adds them up."""

    release: Release
    rules: tuple[str, ...]
    ids: "array[int]"
    sum: int
    columns: Columns


def layout_of(release: Release) -> Layout:
    """Return where everything lies in a packed response to a release: its hash says it all."""
    if release.sha256 not in _layouts:
        _layouts[release.sha256] = Layout(release.ruleset().definition)
    return _layouts[release.sha256]


_layouts: dict[str, Layout] = {}


class _Past:
    """All blocks, oldest first. Full ones are remembered, as a response never changes.

    A response that was erased must not be counted on. Then what is remembered is not what is stored,
    by their number or by the sum of their keys, and everything is read anew.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._full: list[list[Block]] = []

    def blocks(self) -> list[Block]:
        stored = _stored()
        with self._lock:
            read = self._read_on()
            if self._full and _told_apart(read) != stored:
                self._full.clear()
                read = self._read_on()
            return read

    def _read_on(self) -> list[Block]:
        """Return what is remembered and what came after it."""
        read = [block for full in self._full for block in full]
        last = max((block.ids[-1] for block in read), default=0)
        releases: dict[int, Release] = {}
        for blocks in _read_after(last, releases):
            read += blocks
            if _count(blocks) == BLOCK and len(self._full) < KEPT_BLOCKS:
                self._full.append(blocks)
        return read


_past = _Past()


def past_blocks() -> list[Block]:
    """Return all packed responses, oldest first; TamperedReleaseError when a release was changed."""
    return _past.blocks()


def _read_after(last: int, releases: dict[int, Release]) -> Iterator[list[Block]]:
    rows = PackedResponse.objects.order_by("pk").values_list("release_id", "pk", "content")
    many = BLOCK
    while many == BLOCK:
        found: list[Row] = list(rows.filter(pk__gt=last)[:BLOCK])
        many = len(found)
        last = found[-1][1] if found else last
        yield [
            _block(_release(releases, release_id), list(of_one))
            for release_id, of_one in groupby(sorted(found, key=itemgetter(0)), key=itemgetter(0))
        ]


def _release(known: dict[int, Release], pk: int) -> Release:
    if pk not in known:
        known[pk] = Release.objects.defer("definition").get(pk=pk)
    return known[pk]


def _block(release: Release, rows: list[Row]) -> Block:
    layout = layout_of(release)
    ids = array("q", [pk for _, pk, _ in rows])
    content = b"".join(content for _, _, content in rows)
    return Block(release, tuple(layout.rules), ids, sum(ids), Columns(layout, content))


def _stored() -> tuple[int, int]:
    """How many packed responses there are, and the sum of their keys."""
    told = PackedResponse.objects.aggregate(many=Count("pk"), sum=Sum("pk", default=0))
    return told["many"], int(told["sum"])


def _told_apart(blocks: list[Block]) -> tuple[int, int]:
    """The same of what was read."""
    return _count(blocks), sum(block.sum for block in blocks)


def _count(blocks: list[Block]) -> int:
    return sum(len(block.ids) for block in blocks)
