"""What somebody writes is text: nothing is fetched for it, and no page is too much for the press."""

import re
import time
from collections import Counter
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.builders import a_response, a_user
from tests.documents.reading import squeezed, text_of
from triage.documents import print_room
from triage.documents.errors import PrintError, RefusedFetchError
from triage.documents.limits import ROOMY
from triage.documents.pdf import Job, print_job
from triage.documents.printing import handout_pdf, summary_job, summary_pdf
from triage.intake.models import Response
from triage.worklist.models import Decision, SignOff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("release")]

FILE, SITE = "file:///etc/hostname", "http://198.51.100.7/a"
VECTORS = [
    f'<img src="{SITE}.png">',
    f'<img src="{FILE}">',
    f'<img srcset="{SITE}.png 2x">',
    f'<link rel="stylesheet" href="{SITE}.css">',
    f'<link rel="attachment" href="{FILE}">',
    f'<style>@import url("{SITE}.css");</style>',
    f"<style>@font-face {{ font-family: a; src: url({SITE}.ttf) }}</style>",
    f'<p style="background: url({SITE}.png)">a</p>',
    f'<p style="list-style-image: url({FILE})">a</p>',
    f"<style>p::before {{ content: url({FILE}) }}</style>",
    f'<object data="{FILE}"></object>',
    f'<embed src="{SITE}.svg">',
    f'<iframe src="{FILE}"></iframe>',
    f'<svg><image href="{FILE}"/></svg>',
    f'<svg><use href="{SITE}.svg#a"/></svg>',
    f'<a rel="attachment" href="{FILE}">a</a>',
    f'<base href="{SITE}/">',
    f'<meta http-equiv="refresh" content="0; url={SITE}">',
    f"<script>fetch('{SITE}')</script>",
    f'<input type="image" src="{SITE}.png">',
    f'<video poster="{SITE}.png"></video>',
    f'<math><mi href="{FILE}">a</mi></math>',
]


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


def test_no_text_becomes_markup():
    """In every text field: what reaches the press holds them escaped, and only escaped."""
    response = a_response("V01", {"own_words": "x"})

    for vector in VECTORS:
        plain = summary_job(with_everywhere(response, "x" * len(vector)), ROOMY).html
        html = summary_job(with_everywhere(response, vector), ROOMY).html

        assert vector not in html
        assert unescape(html).count(vector) >= 4
        assert tags_in(html) == tags_in(plain)


def tags_in(html: str) -> Counter[str]:
    return Counter(re.findall(r"<[a-z0-9]+", html))


def test_all_of_them_at_once_are_printed_and_nothing_is_fetched(refused):
    words, (first, *_) = " ".join(VECTORS), VECTORS
    response = a_response("V01", {"own_words": words[:1_900]}, name=first)

    pdfs = [summary_pdf(response), handout_pdf(response)]

    assert refused == []
    assert all(squeezed(first) in squeezed(text_of(pdf)) for pdf in pdfs)


HOSTILE = {
    "two hundred boxes in one another": "<div>" * 200 + "x" + "</div>" * 200,
    "two thousand rows": f"<table>{'<tr><td>row</td><td>of many</td></tr>' * 2_000}</table>",
    "hostile style": (
        "<style>* { float: left; position: absolute; columns: 1000; transform: scale(1e9);"
        " width: 1e30px; margin: -1e9px; counter-increment: page 1e9 }</style><p>text</p>"
    ),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_even_as_markup_it_is_printed_or_refused_in_time(body):
    began = time.monotonic()

    try:
        pdf = print_job(
            Job(
                f'<html lang="en"><head><title>a</title></head><body>{body}</body></html>',
                "summary",
            )
        )
        assert pdf.startswith(b"%PDF")
    except PrintError:
        pass

    assert time.monotonic() - began < print_room.SECONDS + print_room.LOADING


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_as_text_it_is_printed(body, client_for, clinician):
    response = a_response("V01", {"own_words": body[:1_990]})

    answer = client_for(clinician).get(reverse("documents:summary", args=[response.visit.code]))

    assert answer["Content-Type"] == "application/pdf"
    assert squeezed(body[:90]) in squeezed(text_of(answer.content))
