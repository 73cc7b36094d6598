"""Printing itself: nothing fetched, nothing silently left out, the same bytes every time."""

import io
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pypdf
import pytest

from tests.documents.reading import text_of
from triage.documents.errors import PrintError, RefusedFetchError, TooManyPagesError
from triage.documents.pdf import Job, in_words, print_job
from triage.documents.proofread import MisprintError, Promise

PAGE = '<!DOCTYPE html><html lang="en"><head><title>Trial</title></head><body>{}</body></html>'


def printed(body: str) -> bytes:
    return print_job(Job(PAGE.format(body), "summary"))


def test_a_document_is_tagged_for_those_who_listen():
    reader = pypdf.PdfReader(io.BytesIO(printed("<h1>Hello</h1>")))

    root: Any = reader.root_object
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "en"
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert reader.metadata is not None
    assert reader.metadata.title == "Trial"
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_the_same_document_gives_the_same_bytes():
    assert printed("<p>Once</p>") == printed("<p>Once</p>")


@pytest.mark.hazard("H02")
def test_two_threads_print_the_same_as_one():
    alone = [printed(f"<h1>Visit {number}</h1>") for number in range(8)]

    # More than two at once are told that it is too busy.
    with ThreadPoolExecutor(2) as threads:
        together = threads.map(lambda number: printed(f"<h1>Visit {number}</h1>"), range(8))

        assert list(together) == alone


@pytest.mark.parametrize(
    "wish",
    [
        '<img src="http://198.51.100.7/a.png" alt="">',
        '<img src="file:///etc/hostname" alt="">',
        '<img src="//198.51.100.7/a.svg" alt="">',
        '<img src="data:image/svg+xml,<svg/>" alt="">',
        '<img src="../../secret.svg" alt="">',
        '<link rel="stylesheet" href="https://198.51.100.7/a.css">',
        '<link rel="attachment" href="file:///etc/hostname">',
        "<style>@import url(file:///etc/hostname);</style>",
        "<style>@font-face { font-family: a; src: url(http://198.51.100.7/a.ttf); } p { font-family: a }</style><p>a</p>",
        '<p style="background: url(ftp://198.51.100.7/a.png)">a</p>',
        '<p style="list-style-image: url(http://198.51.100.7/a.png); display: list-item">a</p>',
        "<style>p::before { content: url(file:///etc/hostname) }</style><p>a</p>",
        '<object data="file:///etc/hostname"></object>',
        '<embed src="http://198.51.100.7/a.svg">',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/hostname"/></svg>',
    ],
)
def test_nothing_is_fetched(wish):
    with pytest.raises(PrintError):
        printed(wish)


def test_a_picture_cannot_fetch_either():
    picture = '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/hostname"/></svg>'
    page = PAGE.format('<img src="a.svg" alt="a">')

    with pytest.raises(PrintError):
        print_job(Job(page, "summary", {"a.svg": picture}))


def test_a_refusal_says_what_it_is_and_not_what_was_asked():
    with pytest.raises(RefusedFetchError, match=r"^The document asked for something from outside"):
        printed('<img src="file:///etc/hostname" alt="">')


@pytest.mark.parametrize(
    "wish",
    [
        '<svg xmlns="http://www.w3.org/2000/svg"><use href="http://198.51.100.7/a.svg#b"/></svg>',
        '<iframe src="file:///etc/hostname"></iframe>',
        '<video src="http://198.51.100.7/a.mp4"></video>',
        '<meta http-equiv="refresh" content="0; url=http://198.51.100.7/">',
        "<script>fetch('http://198.51.100.7/')</script>",
        '<a href="file:///etc/hostname">a link is no wish</a>',
    ],
)
def test_what_is_passed_over_is_not_fetched(wish, press, monkeypatch):
    def fail(*_args: object, **_kwargs: object) -> None:
        pytest.fail("It was fetched.")

    monkeypatch.setattr("urllib.request.OpenerDirector.open", fail)

    part = {"html": PAGE.format(wish + "<p>Here</p>"), "pictures": {}}
    pdf = press.bind([part], "summary")

    assert text_of(pdf).endswith("Here Page 1 of 1")


