"""The audit trail is only ever added to, by known actions of known people."""

import pytest
from django.db import IntegrityError

from triage.accounts.models import User
from triage.audit.actions import UnknownActionError, record
from triage.audit.models import Actor, AppendOnlyError, AuditEvent


@pytest.fixture
def event(clinician):
    return record("accounts.signed_in", clinician, by=clinician)


def test_an_event_says_who_did_what_to_which_record(event, clinician):
    assert (event.user, event.action) == (clinician, "accounts.signed_in")
    assert (event.subject_type, event.subject_id) == ("accounts.user", str(clinician.pk))
    assert str(event) == f"Dr N. Okafor accounts.signed_in accounts.user {clinician.pk}"
    assert event in AuditEvent.objects.about(clinician)


@pytest.mark.django_db
def test_a_patient_acts_by_that_name():
    event = record("accounts.signed_out", None, by=Actor.PATIENT)

    assert str(event) == "Patient accounts.signed_out"


def test_an_action_nobody_declared_is_an_error_that_names_the_near_one(clinician):
    with pytest.raises(UnknownActionError, match=r"Did you mean accounts\.signed_in"):
        record("accounts.signd_in", clinician, by=clinician)
    with pytest.raises(UnknownActionError, match=r"declares the action zzz\.$"):
        record("zzz", clinician, by=clinician)


def test_a_record_that_was_never_saved_cannot_be_named(clinician):
    with pytest.raises(ValueError, match="was saved"):
        record("accounts.signed_in", User(), by=clinician)


@pytest.mark.parametrize(
    "change",
    [
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda _: AuditEvent.objects.update(action=""),
        lambda _: AuditEvent.objects.all().delete(),
        lambda event: AuditEvent.objects.bulk_create([event]),
        lambda event: AuditEvent.objects.bulk_update([event], ["action"]),
    ],
)
def test_nothing_is_changed_or_removed(event, change):
    with pytest.raises(AppendOnlyError):
        change(event)


def test_a_name_on_the_trail_stays(event, clinician):
    with pytest.raises(IntegrityError):
        clinician.delete()


@pytest.mark.django_db
@pytest.mark.parametrize("actor", ["", "patient"])
def test_the_database_wants_exactly_one_actor(actor, clinician):
    user = clinician if actor else None

    with pytest.raises(IntegrityError):
        AuditEvent.objects.create(action="accounts.signed_in", actor=actor, user=user)


def test_the_auditor_reads_the_trail(client_for, auditor, event):
    client = client_for(auditor)

    assert "Dr N. Okafor" in client.get("/admin/audit/auditevent/").content.decode()
    assert client.get(f"/admin/audit/auditevent/{event.pk}/change/").status_code == 200


@pytest.mark.parametrize("what", ["add/", "{pk}/delete/"])
def test_even_the_all_powerful_change_nothing_in_the_admin(admin_client, event, what):
    address = "/admin/audit/auditevent/" + what.format(pk=event.pk)

    assert admin_client.post(address).status_code == 403


def test_an_author_does_not_read_the_trail(client_for, author):
    assert client_for(author).get("/admin/audit/auditevent/").status_code == 403
