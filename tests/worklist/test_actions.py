"""Signing off: once, by name, and only what was sent."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.worklist.opened import sign_off
from triage.audit.models import AuditEvent
from triage.intake.models import Visit
from triage.worklist.actions import SignOffError
from triage.worklist.models import Decision, SignedError, SignOff

pytestmark = pytest.mark.usefixtures("release")


def test_signing_off_keeps_the_decision_and_closes_the_visit(emergency, clinician):
    signed = sign_off(
        emergency, decision=Decision.HOSPITAL, note="Sent by ambulance.", by=clinician
    )

    emergency.refresh_from_db()
    assert emergency.closed_at is not None
    assert (signed.decision, signed.note) == ("hospital", "Sent by ambulance.")
    assert signed.signed_by == clinician
    assert not Visit.objects.open().exists()


def test_signing_off_leaves_a_line_in_the_trail(emergency, clinician):
    sign_off(emergency, decision=Decision.HOSPITAL, by=clinician)

    event = AuditEvent.objects.about(emergency).first()
    assert event is not None
    assert (event.action, event.user) == ("worklist.signed_off", clinician)


@pytest.mark.hazard("H13")
def test_whoever_comes_second_is_told_who_was_first(emergency, clinician, another_clinician):
    stale = Visit.objects.get(pk=emergency.pk)
    sign_off(emergency, decision=Decision.HOSPITAL, by=clinician)

    with pytest.raises(SignOffError, match=r"Dr N\. Okafor has signed off this visit already\."):
        sign_off(stale, decision=Decision.ADVICE, by=another_clinician)

    assert SignOff.objects.get().decision == Decision.HOSPITAL


def test_what_was_not_sent_cannot_be_signed_off(under_way, clinician):
    with pytest.raises(SignOffError, match="Nothing was sent yet"):
        sign_off(under_way, decision=Decision.ADVICE, by=clinician)

    assert Visit.objects.open().count() == 1


def test_another_decision_must_be_put_in_words(emergency, clinician):
    with pytest.raises(SignOffError, match="Say in the note"):
        sign_off(emergency, decision=Decision.OTHER, by=clinician)

    assert sign_off(emergency, decision=Decision.OTHER, note="Own ward.", by=clinician).note


def test_the_database_too_wants_another_decision_in_words(emergency, clinician):
    with pytest.raises(IntegrityError), transaction.atomic():
        SignOff.objects.create(
            visit=emergency,
            decision=Decision.OTHER,
            signed_at=timezone.now(),
            signed_by=clinician,
        )


def test_what_was_signed_is_never_changed(emergency, clinician):
    signed = sign_off(emergency, decision=Decision.TODAY, by=clinician)
    signed.decision = Decision.ADVICE

    with pytest.raises(SignedError):
        signed.save()
    with pytest.raises(SignedError):
        SignOff.objects.update(decision=Decision.ADVICE)

    assert str(signed) == f"sign-off of visit {emergency.code}"
