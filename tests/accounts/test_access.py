"""Nobody enters a view that does not say who may."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_safe

from triage.accounts.access import AccessRow, access_table, open_to, patient_only, public
from triage.accounts.roles import Role


def silent(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


@require_safe
@open_to(Role.CLINICIAN)
def for_clinicians(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


@patient_only
def for_a_patient(request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponse("in")


@public
def for_anyone(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


urlpatterns = [
    path("accounts/", include("triage.accounts.urls")),
    path("silent/", silent),
    path("clinicians/", for_clinicians, name="clinicians"),
    path("patient/<token>/", for_a_patient),
    path("anyone/", for_anyone),
]

here = pytest.mark.urls(__name__)


@here
def test_a_view_that_says_nothing_is_closed_to_everybody(client, admin_client):
    assert client.get("/silent/").status_code == 403
    assert admin_client.get("/silent/").status_code == 403


@here
def test_a_role_that_is_named_enters(client_for, clinician):
    assert client_for(clinician).get("/clinicians/").content == b"in"


@here
def test_a_role_that_is_not_named_is_refused(client_for, front_desk):
    assert client_for(front_desk).get("/clinicians/").status_code == 403


@here
@pytest.mark.django_db
def test_a_stranger_is_sent_to_sign_in_and_back(client):
    response = client.get("/clinicians/?tier=soon")

    assert response.status_code == 302
    assert response.url == "/accounts/sign-in/?next=/clinicians/%3Ftier%3Dsoon"


@here
def test_somebody_switched_off_is_shut_out_at_once(client_for, clinician):
    client = client_for(clinician)
    clinician.is_active = False
    clinician.save()

    assert client.get("/clinicians/").status_code == 302


@here
@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/anyone/", "/patient/abc/"])
def test_public_and_patient_pages_ask_for_no_account(client, address):
    assert client.get(address).content == b"in"


@here
def test_the_access_table_lists_every_address_with_who_may_enter():
    rows = {row.address: row for row in access_table()}

    assert rows["/silent/"] == AccessRow("/silent/", "", None)
    assert str(rows["/clinicians/"].access) == "staff in a role: clinician"
    assert str(rows["/anyone/"].access) == "anyone"


@pytest.mark.parametrize("person", ["author", "approver", "auditor", "manager"])
def test_those_who_look_after_content_and_people_enter_the_admin(person, client_for, request):
    client = client_for(request.getfixturevalue(person))

    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("person", ["clinician", "front_desk"])
def test_others_do_not_enter_the_admin(person, client_for, request):
    client = client_for(request.getfixturevalue(person))

    assert client.get("/admin/").status_code == 403


def test_a_role_alone_is_not_enough_for_the_admin(client_for, author):
    author.is_staff = False
    author.save()

    assert client_for(author).get("/admin/").status_code == 403


@pytest.mark.django_db
def test_the_admin_has_no_door_of_its_own(client):
    response = client.get("/admin/login/")

    assert response.url.startswith("/accounts/sign-in/")
