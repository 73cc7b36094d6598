"""WeasyPrint, set up once. Only the process that prints imports this: see `worker.py`."""

import logging
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import filterfalse
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from weasyprint import CSS, HTML  # type: ignore[import-untyped]
from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]
from weasyprint.urls import (  # type: ignore[import-untyped]
    FatalURLFetchingError,
    URLFetcherResponse,
)

from triage.documents.errors import (
    MissingGlyphError,
    PrintError,
    RefusedFetchError,
    TooManyPagesError,
)

# Nobody ever asks this host: `_only` knows every name it may hand out.
BASE = "https://print.invalid/"
# Not among the static files: no browser ever asks for them.
STYLES = Path(__file__).with_name("styles")
FONTS = Path(__file__).with_name("fonts")
SHEETS = ("tokens", "page")
NO_GLYPH = ".notdef"
ARCHIVE = "pdf/a-3a"
# What WeasyPrint marks as one of two things is both. An archive knows only marks that are described.
ACCESSIBLE = (
    b'<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">'
    b"<pdfuaid:part>1</pdfuaid:part></rdf:Description>"
    b'<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b"<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>"
    b"<pdfaProperty:name>part</pdfaProperty:name>"
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"
    b"</rdf:Description>"
)
# Control and format signs, half characters; and what varies the picture before it.
UNDRAWN = frozenset({"Cc", "Cf", "Cs"})
JOINERS = "\ufe0e\ufe0f"


class Press:
    """The one font configuration of the process, and the style sheets read with it."""

    def __init__(self) -> None:
        self.fonts = FontConfiguration()
        self.letters = _letters_of("*-Regular.ttf") & _letters_of("*-Bold.ttf")
        self.sheet = cache(self._read_sheet)

    def bind(
        self,
        parts: Sequence[Mapping[str, Any]],
        sheet: str,
        *,
        paper: str = "A4",
        variant: str = "pdf/ua-1",
        most_pages: int | None = None,
    ) -> bytes:
        """Return documents as one PDF, each with its own pictures and page numbers.

        It is a PrintError when WeasyPrint left anything out.
        With more pages than `most_pages` it is a TooManyPagesError, before anything is written.
        """
        if lacking := frozenset(filterfalse(self._is_drawn, set().union(*_texts(parts)))):
            raise MissingGlyphError(lacking)
        complaints: list[logging.LogRecord] = []
        try:
            with _hearing(complaints):
                laid_out = [self._lay_out(part, sheet, paper, variant) for part in parts]
                pages = [page for document in laid_out for page in document.pages]
                if most_pages is not None and len(pages) > most_pages:
                    raise TooManyPagesError(len(pages))
                pdf: bytes = (
                    laid_out[0]
                    .copy(pages)
                    .write_pdf(
                        pdf_variant=variant,
                        finisher=_marked_accessible if variant == ARCHIVE else None,
                    )
                )
        except FatalURLFetchingError:
            raise RefusedFetchError from None
        _refuse(complaints)
        return pdf

    def _lay_out(self, part: Mapping[str, Any], sheet: str, paper: str, variant: str) -> Any:
        document = HTML(string=part["html"], base_url=BASE, url_fetcher=_only(part["pictures"]))
        return document.render(
            font_config=self.fonts,
            stylesheets=[self.sheet(sheet, paper)],
            pdf_variant=variant,
        )

    def _is_drawn(self, letter: str) -> bool:
        """Whether our fonts have a letter, or all it is put together from; controls draw nothing."""
        if letter.isspace() or unicodedata.category(letter) in UNDRAWN or letter in JOINERS:
            return True
        return self.letters.issuperset(unicodedata.normalize("NFD", letter))

    def _read_sheet(self, name: str, paper: str) -> Any:
        parts = [(STYLES / f"{part}.css").read_text("utf-8") for part in (*SHEETS, name)]
        parts.append(f"@page {{ size: {paper} }}")
        return CSS(
            string="\n".join(parts), base_url=BASE, url_fetcher=_only({}), font_config=self.fonts
        )


def _only(known: Mapping[str, str]) -> Callable[[str], Any]:
    """Return a fetcher that hands out these pictures and ends the printing at any other wish.

    FatalURLFetchingError is no Exception: WeasyPrint would turn any other into a line of its log
    and print a document that lacks something.
    """

    def fetch(url: str) -> Any:
        picture = known.get(url.removeprefix(BASE))
        if picture is None or not url.startswith(BASE):
            raise FatalURLFetchingError("refused")
        return URLFetcherResponse(url, picture, {"Content-Type": "image/svg+xml"})

    return fetch


def _marked_accessible(_document: Any, pdf: Any) -> None:
    """Add the mark for those who listen to an archive's file, in metadata that every reader can read."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream = [
        part.replace(b"</rdf:RDF>", ACCESSIBLE + b"</rdf:RDF>") for part in metadata.stream
    ]
    metadata.compress = False


def _texts(parts: Sequence[Mapping[str, Any]]) -> Iterator[set[str]]:
    return (set(part["html"]) for part in parts)


def _letters_of(fonts: str) -> frozenset[str]:
    drawn = (TTFont(font).getBestCmap() for font in FONTS.glob(fonts))
    return frozenset(map(chr, set().union(*drawn)))


@contextmanager
def _hearing(complaints: list[logging.LogRecord]) -> Iterator[None]:
    """Collect what WeasyPrint complains of, and keep it from every log: it quotes the patient."""

    def keep(record: logging.LogRecord) -> bool:
        complaints.append(record)
        return False

    logger = logging.getLogger("weasyprint")
    logger.addFilter(keep)
    try:
        yield
    finally:
        logger.removeFilter(keep)


def _refuse(complaints: list[logging.LogRecord]) -> None:
    """Turn complaints into errors: the only sign that something is missing on paper."""
    lacking = [one for one in complaints if str(one.msg).startswith(NO_GLYPH)]
    if len(lacking) < len(complaints):
        raise PrintError("The print engine could not follow a part of the document.")
    if lacking:
        raise MissingGlyphError(
            frozenset(str(one.args[0]) for one in lacking if isinstance(one.args, tuple))
        )
