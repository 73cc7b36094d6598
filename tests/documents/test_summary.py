"""The clinician's summary: everything that was said, on one page where it can be."""

import re
from typing import Any

import pymupdf
import pytest
import qrcode
from django.conf import LazySettings
from django.template.loader import render_to_string
from django.utils import timezone
from qrcode.constants import ERROR_CORRECT_M

from tests.builders import (
    a_filled_in_visit,
    a_release_in_review,
    a_response,
    a_user,
    the_definition,
)
from tests.documents.checkers import checked
from tests.documents.made_up import everything_ticked
from tests.documents.printed import printed
from tests.documents.reading import missing_from, outside_the_pages, overprinted, pages_of, text_of
from triage.audit.models import Actor
from triage.content.actions import publish
from triage.documents.figures import QUIET
from triage.documents.kept import forget_all
from triage.documents.limits import ROOMY
from triage.documents.printing import MissingAnswersError, summary_job, summary_pdf
from triage.documents.summary import summary_of
from triage.intake.actions import save_answers, submit
from triage.intake.models import Response
from triage.intake.record import record_of
from triage.worklist.models import Act, Decision, Kind, SignOff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("release")]


@pytest.mark.hazard("H11")
@pytest.mark.parametrize("vignette", ["V01", "V02", "V04", "V08", "V11"])
def test_all_that_was_asked_and_said_is_on_paper(vignette):
    assert missing_from(printed(vignette).summary_pdf, printed(vignette).record) == []


@pytest.mark.parametrize("vignette", ["V01", "V02", "V06"])
def test_no_text_is_printed_across_another(vignette):
    assert overprinted(printed(vignette).summary_pdf) == []


@pytest.mark.hazard("H11")
def test_what_was_not_said_is_not_drawn():
    visit = a_filled_in_visit("V01")
    for page in the_definition().pages:
        for question in page.questions:
            if question.link_id in {"birth_date", "pain_areas", "duration"}:
                save_answers(visit, page.key, {question.link_id: None}, by=Actor.PATIENT)
    response = submit(visit, incomplete=True, by=a_user())
    summary = summary_of(response)

    assert "birth_date" in {said.question.link_id for said in summary.not_answered}
    assert missing_from(summary_pdf(response), summary.record) == []
    assert summary.body is None
    assert summary.timeline is None
    assert summary.shown == summary.record.count()


@pytest.mark.long
@pytest.mark.hazard("H11")
def test_the_worst_case_is_on_paper_too():
    response = a_response("V02", everything_ticked(), name="Marguerite " + "Vandenbrouck-" * 8)

    pdf = summary_pdf(response)

    assert missing_from(pdf, record_of(response)) == []
    assert outside_the_pages(pdf) == []
    assert len(pages_of(pdf)) == 2


@pytest.mark.hazard("H11")
def test_the_worst_case_with_all_that_staff_can_add_is_on_two_pages():
    response, by = a_response("V02", everything_ticked()), a_user("the-doctor")
    kinds = (Kind.OVERRIDE, Kind.EXAMINATION, Kind.OUTCOME, Kind.CORRECTION)
    moment = timezone.now()
    for number, kind in enumerate(kinds, start=1):
        told: dict[str, Any] = {"number": number, "kind": kind, "words": f"{kind} was said. " * 90}
        Act.objects.create(visit=response.visit, acted_at=moment, acted_by=by, **told)
    signed: dict[str, Any] = {"decision": Decision.HOSPITAL, "note": "a\n" * 1_000}
    SignOff.objects.create(visit=response.visit, signed_at=moment, signed_by=by, **signed)

    pdf = summary_pdf(Response.objects.get(pk=response.pk))

    text = text_of(pdf)
    assert len(pages_of(pdf)) == 2
    assert missing_from(pdf, record_of(response)) == []
    assert outside_the_pages(pdf) == []
    assert "TIER CHANGED BY THE CLINICIAN. override was said." in text
    assert "The note continues in the record." in text


@pytest.mark.parametrize(
    ("vignette", "most"), [("V01", 1), ("V02", 1), ("V03", 1), ("V06", 1), ("V04", 2)]
)
def test_an_ordinary_visit_takes_one_page(vignette, most):
    assert len(pages_of(printed(vignette).summary_pdf)) <= most


@pytest.mark.hazard("H02")
@pytest.mark.hazard("H12")
def test_every_page_says_whose_it_is_which_visit_and_how_urgent():
    response = a_response("V04", {"own_words": "Long. " * 160}, name="Ada Marlow")
    code = f"{response.visit.code[:3]}-{response.visit.code[3:]}"

    pages = pages_of(summary_pdf(response))

    assert len(pages) == 2
    for number, page in enumerate(pages, start=1):
        assert "Ada Marlow" in page
        assert "born 1 Jan 1963" in page
        assert code in page
        assert f"Page {number} of 2" in page
        assert "emergency now" in page.lower()
        assert "Sample content: not approved for clinical use." in page
        assert f"content {response.release.short_hash}" in page


def test_content_that_one_person_wrote_and_approved_says_so():
    response = a_response("V01")
    said = "Content written and approved by one and the same person."
    assert said not in summary_job(response, ROOMY).html

    response.release.single_approver = True

    assert said in summary_job(response, ROOMY).html


