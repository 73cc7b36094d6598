"""The check between the press and the person who asked: paper is read before it is handed out."""

import io
import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from tests.documents.reading import text_of
from triage.documents.errors import PrintError, TooBusyError
from triage.documents.pdf import Job, print_job
from triage.documents.print_room import SECONDS, PrintRoom
from triage.documents.proofread import MisprintError, Promise, proofread
from triage.documents.reading_back import read_back
from triage.documents.worker import serve

PAGE = '<!DOCTYPE html><html lang="en"><head><title>Trial</title></head><body>{}</body></html>'


def order(page: str) -> dict[str, Any]:
    return {"parts": [{"html": page, "pictures": {}}], "sheet": "summary"}


def job(body: str, *promised: str) -> Job:
    return Job(PAGE.format(body), "summary", promise=Promise(promised))


@pytest.mark.hazard("H11")
@pytest.mark.parametrize(
    "body",
    [
        "<p>Nothing of the kind</p>",
        '<p style="display: none">Leg weakness: Yes</p>',
        '<p style="color: #fff">Leg weakness: Yes</p>',
        '<p style="color: #fafafa">Leg weakness: Yes</p>',
        '<p style="position: absolute; left: -300mm">Leg weakness: Yes</p>',
        '<p style="white-space: nowrap; margin-left: 170mm">Leg weakness: Yes, since the day before</p>',
        "<p>Leg weakness: <b>No</b></p><p>Numbness: Yes</p>",
    ],
)
def test_paper_that_does_not_say_it_is_not_handed_out(body):
    with pytest.raises(MisprintError, match=r"^On paper \d+ texts are missing"):
        print_job(job(body, "Leg weakness: Yes"))


@pytest.mark.parametrize(
    "body",
    [
        "<p>Leg weak&shy;ness: <b>Yes</b></p>",
        '<p style="inline-size: 12mm; overflow-wrap: anywhere">Leg weakness: Yes</p>',
        '<p style="text-transform: uppercase">Leg weakness: Yes</p>',
        '<p style="background: #000; color: #fff">Leg weakness: Yes</p>',
        '<p style="padding-top: 260mm"></p><p>Leg weakness: Yes</p>',
    ],
)
def test_however_a_line_breaks_it_is_read(body):
    assert print_job(job(body, "Leg weakness: Yes")).startswith(b"%PDF")


def test_a_paragraph_may_go_on_overleaf():
    words = " ".join(f"word{number}" for number in range(300))
    body = f'<p style="padding-top: 225mm"></p><p>{words}</p>'

    assert print_job(job(body, words)).startswith(b"%PDF")


def test_what_must_stand_on_each_page_is_looked_for_on_each():
    told = {"pages": ["Ada Marlow page 1", "page 2"], "outside": 0, "pale": 0}

    with pytest.raises(MisprintError, match="1 texts are missing"):
        proofread(told, [Promise(everywhere=("Ada Marlow",))])


def test_a_line_that_runs_to_the_left_is_read_from_either_end():
    body = "<p>Added after the sign-off (Dr O, 22:40): <bdi>{}</bdi></p>".format("הכאב בגב " * 9)

    assert print_job(job(body, "Added after the sign-off")).startswith(b"%PDF")
    with pytest.raises(MisprintError):
        print_job(job(body, "Added before the sign-off"))


def test_a_bracket_is_read_though_the_other_was_drawn_first():
    body = "<p dir='rtl'>הכאב (בגב) התחיל</p><p>the face (left), weak</p>"

    assert print_job(job(body, "the face (left), weak")).startswith(b"%PDF")


def test_the_other_process_answers_line_by_line(press):
    orders = [
        order(PAGE.format("<p>Here</p>")),
        order(PAGE.format("<p>\u0e44</p>")),
        order(PAGE.format('<img src="file:///a">')),
        order(PAGE.format("\ud800")),
    ]
    answers = io.BytesIO()

    serve(io.BytesIO(b"\n".join(json.dumps(one).encode() for one in orders)), answers, press)

    answers.seek(0)
    assert answers.readline() == b"{}\n"
    told = json.loads(answers.readline())
    assert "Here" in told["pages"][0]
    assert read_back(answers.read(told["length"])).outside == 0
    assert json.loads(answers.readline()) == {"letters": "\u0e44"}
    assert json.loads(answers.readline()) == {"refused": True}
    assert json.loads(answers.readline()) == {
        "failed": "The print engine gave up: UnicodeEncodeError.",
        "is_last": False,
    }


