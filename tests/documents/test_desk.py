"""What staff did about a visit, on the summary."""

import pytest
from django.utils import timezone

from tests.builders import a_response, a_user
from tests.documents.reading import text_of
from triage.documents.kept import fingerprint
from triage.documents.printing import summary_pdf
from triage.engine.terms import Tier
from triage.intake.models import Response
from triage.worklist.actions import note, override
from triage.worklist.models import Decision, Kind, SignOff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("release")]


@pytest.mark.hazard("H15")
def test_what_staff_did_is_told_with_who_did_it_and_when():
    response, doctor = a_response("V01"), a_user("the-doctor")
    visit = response.visit
    override(visit, tier=Tier.SAME_DAY, reason="Looks ill.", seen=0, by=doctor)
    note(visit, Kind.EXAMINATION, words="Power: Normal.", details={}, seen=1, by=doctor)

    text = text_of(summary_pdf(Response.objects.get(pk=response.pk)))

    assert "TIER CHANGED BY THE CLINICIAN. From self care to same day. Looks ill." in text
    assert f"Examined ({doctor.signature}," in text
    assert "Power: Normal." in text
    assert "Own red flags, power, reflexes" not in text
    assert "Outcome and plan" in text
    assert "TAKEN BACK" not in text


def test_of_many_acts_the_last_of_each_kind_is_printed_and_the_others_are_counted():
    response, doctor = a_response("V01"), a_user("the-doctor")
    for number in range(7):
        words = f"Finding {number}." + " more" * 100
        note(response.visit, Kind.EXAMINATION, words=words, details={}, seen=number, by=doctor)
    note(response.visit, Kind.OUTCOME, words="Sent home.", details={}, seen=7, by=doctor)

    text = text_of(summary_pdf(Response.objects.get(pk=response.pk)))

    assert "Finding 6." in text
    assert "Sent home." in text
    assert "Finding 3." not in text
    assert "4 more entries in the record." in text
    assert "Continues in the record." in text


def test_paper_is_printed_anew_when_more_was_done():
    response, doctor = a_response("V01"), a_user("the-doctor")
    before = summary_pdf(response)
    long = "x" * 400
    note(response.visit, Kind.OUTCOME, words=f"{long} one", details={}, seen=0, by=doctor)
    first = fingerprint(Response.objects.get(pk=response.pk), {"kind": "summary"})
    note(response.visit, Kind.OUTCOME, words=f"{long} two", details={}, seen=1, by=doctor)
    second = fingerprint(Response.objects.get(pk=response.pk), {"kind": "summary"})

    assert first != second
    assert summary_pdf(Response.objects.get(pk=response.pk)) != before


def test_what_was_signed_stands_where_there_was_room_to_write():
    response = a_response("V02")
    doctor = a_user("the-doctor")
    note = "Spoke to the registrar.\nTaken by ambulance." + " Long." * 200
    unsigned = summary_pdf(response)
    SignOff.objects.create(
        visit=response.visit,
        decision=Decision.HOSPITAL,
        note=note,
        signed_at=timezone.now(),
        signed_by=doctor,
    )

    text = text_of(summary_pdf(Response.objects.get(pk=response.pk)))

    assert "Outcome: Send to hospital now" in text
    assert "Spoke to the registrar." in text
    assert doctor.signature in text
    assert "The note continues in the record." in text
    assert "Tier changed by the clinician" in text_of(unsigned)
