"""Two people of one name and birth date: staff say who it is, and the list says that there are two."""

from datetime import date

import pytest
from django.urls import reverse

from tests.builders import a_user, a_visit
from tests.intake.entering import ADA, a_kiosk
from tests.intake.screen import mistakes
from triage.audit.models import Actor
from triage.intake.actions import start_at_kiosk, start_visit
from triage.intake.models import Patient, Visit
from triage.intake.paper import written_mark

START = reverse("intake:start")
TOGETHER = ADA | {"how": "together"}


@pytest.fixture
def desk(client_for, front_desk):
    return client_for(front_desk)


@pytest.fixture
def known():
    return a_visit()[0].patient


@pytest.mark.hazard("H21")
@pytest.mark.parametrize("chosen", [None, "", "0", "999999", "x"])
def test_a_known_name_and_birth_date_start_nothing_until_staff_say_who_it_is(desk, known, chosen):
    answer = desk.post(START, TOGETHER | ({} if chosen is None else {"patient": chosen}))

    assert answer.status_code == 200
    assert "already somebody of this name" in mistakes(answer)["patient"][0]
    assert b"The same person, last here on" in answer.content
    assert Visit.objects.count() == 1


@pytest.mark.hazard("H21")
@pytest.mark.parametrize("is_same", [True, False])
def test_staff_say_whether_it_is_the_same_person(desk, known, is_same):
    desk.post(START, TOGETHER | {"patient": str(known.pk) if is_same else "new"})

    started = Visit.objects.latest("pk")
    assert (started.patient == known) is is_same
    assert Patient.objects.count() == (1 if is_same else 2)
    assert (started.patient.name, started.patient.birth_date) == ("Ada Marlow", date(1992, 3, 12))


@pytest.mark.hazard("H21")
def test_somebody_with_a_number_is_found_when_the_number_is_not_given(desk):
    known = a_visit(identifier="C-1")[0].patient
    answer = desk.post(START, TOGETHER)

    assert b"clinic number C-1" in answer.content
    desk.post(START, TOGETHER | {"patient": str(known.pk)})
    assert Visit.objects.latest("pk").patient == known


def test_a_number_says_who_it_is_without_a_question(desk, known):
    desk.post(START, TOGETHER | {"identifier": "C-7"})

    assert Visit.objects.latest("pk").patient.identifier == "C-7"


def test_whom_nobody_has_checked_is_not_offered(desk):
    device, _ = a_kiosk()
    start_at_kiosk(device, name="Ada Marlow", birth_date=date(1992, 3, 12), by=Actor.STRANGER)

    assert desk.post(START, TOGETHER).status_code == 302


@pytest.mark.hazard("H21", "H23")
def test_the_paper_and_the_check_of_an_identity_ask_the_same(desk, known, release):
    paper = desk.post(reverse("intake:paper"), ADA | {"mark": written_mark(release)})
    assert "patient" in mistakes(paper)
    device, _ = a_kiosk()
    claimed, _ = start_at_kiosk(
        device, name="Ada Marlow", birth_date=date(1992, 3, 12), by=Actor.PATIENT
    )
    address = reverse("intake:identity", args=[claimed.code])
    assert "patient" in mistakes(desk.post(address, ADA))

    desk.post(address, ADA | {"patient": str(known.pk)})
    claimed.refresh_from_db()
    assert claimed.patient == known


@pytest.mark.hazard("H21")
def test_the_list_and_the_visit_warn_of_two_with_one_name(client_for, clinician):
    first, _ = a_visit()
    client = client_for(clinician)
    words = b"Same name as another visit"
    on_the_page = b"Another visit on the list has the same name."
    address = reverse("worklist:visit", args=[first.code])
    assert words not in client.get("/").content
    assert on_the_page not in client.get(address).content

    start_visit(name="ada marlow", birth_date=date(1950, 1, 1), by=a_user("the-desk"))
    start_visit(name="Priya Raman", birth_date=date(1950, 1, 1), by=a_user("the-desk"))
    assert client.get("/").content.count(words) == 2
    assert on_the_page in client.get(address).content