@pytest.mark.parametrize(
    "body",
    ["<div>" * 1000 + "x" + "</div>" * 1000, "\ud800"],
    ids=["a thousand boxes in one another", "half a sign"],
)
def test_what_cannot_be_printed_is_refused_soon(body):
    began = time.monotonic()

    with pytest.raises(PrintError):
        print_job(job(body))

    assert time.monotonic() - began < SECONDS
    assert print_job(job("<p>The next one</p>", "The next one")).startswith(b"%PDF")


def test_a_document_that_takes_too_long_is_given_up_and_the_next_is_printed(monkeypatch):
    room = PrintRoom()
    with monkeypatch.context() as patch:
        patch.setattr("triage.documents.print_room.SECONDS", 0.001)
        with pytest.raises(PrintError, match="too long or too much"):
            room.order(order(PAGE.format("a")))

    told, _pdf = room.order(order(PAGE.format("b")))

    assert "b" in told["pages"][0]
    room.close()


def test_half_a_document_is_none(monkeypatch):
    room, half = PrintRoom(), Mock()
    half.stdout = io.BytesIO(b'{"length": 100, "pages": []}\n%PDF-half')
    monkeypatch.setattr(room, "_running", lambda: half)

    with pytest.raises(PrintError, match="too long or too much"):
        room.order({})


def test_nobody_waits_for_ever(monkeypatch):
    room = PrintRoom()
    monkeypatch.setattr("triage.documents.print_room.PATIENCE", 0.01)

    with room._one_at_a_time, pytest.raises(PrintError, match="Too many documents"):
        room.order({})


def test_a_child_of_this_process_does_not_share_its_printer():
    room = PrintRoom()
    room.order(order(PAGE.format("a")))
    process = room._process
    assert process is not None

    room.forget()

    assert room._process is None
    process.kill()
    process.communicate()


def test_no_page_of_the_form_pays_for_printing():
    """WeasyPrint takes half a second and 40 MB to load."""
    look = "import django; django.setup(); import sys, triage.config.urls; print('weasyprint' in sys.modules)"

    seen = subprocess.check_output([sys.executable, "-c", look], text=True)  # noqa: S603 (our own words)

    assert seen.strip() == "False"


@pytest.mark.hazard("H02")
def test_fifty_documents_asked_for_at_once_hold_each_its_own():
    def printed(number: int) -> str:
        page = f'<html lang="en"><head><title>Trial</title></head><body><p>Canary {number}.</p></body></html>'
        try:
            return text_of(print_job(Job(page, "summary")))
        except TooBusyError:
            return ""

    with ThreadPoolExecutor(10) as askers:
        read = list(askers.map(printed, range(50)))

    own = [f"Canary {number}. Page 1 of 1" for number in range(50)]
    assert [one for one, text in zip(own, read, strict=True) if text not in {one, ""}] == []
    assert any(read)


def test_two_print_or_wait_and_a_third_is_told_at_once():
    room, books = PrintRoom(), PrintRoom(for_books=True)

    with room._askers, books._askers, pytest.raises(TooBusyError):
        books.order(order(PAGE.format("a")))

    told, _pdf = room.order(order(PAGE.format("b")))
    assert "b" in told["pages"][0]
    room.close()


def test_a_press_that_ran_out_of_memory_prints_nothing_more(monkeypatch, press):
    def fail(*_parts: object, **_wish: object) -> None:
        raise MemoryError

    monkeypatch.setattr(press, "bind", fail)
    answers = io.BytesIO()

    serve(io.BytesIO(b"{}\n{}\n"), answers, press)

    _ready, told, *more = answers.getvalue().splitlines()
    assert json.loads(told) == {"failed": "The print engine gave up: MemoryError.", "is_last": True}
    assert more == []


def test_a_room_starts_another_press_after_the_last_order():
    room = PrintRoom()
    with pytest.raises(PrintError, match="RecursionError"):
        room.order(order(PAGE.format("<div>" * 1000 + "x" + "</div>" * 1000)))
    assert room._process is None

    told, _pdf = room.order(order(PAGE.format("b")))

    assert "b" in told["pages"][0]
    room.close()


def test_whatever_interrupts_an_order_ends_its_press(monkeypatch):
    room = PrintRoom()
    room.order(order(PAGE.format("a")))

    def interrupt(_line: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("triage.documents.print_room.json.loads", interrupt)
    with pytest.raises(KeyboardInterrupt):
        room.order(order(PAGE.format("b")))

    assert room._process is None


def test_the_press_is_told_no_secret(monkeypatch):
    monkeypatch.setenv("BACKSTOP_SECRET_KEY", "hush")
    room = PrintRoom()
    room.order(order(PAGE.format("a")))

    assert room._process is not None
    surroundings = Path(f"/proc/{room._process.pid}/environ").read_bytes()
    assert b"FONTCONFIG_FILE" in surroundings
    assert b"hush" not in surroundings
    room.close()
