"""A printed document read back by PDFium, which had no part in printing it."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

# Points by which a letter may reach over the edge: rounding, no more.
SLACK = 0.5
# From here on, a colour is hard to tell from white paper (relative luminance, 1 is white).
PALE = 0.7
DARK = 0.25

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class ReadBack:
    """The text of each page, and how many pieces of it a reader would not see."""

    pages: tuple[str, ...]
    outside: int
    pale: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something drawn on a page."""

    is_text: bool
    box: Box
    luminance: float


def read_back(pdf: bytes) -> ReadBack:
    """Return what can be read of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = list(document)
        texts = tuple(str(page.get_textpage().get_text_range()) for page in pages)
        drawn = [(page.get_size(), list(_pieces(page))) for page in pages]
    finally:
        document.close()
    outside = sum(_is_outside(one.box, size) for size, pieces in drawn for one in pieces)
    pale = sum(
        _is_lost(one, pieces[:at])
        for _, pieces in drawn
        for at, one in enumerate(pieces)
        if one.is_text and one.luminance >= PALE
    )
    return ReadBack(texts, outside, pale)


def _pieces(page: Any) -> Iterator[_Piece]:
    """Yield text and surfaces in the order in which they are drawn, one above the other."""
    kinds = {pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH}
    for drawn in page.get_objects(filter=kinds, max_depth=1):
        is_text = drawn.type == pdfium.FPDF_PAGEOBJ_TEXT
        if is_text or _is_filled(drawn):
            yield _Piece(is_text, drawn.get_bounds(), _luminance(drawn))


def _is_filled(path: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, mode, stroke)
    return bool(mode.value != pdfium.FPDF_FILLMODE_NONE)


def _luminance(drawn: Any) -> float:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(drawn, red, green, blue, alpha)
    light = (0.2126 * red.value + 0.7152 * green.value + 0.0722 * blue.value) / 255
    return 1 - (1 - light) * alpha.value / 255


def _is_outside(box: Box, size: tuple[float, float]) -> bool:
    left, bottom, right, top = box
    width, height = size
    return min(left, bottom) < -SLACK or right > width + SLACK or top > height + SLACK


def _is_lost(piece: _Piece, below: Sequence[_Piece]) -> bool:
    """Whether a pale piece of text is lost on the paper: nothing dark is drawn under it."""
    under = [one for one in below if not one.is_text and _holds(one.box, piece.box)]
    return not under or under[-1].luminance > DARK


def _holds(outer: Box, inner: Box) -> bool:
    left, bottom, right, top = inner
    middle = (bottom + top) / 2
    return outer[0] <= left + SLACK and outer[2] >= right - SLACK and outer[1] <= middle <= outer[3]