@pytest.mark.hazard("H11")
def test_what_cannot_be_followed_is_not_printed():
    broken = {"a.svg": "<svg"}

    with pytest.raises(PrintError):
        print_job(Job(PAGE.format('<img src="a.svg" alt="a">'), "summary", broken))


@pytest.mark.hazard("H11")
@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("sad 🙁 today", "sad [slightly frowning face] today"),
        ("👨‍👩‍👧", "[man][woman][girl]"),
        ("pain ☹️!", "pain [white frowning face]!"),
        ("🔥" * 9, "[9 signs: see the record on screen]"),
        ("ไทยเจ็บ", "[7 letters, thai: see the record on screen]"),
        ("Łódź Ünal Ιωάννα Ольга", "Łódź Ünal Ιωάννα Ольга"),
    ],
)
def test_what_our_fonts_cannot_draw_is_put_in_words(written, read):
    assert text_of(printed(f"<p>{written}</p>")) == f"{read} Page 1 of 1"


def test_words_stand_for_a_passage_and_not_for_what_is_around_it():
    assert (
        in_words("a ב b ג c", frozenset("בג")) == "a [hebrew letter bet] b [hebrew letter gimel] c"
    )


@pytest.mark.hazard("H02")
@pytest.mark.parametrize(
    "name", ["محمد بن عبد الله", "لاميس إلى الآن", "שרה לוי", "یوسف گل‌محمدپور", "Ada לב 12 עדה"]
)
def test_a_name_that_runs_the_other_way_is_printed_and_read_back(name):
    body = f"<p><b><bdi>{name}</bdi></b> · born 3 Mar 1990</p>"
    promise = Promise(everywhere=(name,))

    assert print_job(Job(PAGE.format(body), "summary", promise=promise)).startswith(b"%PDF")
    with pytest.raises(MisprintError):
        print_job(Job(PAGE.format("<p>محمود علي</p>"), "summary", promise=promise))


def test_a_name_that_cannot_be_read_back_as_it_is_written_is_not_handed_out():
    """Points under Hebrew letters are drawn, and cannot be told apart by who reads the paper back."""
    name = "שָׂרָה לֵוִי"
    promise = Promise(everywhere=(name,))

    with pytest.raises(MisprintError):
        print_job(Job(PAGE.format(f"<p><bdi>{name}</bdi></p>"), "summary", promise=promise))


def test_a_name_cannot_turn_the_text_around_it():
    assert text_of(printed("<p>Ada\u202e wolraM</p>")) == "Ada wolraM Page 1 of 1"


def test_the_fonts_are_ours_and_the_environment_is_left_alone(monkeypatch):
    monkeypatch.setenv("FONTCONFIG_FILE", "theirs")

    reader = pypdf.PdfReader(io.BytesIO(printed("<p>Plain <b>bold</b></p>")))

    resources: Any = reader.pages[0]["/Resources"]
    fonts = resources["/Font"].values()
    assert {font["/BaseFont"].partition("+")[2] for font in fonts} == {
        "Noto-Sans",
        "Noto-Sans-Bold",
    }
    assert os.environ["FONTCONFIG_FILE"] == "theirs"


def test_the_licence_travels_with_the_fonts():
    folder = Path(__file__).parents[2] / "triage" / "documents" / "fonts"

    assert "SIL Open Font License" in (folder / "OFL.txt").read_text()


def test_more_pages_than_there_may_be_are_refused():
    four = PAGE.format('<p style="break-after: page">a page</p>' * 3 + "<p>the last</p>")

    with pytest.raises(TooManyPagesError, match="4 pages"):
        print_job(Job(four, "summary", most_pages=3))
    assert print_job(Job(four, "summary", most_pages=4))
