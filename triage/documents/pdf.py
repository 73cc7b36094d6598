"""HTML to PDF: tagged, with our own fonts, with nothing fetched, and never silently incomplete."""

import importlib
import logging
import os
import re
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from triage.documents.errors import MissingGlyphError

if TYPE_CHECKING:
    from triage.documents.press import Press

FONTS = Path(__file__).with_name("fonts") / "fonts.conf"
MOST_NAMED = 3

# Marks that turn the direction of all the text behind them: a name could rewrite its neighbours.
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])

# Fonts and Pango are shared by the whole process and know nothing of threads.
_one_at_a_time = threading.Lock()


def render_pdf(html: str, *, sheet: str, pictures: Mapping[str, str] | None = None) -> bytes:
    """Return the document as PDF/UA-1: the same bytes for the same input, or a PrintError.

    `sheet` names the style sheet, `pictures` holds the SVGs the document may show, by file name.
    Letters that no font of ours can draw are put in words, so that a reader misses nothing.
    """
    html, pictures = html.translate(_TURNS), pictures or {}
    with _one_at_a_time:
        try:
            return _press().print(html, sheet, pictures)
        except MissingGlyphError as error:
            return _press().print(in_words(html, error.letters), sheet, pictures)


def in_words(text: str, letters: frozenset[str]) -> str:
    """Return a text with the letters nobody can draw named: a sign each, a passage as a whole."""
    some = "".join(map(re.escape, sorted(letters)))
    # What joins or varies the signs around it goes with them.
    joined = rf"[{some}](?:[\u200c\u200d\ufe0e\ufe0f\s]*[{some}])*[\u200d\ufe0e\ufe0f]*"
    return re.sub(joined, lambda found: _named(found.group(), letters), text)


def _named(passage: str, letters: frozenset[str]) -> str:
    missing = [letter for letter in passage if letter in letters]
    names = [unicodedata.name(letter, f"sign {ord(letter):X}").lower() for letter in missing]
    if len(missing) <= MOST_NAMED:
        return "".join(f"[{name}]" for name in names)
    script = names[0].split()[0]
    return f"[{len(missing)} letters, {script}: see the record on screen]"


@cache
def _press() -> "Press":
    """Return WeasyPrint with our fonts, loaded when the first document is printed.

    Half a second and 40 MB that no other page should pay. Fonts are loaded once: each loading
    stays in memory for good.
    """
    # Its steps, one by one, are of no use to a clinic's log.
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
    with _only_our_fonts():
        module = importlib.import_module("triage.documents.press")
        press: Press = module.Press()
    return press


@contextmanager
def _only_our_fonts() -> Iterator[None]:
    """Let fontconfig, while it loads, see the fonts that come with us and no others."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(FONTS)
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before
