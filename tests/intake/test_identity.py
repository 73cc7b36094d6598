"""Who somebody is who started at a kiosk: unknown until staff say so."""

from datetime import date

import pytest
from django.urls import reverse

from tests.builders import a_filled_in_visit, a_user, a_visit
from tests.intake.entering import ADA
from tests.intake.screen import mistakes
from triage.audit.models import Actor, AuditEvent
from triage.intake.actions import VisitError, check_identity, close, pair, start_at_kiosk, submit
from triage.intake.models import Patient, Visit

BORN = date(1992, 3, 12)


def a_claim(name: str = "Ada Marlow", birth_date: date = BORN) -> Visit:
    device, _ = pair("Window", by=a_user("the-manager"))
    return start_at_kiosk(device, name=name, birth_date=birth_date, by=Actor.PATIENT)[0]


@pytest.fixture
def desk(client_for, front_desk):
    return client_for(front_desk)


@pytest.mark.hazard("H21")
def test_whom_staff_started_a_visit_for_is_checked_by_them():
    visit, _ = a_visit(by=a_user("the-desk"))

    assert visit.is_identity_checked
    assert visit.identity_checked_by == a_user("the-desk")


@pytest.mark.hazard("H21")
def test_the_desk_says_who_it_is(desk, front_desk):
    visit = a_claim()
    page = desk.get(reverse("intake:identity", args=[visit.code]))
    assert b"Nobody has checked who this is" in page.content
    assert page.context["form"].initial["name"] == "Ada Marlow"
    answer = desk.post(reverse("intake:identity", args=[visit.code]), ADA | {"identifier": "C-7"})

    assert answer.status_code == 302
    visit.refresh_from_db()
    assert visit.identity_checked_by == front_desk
    assert visit.patient.identifier == "C-7"
    assert AuditEvent.objects.about(visit).filter(action="intake.identity_checked").exists()


@pytest.mark.hazard("H21")
@pytest.mark.parametrize("identifier", ["", "C-7"])
def test_a_checked_visit_joins_the_record_of_that_patient(identifier):
    known, _ = a_visit(identifier=identifier)
    visit = check_identity(
        a_claim("Adda Marlow"),
        name="Ada Marlow",
        birth_date=BORN,
        identifier=identifier,
        by=a_user("the-desk"),
    )

    assert visit.patient == known.patient
    assert Patient.objects.count() == 1


@pytest.mark.hazard("H21")
def test_nobody_else_joins_the_record_of_somebody_who_was_not_checked():
    claimed = a_claim()
    known, _ = a_visit()

    assert known.patient != claimed.patient


@pytest.mark.hazard("H21")
def test_a_mistyped_name_is_put_right_and_the_answers_stay():
    visit = check_identity(
        a_claim("Adda", date(1991, 3, 12)), name="Ada Marlow", birth_date=BORN, by=a_user()
    )

    assert (visit.patient.name, visit.patient.birth_date) == ("Ada Marlow", BORN)
    assert visit.told == {"birth_date": "1991-03-12"}


@pytest.mark.hazard("H21")
def test_a_number_that_belongs_to_somebody_else_is_refused_and_changes_nothing(desk):
    a_visit(name="Ida Marlow", identifier="C-7")
    visit = a_claim()
    answer = desk.post(reverse("intake:identity", args=[visit.code]), ADA | {"identifier": "C-7"})

    assert "somebody with another name" in mistakes(answer)["identifier"][0]
    visit.refresh_from_db()
    assert not visit.is_identity_checked
    assert visit.patient.name == "Ada Marlow"


def test_an_identity_is_checked_once():
    visit = check_identity(a_claim(), name="Ada Marlow", birth_date=BORN, by=a_user("first"))

    with pytest.raises(VisitError, match="checked already"):
        check_identity(visit, name="Ida Marlow", birth_date=BORN, by=a_user("second"))
    visit.refresh_from_db()
    assert (visit.identity_checked_by, visit.patient.name) == (a_user("first"), "Ada Marlow")


def test_a_visit_that_was_signed_off_stays_as_it_was_signed(desk):
    visit = a_claim()
    submit(visit, incomplete=True, by=a_user())
    close(visit, by=a_user())

    with pytest.raises(VisitError, match="signed off"):
        check_identity(visit, name="Ida Marlow", birth_date=BORN, by=a_user())
    assert desk.get(reverse("intake:identity", args=[visit.code])).status_code == 404


def test_whom_staff_know_needs_no_check(desk):
    visit = a_filled_in_visit()

    assert desk.get(reverse("intake:identity", args=[visit.code])).status_code == 404


@pytest.mark.parametrize("person", ["author", "approver", "auditor", "manager"])
def test_only_who_meets_patients_says_who_they_are(request, client_for, person):
    visit = a_claim()
    client = client_for(request.getfixturevalue(person))

    address = reverse("intake:identity", args=[visit.code])
    assert client.get(address).status_code == client.post(address, ADA).status_code == 403
    visit.refresh_from_db()
    assert not visit.is_identity_checked
