"""A printed document read back, for the tests that compare it with what was said."""

import io
import re
import unicodedata
from collections.abc import Iterator

import pypdf
import pypdfium2

from triage.documents.limits import TIGHTEST
from triage.intake.record import Record

MARGIN = 12
"""Points at the edge that printers leave white."""

ACROSS = 3
"""Points by which a piece of text may reach into the next."""


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page, with all white space as single spaces."""
    return [plain(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def text_of(pdf: bytes) -> str:
    """Return the text of the whole document."""
    return " ".join(pages_of(pdf))


def sizes_of(pdf: bytes) -> set[tuple[int, int]]:
    """Return the sizes of the pages in points."""
    sizes = [page.get_size() for page in pypdfium2.PdfDocument(pdf)]
    return {(round(width), round(height)) for width, height in sizes}


def plain(text: str) -> str:
    """Return a text as one line."""
    return " ".join(text.split())


def squeezed(text: str) -> str:
    """Return a text without white space and brackets, and with no two letters drawn as one.

    A line may be broken anywhere; in text that runs to the left a bracket is drawn by the sign of
    the other, and read back as that.
    """
    return re.sub(r"[\s()\[\]{}<>]+", "", unicodedata.normalize("NFKC", text))


def missing_from(pdf: bytes, record: Record) -> list[str]:
    """Return what was asked or answered and cannot be read on paper.

    What the head says of the person (who answered, sex, birth date) stands there in words of its own.
    Of free text, this much is always there.
    """
    text = squeezed(text_of(pdf))
    answers = [part for said in record.said() for part in said.answer.split("; ")]
    answers = [answer[: TIGHTEST.words] for answer in answers]
    names = [said.question.name for said in record.said() if said.question.kind != "date"]
    return [one for one in [*answers, *names] if squeezed(one) not in text]


def outside_the_pages(pdf: bytes) -> list[str]:
    """Return the pieces of text that do not lie wholly on their page, a printer's margin inside it."""
    return [piece for page in pypdfium2.PdfDocument(pdf) for piece in _outside(page)]


def overprinted(pdf: bytes) -> list[str]:
    """Return the pieces of text that are printed across others."""
    return [piece for page in pypdfium2.PdfDocument(pdf) for piece in _overprinted(page)]


def _overprinted(page: pypdfium2.PdfPage) -> Iterator[str]:
    text = page.get_textpage()
    boxes = sorted(text.get_rect(number) for number in range(text.count_rects()))
    for number, (left, bottom, right, top) in enumerate(boxes):
        for other in boxes[number + 1 :]:
            if other[0] > right - ACROSS:
                break
            if min(top, other[3]) - max(bottom, other[1]) > (top - bottom) / 2:
                yield text.get_text_bounded(left, bottom, right, top)


def _outside(page: pypdfium2.PdfPage) -> Iterator[str]:
    width, height = page.get_size()
    text = page.get_textpage()
    for number in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(number)
        if min(left, bottom) < MARGIN or right > width - MARGIN or top > height - MARGIN:
            yield text.get_text_bounded(left, bottom, right, top)