@pytest.mark.hazard("H11")
def test_the_count_is_of_what_was_printed():
    asked, text = printed("V02").record.count(), text_of(printed("V02").summary_pdf)

    told = re.search(r"(\d+) questions asked, (\d+) shown: ([^.]*)\.", text)

    assert told is not None
    assert (int(told[1]), int(told[2])) == (asked, asked)
    assert sum(map(int, re.findall(r"\d+", told[3]))) == asked


@pytest.mark.hazard("H11")
def test_a_summary_that_lacks_an_answer_is_not_printed(monkeypatch):
    monkeypatch.setattr(
        "triage.documents.printing.render_to_string",
        lambda *args: render_to_string(*args).replace('data-asked="weakness"', ""),
    )

    with pytest.raises(MissingAnswersError, match="weakness"):
        summary_pdf(a_response("V01"))


@pytest.mark.hazard("H03")
def test_what_was_left_open_is_printed_as_open():
    visit = a_filled_in_visit("V01")
    page = next(
        page
        for page in the_definition().pages
        if "coordination" in {question.link_id for question in page.questions}
    )
    save_answers(
        visit, page.key, {"coordination": None, "numbness": ("not_sure",)}, by=Actor.PATIENT
    )
    response = submit(visit, incomplete=True, by=a_user())

    text = text_of(summary_pdf(response))

    assert "Not sure: Numbness or tingling" in text
    assert "NOT ANSWERED: Balance / dexterity" in text
    assert "FORM NOT FINISHED." in text
    assert "Not excluded (would fire if an open answer were a yes):" in text


def test_an_emergency_answer_that_was_taken_back_is_told():
    visit = a_filled_in_visit("V01", {"emergency_now": ("passed_out",)})
    page = next(
        page.key
        for page in the_definition().pages
        if "emergency_now" in {question.link_id for question in page.questions}
    )
    visit = save_answers(visit, page, {"emergency_now": ("none",)}, by=Actor.PATIENT)

    text = text_of(summary_pdf(submit(visit, by=Actor.PATIENT)))

    assert "AN EMERGENCY ANSWER WAS GIVEN AND TAKEN BACK" in text


@pytest.mark.hazard("H02")
def test_another_birth_date_than_the_record_has_is_told():
    response = a_response("V01", {"birth_date": "1961-05-04"})

    assert "another birth date: 4 May 1961. Check who this is." in text_of(summary_pdf(response))


def test_markup_in_free_text_is_text():
    text = "<script>alert(1)</script><img src=file:///etc/hostname>{{ settings }}"

    assert text in text_of(summary_pdf(a_response("V01", {"own_words": text})))


@pytest.mark.hazard("H11")
def test_long_words_are_cut_and_say_so():
    response = a_response("V01", {"own_words": "word " * 300 + "end"})

    text = text_of(summary_pdf(response))

    assert f"Shown: the first {ROOMY.words} of 1503 letters." in text
    assert "Continues in the record" in text


def test_the_same_response_gives_the_same_bytes():
    response = a_response("V02")

    first = summary_pdf(response)
    forget_all()

    assert summary_pdf(response) == first


def test_an_archive_gets_the_format_for_archives():
    pdf = summary_pdf(a_response("V01"), archive=True)

    assert b"<pdfuaid:part>1<" in pdf, "metadata that can be read without unpacking"
    assert b'pdfaid:part="3"' in pdf
    assert checked(pdf) == []


def test_the_drawing_for_scanners_holds_the_address_of_the_visit_alone():
    response = a_response("V02", name="Petra Lindqvist")
    address = f"https://clinic.example/visits/{response.visit.code}/"
    drawn = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    drawn.add_data(address)

    figure = summary_of(response, address=address).qr

    modules = re.findall(r"M(\d+) (\d+)h(\d+)", figure.svg)
    dark = {(int(x) + i, int(y)) for x, y, long in modules for i in range(int(long))}
    expected = drawn.get_matrix()
    assert dark == {(x, y) for y, row in enumerate(expected) for x, on in enumerate(row) if on}
    assert "Petra" not in figure.told


def test_a_scanner_reads_the_address_from_the_page():
    address = "https://clinic.example/visits/ABC123/"
    page: Any = pymupdf.open("pdf", summary_pdf(a_response("V02"), address=address))[0]
    corner = pymupdf.Rect(page.rect.width * 0.8, 0, page.rect.width, 110)

    picture = page.get_pixmap(dpi=200, clip=corner)

    read, _kind = pymupdf.mupdf.fz_decode_barcode_from_pixmap2(picture.this, 0)
    assert read == address


@pytest.mark.hazard("H11")
def test_a_later_release_changes_no_paper():
    response = a_response("V02")
    before = summary_pdf(response)
    forget_all()
    publish(a_release_in_review(), by=a_user("the-approver"))

    assert summary_pdf(Response.objects.get(pk=response.pk)) == before


@pytest.mark.parametrize(
    ("zone", "ending"),
    [
        ("UTC", r"\d\d:\d\d UTC"),
        ("Asia/Kolkata", r"\d\d:\d\d IST \(UTC\+5:30\)"),
        ("America/Sao_Paulo", r"\d\d:\d\d UTC-3"),
    ],
)
def test_a_time_names_its_zone(zone, ending, settings: LazySettings):
    settings.TIME_ZONE = zone

    assert re.fullmatch(ending, summary_of(a_response("V01")).stamp.when)
