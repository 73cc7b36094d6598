"""What a document promised to say, compared with what can be read on paper."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from triage.documents.errors import PrintError

# White space, hyphens at the end of a line, and PDFium's marks for either say nothing.
_SILENT = re.compile(r"[\s\x00-\x1f\-\u00ad\u2010\u200b-\u200f\ufffe\uffff]+")
# Points and vowel signs of Hebrew and Arabic are read back before or behind their letter.
_POINTS = re.compile(
    r"[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    r"\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]+"
)
_LEFTWARD = r"\u0590-\u08ff\ufb1d-\ufefc"
_WORDS = re.compile(rf"[{_LEFTWARD}]+|[^\W{_LEFTWARD}]+")
# In text that runs to the left a bracket is drawn by the sign of the other, and read back as that.
_BRACKETS = str.maketrans(")]}>»", "([{<«")
_PIECES = re.compile(r"\w+|[^\w\s]")
# Lam and what follows it are drawn as one, and read back as two in either order.
_LAM = re.compile(r"[\u0622\u0623\u0625-\u0627\u0644\u0649\u064a]{2,}")


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
    pages = [_readings(page) for page in told["pages"]]
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
    return [
        text
        for text in dict.fromkeys(texts)
        if not all(_is_read(_bare(part), pages) for part in _parts(text))
    ]


def _parts(text: str) -> Sequence[str]:
    """Return what is read back in one piece: of a text that runs both ways, each word by itself."""
    return _WORDS.findall(text) if re.search(f"[{_LEFTWARD}]", text) else (text,)


def _is_read(text: str, pages: Sequence[str]) -> bool:
    """Whether a text stands on a page, or begins on one and ends at the very top of the next."""
    if any(text in page for page in pages):
        return True
    return any(
        text[:at] in page and following.startswith(text[at:])
        for page, following in pairwise(pages)
        for at in range(1, len(text))
    )


def _readings(page: str) -> str:
    """Return what can be read on a page, and below it each line that may have been read backwards.

    A line that runs mostly to the left is read back with the words of both directions in reverse.
    """
    leftward = [line for line in page.splitlines() if re.search(f"[{_LEFTWARD}]", line)]
    backwards = ("".join(reversed(_PIECES.findall(line))) for line in leftward)
    return "\n".join([_bare(page), *map(_bare, backwards)])


def _bare(text: str) -> str:
    bare = _POINTS.sub("", unicodedata.normalize("NFKC", text)).casefold().translate(_BRACKETS)
    return _SILENT.sub("", _LAM.sub(lambda found: "".join(sorted(found.group())), bare))
