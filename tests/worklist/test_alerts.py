"""An emergency stands on every staff page until somebody says by name: I have seen it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.builders import a_filled_in_visit, a_response, a_visit
from tests.worklist.opened import sign_off
from triage.audit.models import AuditEvent
from triage.intake.models import Visit
from triage.worklist.actions import acknowledge
from triage.worklist.alerts import alerts_now
from triage.worklist.models import Acknowledgement, Decision, SignedError

pytestmark = pytest.mark.usefixtures("release")

PEOPLE = ["author", "approver", "auditor", "manager", "clinician", "front_desk"]


def acknowledge_address(visit):
    return f"/visits/{visit.code}/acknowledge/"


@pytest.mark.hazard("H01")
@pytest.mark.parametrize("person", PEOPLE)
def test_an_emergency_in_an_unfinished_form_is_told_to_all_staff(person, client_for, request):
    client = client_for(request.getfixturevalue(person))
    a_filled_in_visit("V02")

    bar = client.get("/alerts/").content.decode()

    assert "1 emergency not acknowledged" in bar
    names = person in {"manager", "clinician", "front_desk"}
    assert ("Ada Marlow" in bar) is names
    assert ("/acknowledge/" in bar) is (person in {"clinician", "front_desk"})


def test_the_bar_stands_on_the_list_a_visit_the_desk_and_the_admin(
    client_for, clinician, author, emergency
):
    author.is_staff = True
    author.save()
    pages = [client_for(clinician).get(one) for one in ("/", f"/visits/{emergency.code}/")]
    pages.append(client_for(author).get("/admin/"))

    for page in pages:
        assert "1 emergency not acknowledged" in page.content.decode()


def test_the_longest_wait_is_told(client_for, clinician, emergency):
    a_response("V04", name="Later")
    Visit.objects.filter(pk=emergency.pk).update(emergency_at=timezone.now() - timedelta(minutes=6))

    bar = client_for(clinician).get("/alerts/").content.decode()

    assert "2 emergencies not acknowledged, longest wait 6 minutes" in bar


@pytest.mark.hazard("H01")
def test_acknowledging_silences_the_bar_and_says_who_is_there(
    client_for, front_desk, clinician, emergency
):
    answer = client_for(front_desk).post(
        acknowledge_address(emergency), HTTP_REFERER="", follow=True
    )

    assert "0 emerg" not in client_for(clinician).get("/alerts/").content.decode()
    assert alerts_now().count == 0
    assert "acknowledged by L. Reyes" in answer.content.decode()
    assert "L. Reyes, since" in client_for(clinician).get("/").content.decode()
    read = client_for(clinician).get(f"/visits/{emergency.code}/").content.decode()
    assert "Acknowledged by L. Reyes" in read
    event = AuditEvent.objects.filter(action="worklist.acknowledged").get()
    assert event.user == front_desk


def test_acknowledging_is_not_reviewing(clinician, emergency):
    acknowledge(emergency, by=clinician)

    assert Visit.objects.open().get() == emergency


@pytest.mark.hazard("H13")
def test_whoever_acknowledges_second_learns_who_was_first(emergency, clinician, front_desk):
    first = acknowledge(emergency, by=front_desk)

    assert acknowledge(emergency, by=clinician) == first
    assert Acknowledgement.objects.get().acknowledged_by == front_desk


def test_an_acknowledgement_is_never_changed(emergency, clinician):
    taken = acknowledge(emergency, by=clinician)

    with pytest.raises(SignedError):
        taken.save()
    assert str(taken) == f"acknowledgement of visit {emergency.code}"


def test_what_was_signed_off_alarms_nobody(emergency, clinician):
    sign_off(emergency, decision=Decision.HOSPITAL, by=clinician)

    assert alerts_now().count == 0


@pytest.mark.parametrize(
    ("came_from", "back_to"),
    [
        ("http://testserver/signed/?x=1", "/signed/"),
        ("http://elsewhere.example/signed/", "/"),
        ("http://testserver/nowhere", "/"),
        ("", "/"),
    ],
)
def test_who_acknowledges_goes_on_where_they_were(
    came_from, back_to, client_for, clinician, emergency
):
    answer = client_for(clinician).post(acknowledge_address(emergency), HTTP_REFERER=came_from)

    assert answer.url == back_to


def test_who_may_acknowledge(client_for, emergency, request):
    answers = {
        person: client_for(request.getfixturevalue(person))
        .post(acknowledge_address(emergency))
        .status_code
        for person in PEOPLE
    }

    assert {who for who, status in answers.items() if status == 302} == {"clinician", "front_desk"}


def test_a_page_that_has_the_bar_is_told_in_one_word(client_for, clinician):
    client = client_for(clinician)
    mark = client.get("/alerts/").headers["ETag"]

    with CaptureQueriesContext(
        connection,
    ) as asked:
        again = client.get("/alerts/", HTTP_IF_NONE_MATCH=mark)
    a_filled_in_visit("V02")
    later = client.get("/alerts/", HTTP_IF_NONE_MATCH=mark)

    assert (again.status_code, again.content) == (304, b"")
    assert len(asked) <= 5
    assert later.status_code == 200


def test_a_list_that_has_not_changed_is_not_sent_again(client_for, clinician, monkeypatch):
    client = client_for(clinician)
    a_visit()
    mark = client.get("/").headers["ETag"]

    assert client.get("/", HTTP_IF_NONE_MATCH=mark).status_code == 304
    assert client.get("/signed/", HTTP_IF_NONE_MATCH=mark).status_code == 200
    a_visit()
    assert client.get("/", HTTP_IF_NONE_MATCH=mark).status_code == 200


@pytest.mark.sqlite
@pytest.mark.hazard("H01")
def test_a_broken_record_silences_no_alert(client_for, clinician, emergency):
    broken = a_response("V04", name="Later").visit
    with connection.cursor() as cursor:
        cursor.execute("update intake_visit set emergency_at = 'never' where id = %s", [broken.pk])

    bar = client_for(clinician).get("/alerts/").content.decode()

    assert "2 emergencies" in bar
    assert re.findall(r'href="/visits/(\w+)/"', bar) == [emergency.code, broken.code]


def test_many_emergencies_are_told_closer_together(client_for, clinician):
    for number in range(7):
        a_response("V02", name=f"Patient {number}")

    bar = client_for(clinician).get("/alerts/").content.decode()

    assert bar.count("/visits/") == 7
    assert "alert__list--many" in bar
