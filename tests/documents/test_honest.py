"""Paper says what the record says, or there is no paper: hundreds of responses, read back."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from unicodedata import normalize

import pypdf
import pytest

from tests.builders import a_visit
from tests.documents.checkers import checked
from tests.documents.made_up import a_made_up_response
from tests.documents.reading import outside_the_pages, overprinted, squeezed
from triage.documents.errors import PrintError
from triage.documents.figures import shapes
from triage.documents.handout import handout_of
from triage.documents.kept import forget_all
from triage.documents.limits import TIGHTEST
from triage.documents.printing import A4, LETTER, handout_pdf, summary_pdf
from triage.engine.terms import BODY_MAP
from triage.intake.models import Response, Visit
from triage.intake.record import record_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("release")]

# What our fonts draw; of anything else paper has the name. Where text runs both ways, each word is looked for.
DRAWN = re.compile(
    r"[ -~\u00a1-\u00ac\u00ae-\u024f\u0388-\u03ff\u0400-\u04ff\u1ea0-\u1ef9“”…]{4,}"
    r"|[\u05d0-\u05ea]{2,}|[\u0620-\u064a]{2,}"
)
LEFTWARD = re.compile(r"[\u0590-\u08ff]")
PIECE = 24
PAGE = '<html lang="en"><head><title>Trial</title></head><body>{}</body></html>'


@pytest.fixture
def visit(release: object) -> Visit:
    return a_visit()[0]


def not_found(texts: Iterator[str], pages: list[str]) -> list[str]:
    """Return what stands on no page, nor at the end of one and the beginning of the next."""
    pieces = (
        squeezed(run[at : at + PIECE])
        for text in texts
        for part in (text.split() if LEFTWARD.search(text) else [text])
        for run in DRAWN.findall(normalize("NFKC", part))
        for at in range(0, len(run), PIECE)
    )
    return [piece for piece in set(pieces) if not _is_on(piece, pages)]


def _is_on(piece: str, pages: list[str]) -> bool:
    if any(piece in page for page in pages):
        return True
    return any(
        piece[:at] in page and piece[at:] in following
        for page, following in pairwise(pages)
        for at in range(1, len(piece))
    )


def said_on_the_summary(response: Response) -> Iterator[str]:
    """Everything that was asked and said, drawn from the record; of free text, what always fits."""
    record, patient = record_of(response), response.visit.patient
    yield from (patient.name, patient.identifier, record.tier_text.name)
    for said in record.said():
        if said.question.kind != "date":
            yield said.question.name
        if said.question.kind == "text":
            yield said.answer[: TIGHTEST.words].replace("\n", "\0")
        elif said.question.link_id == BODY_MAP or said.question.kind != "date":
            yield from said.answer.split("; ")
    for rule in (*(reason.rule for reason in record.reasons), *record.not_excluded):
        yield f"{rule.id} {rule.suspect}"


def said_on_the_handout(response: Response) -> Iterator[str]:
    handout = handout_of(response)
    yield from (response.visit.patient.name, handout.stamp.tier.patient_text, *handout.sentences)
    for article in (*handout.first, *handout.articles, *handout.cards):
        yield from (article.title, *(point.removesuffix(":") for point in article.points))
    for said in handout.for_the_hospital:
        yield from (said.question.name, said.answer)


def faults_of(pdf: bytes, texts: Iterator[str]) -> list[str]:
    """Return all that is wrong with a document."""
    pages = [squeezed(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    faults = [f"not found: {text!r}" for text in not_found(texts, pages)]
    faults += [f"outside: {text!r}" for text in outside_the_pages(pdf)]
    faults += [f"printed across another: {text!r}" for text in overprinted(pdf)]
    return faults + checked(pdf)


def all_wrong_with(visit: Visit, numbers: range) -> tuple[list[str], Counter[str]]:
    """Print summary and handout of so many responses; return the faults, and the counts of pages."""
    faults, pages = list[str](), Counter[str]()
    for number in numbers:
        response = a_made_up_response(visit, number)
        paper, large = (A4, LETTER)[number % 2], number % 4 > 1
        printed = {
            "summary": (summary_pdf(response, paper=paper), said_on_the_summary(response)),
            "handout": (
                handout_pdf(response, paper=paper, large=large),
                said_on_the_handout(response),
            ),
        }
        for kind, (pdf, texts) in printed.items():
            faults += [f"{kind} {number}: {fault}" for fault in faults_of(pdf, texts)]
            count = len(pypdf.PdfReader(io.BytesIO(pdf)).pages)
            pages[kind] += count
            if kind == "summary" and count > 2:
                faults.append(f"summary {number}: {count} pages")
        forget_all()
    return faults, pages


@pytest.mark.hazard("H11")
@pytest.mark.parametrize(
    "numbers",
    [
        range(1, 3),
        *(
            pytest.param(range(start, start + 50), marks=pytest.mark.long)
            for start in range(3, 1003, 50)
        ),
    ],
    ids=lambda numbers: f"{numbers.start}-{numbers.stop - 1}",
)
def test_whatever_was_said_is_on_paper(numbers, visit, capsys):
    faults, pages = all_wrong_with(visit, numbers)

    with capsys.disabled():
        print(f"\n{len(numbers)} responses on {pages['summary']} + {pages['handout']} pages")  # noqa: T201 (the figure is asked for)
    assert faults == []


def test_the_reader_of_this_test_misses_what_is_not_there():
    assert not_found(iter(["Leg weakness, new"]), ["Legweak", "ness,old"]) == ["Legweakness,new"]
    assert not_found(iter(["Leg weakness, new"]), ["aLegweak", "ness,newb"]) == []


def test_the_checkers_of_this_test_find_what_shuts_somebody_out(press):
    page = {"html": PAGE.format("<p>No heading</p><h3>Deep</h3>"), "pictures": {}}

    assert checked(press.bind([page], "summary")) != []


def test_a_picture_without_words_is_not_printed(press):
    page = {"html": PAGE.format('<img src="tier-soon.svg">'), "pictures": shapes()}

    with pytest.raises(PrintError):
        press.bind([page], "summary")
