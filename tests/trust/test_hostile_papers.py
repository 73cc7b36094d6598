"""What somebody types stays text where there is no browser: on paper, in a file, in a mail."""

import csv
from io import BytesIO, StringIO

import pytest
from django.core import mail
from django.test import Client
from pypdf import PdfReader

from tests.trust.hostile import a_hostile_visit, staff
from tests.trust.world import show_second_factor


@pytest.mark.usefixtures("release", "_quiet")
@pytest.mark.django_db
def test_papers_files_and_mails_hold_it_as_text_or_not_at_all(settings):
    settings.BACKSTOP_ALERT_MAIL_TO = ["desk@clinic.example"]
    settings.BACKSTOP_ALERT_MAIL_AFTER = 0
    person = staff("=1+1 <script>alert(1)</script>")
    browser = Client()
    browser.force_login(person)
    show_second_factor(browser, person)
    words = "<script>alert(1)</script> {{ 7|add:7 }} =1+1"
    visit = a_hostile_visit(words, 1, person, sent=True)

    pdf = PdfReader(BytesIO(browser.get(f"/documents/{visit.code}/summary.pdf").content))
    text = " ".join(" ".join(sheet.extract_text() for sheet in pdf.pages).split())
    table = b"".join(browser.get("/audit/export.csv")).decode("utf-8-sig")
    browser.get("/alerts/")

    assert "<script>alert(1)</script> {{ 7|add:7 }}" in text
    assert "/JavaScript" not in str(pdf.trailer["/Root"])
    cells = {cell for row in csv.reader(StringIO(table)) for cell in row}
    assert any(cell.startswith("'=1+1") for cell in cells)
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert [one for one in mail.outbox if "script" in one.body or visit.code in one.subject] == []
    assert len(mail.outbox) == 1
