"""HTML to PDF: tagged, with our own fonts, with nothing fetched, and never silently incomplete."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.html import escape
from django.utils.translation import gettext as _

from triage.documents.errors import MissingGlyphError
from triage.documents.figures import shapes
from triage.documents.print_room import book_room, print_room
from triage.documents.proofread import Promise, proofread

MOST_NAMED = 3
ACCESSIBLE = "pdf/ua-1"
ARCHIVE = "pdf/a-3a"

# Marks that turn the direction of all the text behind them: a name could rewrite its neighbours.
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])


@dataclass(frozen=True, slots=True)
class Job:
    """A finished page of HTML, how it is to be printed, and what must be read on paper after.

    `sheet` names the style sheet, `pictures` holds the SVGs the document may show, by file name.
    With more than `most_pages` it is a TooManyPagesError. `name` is whose it is: what nobody can draw
    is no identifier, so that birth date and number are printed large in its place.
    """

    html: str
    sheet: str
    pictures: Mapping[str, str] = field(default_factory=dict)
    promise: Promise = field(default_factory=Promise)
    paper: str = "A4"
    variant: str = ACCESSIBLE
    most_pages: int | None = None
    name: str = ""


def print_job(job: Job, *, is_book: bool = False) -> bytes:
    """Return the document as a PDF: the same bytes for the same job, or a PrintError.

    Letters that no font of ours can draw are put in words, so that a reader misses nothing. A book
    may take longer, and nobody else waits for it.
    """
    return print_jobs([job], is_book=is_book)


def print_jobs(jobs: Sequence[Job], *, is_book: bool = True) -> bytes:
    """Return several documents of one style as one PDF, each with its own page numbers.

    Each page must carry what its own document promises everywhere, and nobody else's.
    """
    try:
        return _printed(jobs, frozenset(), is_book=is_book)
    except MissingGlyphError as error:
        return _printed(jobs, error.letters, is_book=is_book)


def _printed(jobs: Sequence[Job], lacking: frozenset[str], *, is_book: bool) -> bytes:
    jobs = [_drawn(job, lacking) for job in jobs]
    room = book_room if is_book else print_room
    told, pdf = room.order(
        {
            "parts": [{"html": job.html, "pictures": {**shapes(), **job.pictures}} for job in jobs],
            "sheet": jobs[0].sheet,
            "paper": jobs[0].paper,
            "variant": jobs[0].variant,
            "most_pages": jobs[0].most_pages,
        }
    )
    proofread(told, [job.promise for job in jobs])
    return pdf


def _drawn(job: Job, lacking: frozenset[str]) -> Job:
    """Return the document in letters that our fonts have, and its promise in the same."""

    def drawn(text: str) -> str:
        text = text.translate(_TURNS)
        return in_words(text, lacking) if lacking else text

    if lacking.isdisjoint(job.name):
        return replace(job, html=drawn(job.html), promise=job.promise.put(drawn))
    told = _("[name: see the record on screen]")
    html = job.html.replace(f"<bdi>{escape(job.name)}</bdi>", f"<bdi>{told}</bdi>")
    html = html.replace('<body class="', '<body class="unnamed ')
    promise = job.promise.put(lambda text: told if text == job.name else drawn(text))
    return replace(job, html=drawn(html), promise=promise)


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
    # A mark above or below a letter belongs to the script.
    if not all(unicodedata.category(letter)[0] in "LM" for letter in missing):
        return f"[{len(missing)} signs: see the record on screen]"
    script = names[0].split()[0]
    return f"[{len(missing)} letters, {script}: see the record on screen]"
