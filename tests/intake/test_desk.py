"""Starting a visit at the desk and giving the screen away."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.builders import a_filled_in_visit, a_user, a_visit
from tests.intake.screen import mistakes
from triage.audit.models import AuditEvent
from triage.content.actions import retire
from triage.intake.access import COOKIE
from triage.intake.actions import pair, revoke, start_visit, submit
from triage.intake.models import Patient, Visit, Way, visit_of

START = reverse("intake:start")
ADA = {
    "name": "Ada Marlow",
    "birth_date_day": "12",
    "birth_date_month": "3",
    "birth_date_year": "1992",
    "how": "alone",
}


@pytest.fixture
def desk(client_for, front_desk):
    return client_for(front_desk)


def test_handing_over_leaves_the_patient_alone_with_the_form(desk):
    answer = desk.post(START, ADA)

    assert answer.url == reverse("intake:welcome")
    assert "sessionid" not in desk.cookies or not desk.cookies["sessionid"].value
    assert desk.get(reverse("intake:welcome")).status_code == 200
    assert reverse("accounts:sign_in") in desk.get(START).url


def test_filling_in_together_keeps_staff_signed_in_and_names_them(desk, front_desk):
    desk.post(START, ADA | {"how": "together"})
    desk.post(reverse("intake:page", args=["coping"]), {"own_words": "Dictated."})

    assert desk.get(START).status_code == 200
    line = AuditEvent.objects.filter(action="intake.answers_saved").get()
    assert line.user == front_desk


@pytest.mark.hazard("H22")
def test_the_secret_of_a_visit_is_in_no_address_and_out_of_reach_of_scripts(desk):
    answer = desk.post(START, ADA, secure=True)
    cookie = answer.cookies[COOKIE]

    assert visit_of(cookie.value) == Visit.objects.get()
    assert cookie.value not in answer.url
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")
    assert cookie["path"] == "/form/"
    # A browser that dies finds it again; the server ends the hold long before.
    assert cookie["max-age"] == 12 * 60 * 60


@pytest.mark.hazard("H07")
def test_the_next_patient_gets_a_screen_of_their_own(desk, client_for, front_desk):
    first = desk.post(START, ADA).cookies[COOKIE].value
    desk.force_login(front_desk)
    second = desk.post(START, ADA | {"name": "Priya Raman"}).cookies[COOKIE].value

    assert visit_of(first) != visit_of(second)
    assert desk.get(reverse("intake:welcome")).context["visit"] == visit_of(second)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"name": ""}, "name"),
        ({"name": "   "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "Ada\0"}, "name"),
        ({"name": "x" * 1_000_000}, "name"),
        ({"name": "Ada\x1b[31m"}, "name"),
        ({"identifier": "x" * 41}, "identifier"),
        ({"identifier": "\x00"}, "identifier"),
        ({"birth_date_year": "92"}, "birth_date"),
        ({"birth_date_day": "31", "birth_date_month": "2"}, "birth_date"),
        ({"birth_date_year": ""}, "birth_date"),
        ({"birth_date_year": "1899"}, "birth_date"),
    ],
    ids=range(12),
)
def test_what_cannot_be_is_refused_at_its_field(desk, changes, wrong):
    answer = desk.post(START, ADA | changes)

    assert answer.status_code == 200
    assert list(mistakes(answer)) == [wrong]
    assert b"<title>Error: Start a visit" in answer.content
    assert b"another look" in answer.content
    assert not Patient.objects.exists()


def test_nobody_is_born_tomorrow(desk):
    day = timezone.localdate() + timedelta(days=1)
    parts = {"birth_date_day": day.day, "birth_date_month": day.month, "birth_date_year": day.year}

    assert list(mistakes(desk.post(START, ADA | parts))) == ["birth_date"]


@pytest.mark.hazard("H21")
def test_a_number_that_belongs_to_somebody_else_is_told_at_its_field(desk):
    start_visit(
        name="Ida Marlow", birth_date=date(1950, 1, 1), identifier="C-1", by=a_user("the-desk")
    )
    answer = desk.post(START, ADA | {"identifier": "C-1"})

    assert "somebody with another name" in mistakes(answer)["identifier"][0]
    assert b"Ida" not in answer.content
    assert Visit.objects.count() == 1


@pytest.mark.hazard("H14")
def test_without_a_published_form_nobody_is_asked_anything(desk, release):
    retire(release, by=a_user("the-approver"))

    for answer in (desk.get(START), desk.post(START, ADA)):
        assert answer.status_code == 409
        assert b"No form is published" in answer.content
    assert not Visit.objects.exists()


# --- Going on with a visit --------------------------------------------------------------------------


def test_an_unfinished_visit_goes_on_where_it_was(client_for, clinician):
    visit, old = a_visit()
    answer = client_for(clinician).post(reverse("intake:hand_over", args=[visit.code]))

    assert answer.url == reverse("intake:welcome")
    assert visit_of(answer.cookies[COOKIE].value) == visit
    assert visit_of(old) is None


def test_a_visit_that_was_sent_is_not_handed_over(desk):
    visit = a_filled_in_visit()
    submit(visit, by=a_user("the-desk"))

    assert desk.post(reverse("intake:hand_over", args=[visit.code])).status_code == 404


def test_handing_over_takes_a_press(desk):
    visit, token = a_visit()

    assert desk.get(reverse("intake:hand_over", args=[visit.code])).status_code == 405
    assert visit_of(token) == visit


@pytest.mark.parametrize("person", ["author", "approver", "auditor", "manager"])
def test_only_who_meets_patients_starts_a_visit(request, client_for, person):
    visit, _ = a_visit()
    client = client_for(request.getfixturevalue(person))

    assert client.get(START).status_code == 403
    assert client.post(START, ADA).status_code == 403
    assert client.post(reverse("intake:hand_over", args=[visit.code])).status_code == 403
    assert Visit.objects.count() == 1


def test_a_stranger_is_asked_to_sign_in(client):
    visit, token = a_visit()

    for address in (START, reverse("intake:hand_over", args=[visit.code])):
        assert reverse("accounts:sign_in") in client.post(address, ADA).url
    assert visit_of(token) == visit


def test_every_way_is_offered_for_an_unfinished_visit(desk):
    visit, _ = a_visit()
    page = desk.get(reverse("intake:go_on", args=[visit.code])).content.decode()

    for how in ("alone", "link", "together"):
        assert f'value="{how}"' in page
    assert reverse("intake:take_up_paper", args=[visit.code]) in page
    assert "Ada Marlow" in page


def test_a_code_is_offered_only_where_there_is_a_kiosk(desk):
    assert 'value="code"' not in desk.get(START).content.decode()
    device, _ = pair("Window", by=a_user("the-manager"))
    assert 'value="code"' in desk.get(START).content.decode()
    revoke(device, by=a_user("the-manager"))
    assert 'value="code"' not in desk.get(START).content.decode()


def test_a_form_that_was_begun_on_a_screen_is_not_offered_to_be_keyed_in(desk):
    visit = a_filled_in_visit()
    page = desk.get(reverse("intake:go_on", args=[visit.code])).content.decode()

    assert reverse("intake:take_up_paper", args=[visit.code]) not in page


@pytest.mark.parametrize(
    ("how", "way"), [("alone", Way.TABLET), ("together", Way.TOGETHER), ("x", Way.TABLET)]
)
def test_the_way_is_noted_when_a_visit_starts(desk, how, way):
    desk.post(START, ADA | {"how": how})

    assert Visit.objects.get().way == way


@pytest.mark.parametrize("how", ["link", "code"])
def test_a_visit_for_another_screen_keeps_staff_signed_in_and_this_screen_free(desk, how):
    answer = desk.post(START, ADA | {"how": how})

    assert answer.url == reverse("intake:invitation", args=[Visit.objects.get().code])
    assert COOKIE not in desk.cookies
    assert desk.get(START).status_code == 200


def test_who_filled_in_together_comes_back_to_the_list(desk):
    visit = a_filled_in_visit()
    desk.post(reverse("intake:hand_over", args=[visit.code]), {"how": "together"})
    desk.post(reverse("intake:check"))

    assert desk.post(reverse("intake:done")).url == reverse("accounts:home")
