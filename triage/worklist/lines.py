"""The lines of the list, drawn anew where something on them has changed.

The list is fetched every few seconds by everybody on duty, and most of its lines say what they said
before. So the lines of the last whole list are remembered, each by all that was fetched for it; as
soon as a visit has left the list, the next drawing of it forgets its line. The same line drawn
without a memory is what the tests hold it to.
"""

from collections.abc import Hashable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256

from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from triage.intake.models import Visit
from triage.ui import drawn
from triage.ui.templatetags.backstop import waited
from triage.worklist.rows import is_late, row_of, waiting_of

ROW = "worklist/_row.html"

# By what those who look may see, and by the day: the lines of the last whole list.
_last: dict[Hashable, dict[bytes, drawn.Pieces]] = {}


class Lines:
    """How lines are drawn for somebody who sees so much of them, at this moment."""

    def __init__(self, sees: Mapping[str, bool], now: datetime, csrf_token: str) -> None:
        self.sees = dict(sees)
        self.now = now
        self._token = csrf_token
        self._seen_by = (get_language(), *sorted(sees.items()))
        self._known = _last.get(self._seen_by, {})
        self._drawn: dict[bytes, drawn.Pieces] = {}

    def plain(self, visit: Visit) -> SafeString:
        """Draw the line of a visit."""
        return mark_safe(self._draw(visit, self._own(visit)))  # noqa: S308 a template has drawn it

    def draw(self, visit: Visit) -> SafeString:
        """Draw the line of a visit, or take it from memory when it would look the same."""
        own, looks = self._own(visit), self._looks(visit)
        pieces = self._known.get(looks)
        if pieces is None:
            pieces = drawn.in_pieces(self._draw(visit, drawn.marks(own)))
        self._drawn[looks] = pieces
        return drawn.put_together(pieces, own)

    def keep(self) -> None:
        """Remember the lines that were drawn, and no others: it was the whole list."""
        _last[self._seen_by] = self._drawn

    def _draw(self, visit: Visit, own: Mapping[str, str]) -> str:
        return render_to_string(ROW, {"row": row_of(visit, self.now), **self.sees, **own})

    def _own(self, visit: Visit) -> dict[str, str]:
        """What is another with every drawing."""
        return {"waiting": waited(waiting_of(visit, self.now)), "csrf_token": self._token}

    def _looks(self, visit: Visit) -> bytes:
        """All that a line hangs on: what was fetched with the visit, and what the clock makes of it."""
        day = timezone.localdate(self.now)
        told = repr((*_fetched(visit), day, is_late(visit, self.now)))
        return sha256(told.encode(errors="surrogatepass")).digest()


def _fetched(record: models.Model) -> Iterator[object]:
    """Yield every column that was fetched of a record, and of those that were fetched with it."""
    yield [value for name, value in vars(record).items() if not name.startswith("_")]
    with_it: list[models.Model | None] = [
        one for name, one in record._state.fields_cache.items() if name != "visit"
    ]
    for several in getattr(record, "_prefetched_objects_cache", {}).values():
        with_it += several
    for one in with_it:
        yield from () if one is None else _fetched(one)
