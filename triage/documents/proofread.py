"""What a document promised to say, compared with what can be read on paper."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from triage.documents.errors import PrintError

# White space, hyphens at the end of a line, and PDFium's marks for either say nothing.
_SILENT = re.compile(r"[\s\x00-\x1f\-\u00ad\u2010\u200b\ufffe\uffff]+")


class MisprintError(PrintError):
    """Paper that does not say what the record says. The message counts and quotes nothing."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What must be read somewhere in a document, and what on each of its pages."""

    somewhere: tuple[str, ...] = ()
    everywhere: tuple[str, ...] = ()

    def put(self, drawn: Callable[[str], str]) -> "Promise":
        """Return the promise in the letters in which the document was printed."""
        return Promise(tuple(map(drawn, self.somewhere)), tuple(map(drawn, self.everywhere)))


def proofread(told: Mapping[str, Any], promises: Sequence[Promise]) -> None:
    """Raise a MisprintError when something is missing, outside the page or too pale to see."""
    pages = [_bare(page) for page in told["pages"]]
    owned = [_own(pages, promise, len(promises)) for promise in promises]
    lacking = sum(
        len(_lacking(promise.somewhere, own))
        + sum(len(_lacking(promise.everywhere, [page])) for page in own)
        for promise, own in zip(promises, owned, strict=True)
    )
    # A page that belongs to nobody, or to two.
    lacking += abs(len(pages) - sum(map(len, owned)))
    outside, pale = told["outside"], told["pale"]
    if not all(owned) or lacking or outside or pale:
        raise MisprintError(
            f"On paper {lacking} texts are missing, {outside} outside the page, {pale} too pale."
        )


def _own(pages: Sequence[str], promise: Promise, documents: int) -> list[str]:
    """Return the pages of one document; of several, those with all that it has on each of its pages."""
    if documents == 1:
        return list(pages)
    return [page for page in pages if not _lacking(promise.everywhere, [page])]


def _lacking(texts: Iterable[str], pages: Sequence[str]) -> list[str]:
    return [text for text in map(_bare, dict.fromkeys(texts)) if not _is_read(text, pages)]


def _is_read(text: str, pages: Sequence[str]) -> bool:
    """Whether a text stands on a page, or begins on one and ends at the very top of the next."""
    if any(text in page for page in pages):
        return True
    return any(
        text[:at] in page and following.startswith(text[at:])
        for page, following in pairwise(pages)
        for at in range(1, len(text))
    )


def _bare(text: str) -> str:
    return _SILENT.sub("", unicodedata.normalize("NFKC", text)).casefold()
