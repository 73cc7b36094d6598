"""What somebody types stays text where there is no browser: on paper, in a file, in a mail."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pypdf import PdfReader
from pypdf.generic import NameObject

from tests.builders import a_published_release
from tests.trust.hostile import a_hostile_visit, hostile_content, plain, staff
from tests.trust.payloads import PAYLOADS
from tests.trust.world import show_second_factor

ACTIVE = {"/JS", "/JavaScript", "/AA", "/OpenAction", "/Launch", "/EmbeddedFile", "/SubmitForm"}
"""What a PDF does by itself, or on a click."""
FEW = [PAYLOADS[place::5] for place in range(5)]
"""As many as two sheets hold: each stands in every article."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def names_in(thing: Any) -> Iterator[str]:
    """Yield the names in an object of a PDF and the addresses it leads to."""
    if isinstance(thing, dict):
        for name, value in thing.items():
            yield str(name)
            yield from [str(value)] if name == "/URI" else names_in(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from names_in(value)
    elif isinstance(thing, NameObject):
        yield str(thing)


def cells_of(table: bytes) -> set[str]:
    return {cell for row in csv.reader(StringIO(table.decode("utf-8-sig"))) for cell in row}


@pytest.mark.usefixtures("_quiet")
@pytest.mark.django_db
@pytest.mark.hazard("H22")
@pytest.mark.parametrize(
    "payloads",
    [PAYLOADS[::50], *(pytest.param(few, marks=pytest.mark.long) for few in FEW)],
    ids=["two", *(f"{number + 1} of {len(FEW)}" for number in range(len(FEW)))],
)
def test_papers_files_and_mails_hold_it_as_text_or_not_at_all(payloads, settings, record_property):
    settings.BACKSTOP_ALERT_MAIL_TO = ["desk@clinic.example"]
    settings.BACKSTOP_ALERT_MAIL_AFTER = 0
    a_published_release(hostile_content(payloads))
    people = [staff(hostile, number) for number, hostile in enumerate(payloads)]
    browser = Client()
    browser.force_login(people[0])
    show_second_factor(browser, people[0])
    visits = [
        a_hostile_visit(hostile, number, person)
        for number, (hostile, person) in enumerate(zip(payloads, people, strict=True))
    ]

    for hostile, visit in zip(payloads, visits, strict=True):
        printed = browser.get(f"/documents/{visit.code}/summary.pdf").content
        pdf = PdfReader(BytesIO(printed))
        assert plain(hostile) in plain("".join(sheet.extract_text() for sheet in pdf.pages))
        objects = [pdf.get_object(number) for number in range(1, int(str(pdf.trailer["/Size"])))]
        assert not set(names_in(objects)) & ACTIVE
        assert not [one for one in names_in(objects) if "elsewhere" in one]
    trail = cells_of(b"".join(browser.get("/audit/export.csv")))
    numbers = cells_of(browser.get("/numbers/unsure.csv").content)
    browser.get("/alerts/")

    for hostile in payloads:
        assert any(plain(hostile[:80]) in plain(cell) for cell in trail), hostile
        assert any(plain(hostile[:60]) in plain(cell) for cell in numbers), hostile
    assert [cell for cell in trail | numbers if cell.startswith(FORMULA)] == []
    written = [f"{one.subject} {one.body}" for one in mail.outbox]
    assert written
    assert [one for one in written for hostile in payloads if hostile in one] == []
    record_property("payloads on paper, in two files, in no mail", len(payloads))
