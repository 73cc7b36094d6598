"""What somebody writes is text: nothing is fetched for it, and no page is too much for the press."""

import re
import time
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.builders import a_response, a_user
from tests.documents.reading import squeezed, text_of
from tests.documents.vectors import VECTORS
from triage.documents import print_room
from triage.documents.errors import PrintError, RefusedFetchError
from triage.documents.pdf import Job, print_job
from triage.documents.print_room import SECONDS, PrintRoom
from triage.documents.printing import handout_pdf, summary_pdf
from triage.intake.models import Response
from triage.worklist.models import Decision, SignOff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("release")]


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return how often the press was asked for something that it does not know."""
    asked = list[str]()
    real = RefusedFetchError.__init__

    def noted(self: RefusedFetchError) -> None:
        asked.append("refused")
        real(self)

    monkeypatch.setattr(RefusedFetchError, "__init__", noted)
    return asked


def with_everywhere(response: Response, text: str) -> Response:
    """Return the response with a text wherever somebody can write one."""
    response.answers["own_words"] = text
    patient = response.visit.patient
    patient.name = patient.identifier = text
    response.visit.sign_off = SignOff(
        decision=Decision.ADVICE, note=text, signed_at=timezone.now(), signed_by=a_user("doctor")
    )
    return response


@pytest.mark.hazard("H11")
def test_there_are_twenty_two_ways_to_ask_for_something():
    assert len(set(VECTORS)) == 22


def test_all_of_them_at_once_are_printed_and_nothing_is_fetched(refused):
    words, (first, *_) = " ".join(VECTORS), VECTORS
    response = a_response("V01", {"own_words": words[:1_900]}, name=first)

    pdfs = [summary_pdf(response), handout_pdf(response)]

    assert refused == []
    assert all(squeezed(first) in squeezed(text_of(pdf)) for pdf in pdfs)


PAGE = '<html lang="en"><head><title>a</title></head><body>{}</body></html>'
SLACK = 3
"""Seconds to hand an order over and to end a process, on a busy machine."""

HOSTILE = {
    "two hundred boxes in one another": "<div>" * 200 + "x" + "</div>" * 200,
    "two thousand rows": f"<table>{'<tr><td>row</td><td>of many</td></tr>' * 2_000}</table>",
    "hostile style": (
        "<style>* { float: left; position: absolute; columns: 1000; transform: scale(1e9);"
        " width: 1e30px; margin: -1e9px; counter-increment: page 1e9 }</style><p>text</p>"
    ),
}


@pytest.fixture
def warm_press(monkeypatch: pytest.MonkeyPatch) -> PrintRoom:
    """Return the press as a clinic has it: loaded, and bound to its own seconds."""
    print_job(Job(PAGE.format("<p>Warm</p>"), "summary"))
    monkeypatch.setattr(print_room, "SECONDS", SECONDS)
    return print_room.print_room


def peak_of(room: PrintRoom) -> int:
    """Return the most memory its process ever asked for, in MB; 0 when it was ended."""
    if room._process is None:
        return 0
    status = Path(f"/proc/{room._process.pid}/status").read_text()
    return int(re.findall(r"VmPeak:\s+(\d+)", status)[0]) // 1024


@pytest.mark.hazard("H11")
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(body, id=name, marks=pytest.mark.long if "rows" in name else ())
        for name, body in HOSTILE.items()
    ],
)
def test_even_as_markup_it_is_printed_or_refused_in_time_and_memory(body, warm_press, capsys):
    began, told = time.monotonic(), "printed"

    try:
        assert print_job(Job(PAGE.format(body), "summary")).startswith(b"%PDF")
    except PrintError as error:
        told = f"refused ({error})"

    took, peak = time.monotonic() - began, peak_of(warm_press)
    with capsys.disabled():
        print(f"\n{told} in {took:.1f} s, at most {peak or '512'} MB")  # noqa: T201 (the figure is asked for)
    assert took < SECONDS + SLACK
    assert peak <= 512


@pytest.mark.hazard("H11")
def test_what_needs_more_memory_is_refused_and_the_next_is_printed(warm_press):
    with pytest.raises(PrintError):
        print_job(Job(PAGE.format("x" * 120_000_000), "summary"))

    assert text_of(print_job(Job(PAGE.format("<p>Next</p>"), "summary"))) == "Next Page 1 of 1"


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_as_text_it_is_printed(body, client_for, clinician):
    response = a_response("V01", {"own_words": body[:1_990]})

    answer = client_for(clinician).get(reverse("documents:summary", args=[response.visit.code]))

    assert answer["Content-Type"] == "application/pdf"
    assert squeezed(body[:90]) in squeezed(text_of(answer.content))
