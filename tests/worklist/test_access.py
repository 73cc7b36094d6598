"""Who may enter the list, a visit, and the acts."""

import pytest
from django.urls import reverse

from triage.audit.models import AuditEvent

pytestmark = pytest.mark.usefixtures("release")

PEOPLE = ["author", "approver", "auditor", "manager", "clinician", "front_desk"]


@pytest.fixture
def addresses(under_way):
    code = under_way.code
    return {
        "list": reverse("worklist:list"),
        "signed": reverse("worklist:signed"),
        "visit": reverse("worklist:visit", args=[code]),
        "hand_in": reverse("worklist:hand_in", args=[code]),
    }


@pytest.fixture
def everybody(client_for, request):
    """Each kind of staff, signed in."""
    return {person: client_for(request.getfixturevalue(person)) for person in PEOPLE}


@pytest.mark.parametrize("name", ["list", "signed"])
def test_who_may_see_the_list(name, addresses, everybody):
    seen = {who for who, client in everybody.items() if _may_get(client, addresses[name])}

    assert seen == {"manager", "clinician", "front_desk"}


def _may_get(client, address):
    status = client.get(address).status_code
    assert status in {200, 403}
    return status == 200


def test_only_clinicians_read_a_visit_and_act_on_it(addresses, everybody):
    visit, hand_in = addresses["visit"], addresses["hand_in"]

    assert {who for who, client in everybody.items() if _may_get(client, visit)} == {"clinician"}
    assert {who: client.post(visit).status_code for who, client in everybody.items()} == {
        who: 200 if who == "clinician" else 403 for who in PEOPLE
    }
    assert {who: client.post(hand_in).status_code for who, client in everybody.items()} == {
        who: 302 if who == "clinician" else 403 for who in PEOPLE
    }


def test_a_stranger_is_sent_to_sign_in(addresses, client):
    for address in addresses.values():
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code == 302
            assert answer.url.startswith("/accounts/sign-in/")


@pytest.mark.parametrize("address", ["/visits/BBBBBB/", "/visits/bbbbbb/", "/visits/1/"])
def test_a_visit_that_is_not_there_is_not_found(address, client_for, clinician):
    assert client_for(clinician).get(address).status_code == 404


def test_handing_in_a_visit_that_is_not_there_is_not_found(client_for, clinician):
    assert client_for(clinician).post("/visits/BBBBBB/hand-in/").status_code == 404


def test_reading_changes_nothing(addresses, client_for, clinician):
    client = client_for(clinician)

    assert client.get(addresses["hand_in"]).status_code == 405
    for search in (addresses["list"], addresses["signed"]):
        assert client.post(search, {"q": "Ada"}).status_code == 302
        assert client.put(search).status_code == 405
    assert client.put(addresses["visit"]).status_code == 405


@pytest.mark.hazard("H22")
@pytest.mark.parametrize("person", ["front_desk", "manager"])
def test_who_is_no_clinician_sees_how_soon_but_no_answers(person, emergency, client_for, request):
    page = client_for(request.getfixturevalue(person)).get("/").content.decode()

    assert "Ada Marlow" in page
    assert 'class="badge" data-tier="emergency"' in page
    assert emergency.ruleset.rule(emergency.findings[0]).title not in page
    assert "not sure" not in page
    assert f'href="/visits/{emergency.code}/"' not in page


def test_the_front_desk_can_give_the_screen_to_a_patient_who_is_not_finished(
    under_way, emergency, client_for, front_desk, manager
):
    page = client_for(front_desk).get("/").content.decode()

    assert page.count("Give this screen to the patient") == 1
    assert reverse("intake:hand_over", args=[under_way.code]) in page
    assert "Give this screen" not in client_for(manager).get("/").content.decode()


@pytest.mark.hazard("H22")
def test_reading_the_list_is_noted_once_a_sign_in(client_for, clinician):
    client = client_for(clinician)

    client.get("/")
    client.get("/")
    client.get("/signed/")

    assert AuditEvent.objects.filter(action="worklist.list_read", user=clinician).count() == 1
