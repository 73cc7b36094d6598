"""What is the same for everybody, drawn once and then taken from memory.

Most of what a patient's page costs is drawing what never changes: the frame, and each question with
its answers. Both are remembered by all that they hang on, in pieces; what is one patient's own is
put in between. The same page drawn without a memory is what the tests hold it to.

Nothing of a patient is ever remembered: no tick, no word, no mistake.
"""

import re
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from html import unescape
from itertools import cycle
from secrets import token_hex
from threading import Lock
from typing import NamedTuple

from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

FIELD = "clinic/field.html"
# Nobody can guess it, so no text can hold it.
_MARK = token_hex(16)
_MARKED = re.compile(rf"{_MARK}-([a-z_]+)\.")
_TICK = re.compile(
    r'(<input type="(?:radio|checkbox)" name="[^"]*" value="([^"]*)"[^>]*?)(?: checked)?(?=>)'
)

Pieces = tuple[str, ...]


class Likeness(NamedTuple):
    """All that the looks of a question hang on: `looks` is shared by many, `ticked` is one patient's."""

    looks: Hashable
    ticked: frozenset[str]


class Memory:
    """What was drawn, by all that it hangs on; the oldest goes when there is too much of it."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._kept: OrderedDict[Hashable, Pieces] = OrderedDict()
        self._lock = Lock()

    def __iter__(self) -> Iterator[tuple[Hashable, Pieces]]:
        return iter(list(self._kept.items()))

    def get(self, key: Hashable) -> Pieces | None:
        """Return what was drawn; None when it must be drawn now."""
        return self._kept.get(key)

    def keep(self, key: Hashable, pieces: Pieces) -> Pieces:
        """Remember what was drawn, and return it."""
        with self._lock:
            self.size += _size(pieces) - _size(self._kept.pop(key, ()))
            self._kept[key] = pieces
            while self.size > self.most and self._kept:
                self.size -= _size(self._kept.popitem(last=False)[1])
        return pieces


# In letters. The questions of a dozen releases in a few languages are well below a half of it.
memory = Memory(16_000_000)


def page(template: str, shared: Mapping[str, Hashable], own: Mapping[str, str]) -> SafeString:
    """Return a page whose frame is drawn once for all that `shared` says.

    The template sees `shared` and nothing else, not even the request, so nothing but what the frame
    is remembered by can get into it. What is `own` it can only print.
    """
    key = (template, get_language(), *sorted(shared.items()))
    pieces = memory.get(key)
    if pieces is None:
        drawn = render_to_string(template, {**shared, **marks(own)})
        pieces = memory.keep(key, in_pieces(drawn))
    return put_together(pieces, own)


def marks(names: Iterable[str]) -> dict[str, str]:
    """Return a mark for each name, to be drawn where the text of that name will stand."""
    return {name: f"{_MARK}-{name}." for name in names}


def in_pieces(drawn: str) -> Pieces:
    """Take what was drawn apart at its marks: text, name, text, name, text."""
    return tuple(_MARKED.split(drawn))


def put_together(pieces: Pieces, own: Mapping[str, str]) -> SafeString:
    """Put texts in the places of their names, escaped unless they are safe already."""
    texts = {name: conditional_escape(text) for name, text in own.items()}
    is_name = cycle((False, True))
    parts = (texts[one] if name else one for one, name in zip(pieces, is_name, strict=False))
    return mark_safe("".join(parts))  # noqa: S308 a template has drawn it, and the rest is escaped


def questions(form: BaseForm) -> SafeString:
    """Return the questions of a form one below the other, as the clinic pack draws them."""
    return mark_safe("".join(question(field, FIELD) for field in form))  # noqa: S308 templates have drawn them


def question(field: BoundField, template: str) -> SafeString:
    """Return a question as its template draws it.

    A field that may be remembered has a method `likeness`: it returns, for the field as it stands in
    a form, what its looks hang on besides what opens it and the language; or None.
    """
    likeness = getattr(field.field, "likeness", lambda _: None)(field)
    if likeness is None or field.errors:
        return render_to_string(template, {"field": field})
    later = getattr(field.form, "later", {}).get(field.name)
    key = (likeness.looks, field.auto_id, later, template, get_language())
    pieces = memory.get(key)
    if pieces is None:
        pieces = memory.keep(key, _unticked(render_to_string(template, {"field": field})))
    return mark_safe(_ticked(pieces, likeness.ticked))  # noqa: S308 it is what a template has drawn


def _unticked(drawn: str) -> Pieces:
    """Take a drawn question apart after each of its boxes: text, code, text, code, text."""
    pieces, end = [], 0
    for box in _TICK.finditer(drawn):
        pieces += [drawn[end : box.end(1)], unescape(box[2])]
        end = box.end()
    return (*pieces, drawn[end:])


def _ticked(pieces: Pieces, codes: frozenset[str]) -> str:
    is_code = cycle((False, True))
    return "".join(
        (" checked" if one in codes else "") if code else one
        for one, code in zip(pieces, is_code, strict=False)
    )


def _size(pieces: Pieces) -> int:
    return sum(map(len, pieces))
