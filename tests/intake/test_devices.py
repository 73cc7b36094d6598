"""Pairing: which device is a kiosk, and that it can do nothing else."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import a_user, a_visit
from tests.intake.entering import ADA, a_kiosk
from triage.intake.access import DEVICE_COOKIE
from triage.intake.actions import invite, pair, revoke
from triage.intake.models import Device, Kind, Patient, Visit, device_of

START = reverse("intake:kiosk")
APPOINTMENT = reverse("intake:appointment")


def test_a_manager_makes_the_device_at_hand_a_kiosk_and_is_signed_out_on_it(client_for, manager):
    client = client_for(manager)
    answer = client.post(reverse("intake:devices"), {"name": "  Tablet   by the window "})

    assert answer.url == START
    cookie = answer.cookies[DEVICE_COOKIE]
    assert str(device_of(cookie.value)) == "Tablet by the window"
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/form/")
    assert cookie["max-age"] > 300 * 24 * 60 * 60
    assert client.get(START).status_code == 200
    assert client.get(reverse("intake:devices")).status_code == 302


def test_only_the_hash_of_what_a_device_holds_is_kept():
    device, token = pair("Window", by=a_user("the-manager"))

    assert len(token) >= 22
    assert token not in str(Device.objects.values().get(pk=device.pk))


@pytest.mark.parametrize("person", ["front_desk", "clinician", "author", "approver", "auditor"])
def test_nobody_but_a_manager_pairs_or_revokes(request, client_for, person):
    device, _ = a_kiosk()
    client = client_for(request.getfixturevalue(person))

    assert client.get(reverse("intake:devices")).status_code == 403
    assert client.post(reverse("intake:devices"), {"name": "x"}).status_code == 403
    revoking = reverse("intake:revoke_device", args=[device.pk])
    assert client.post(revoking).status_code == 403
    assert list(Device.objects.paired()) == [device]


def test_a_kiosk_that_was_revoked_starts_nothing_more(client_for, manager):
    device, kiosk = a_kiosk()
    code = invite(a_visit()[0], Kind.CODE, by=a_user("the-desk"))
    answer = client_for(manager).post(
        reverse("intake:revoke_device", args=[device.pk]), follow=True
    )

    assert b"Window is no longer a kiosk" in answer.content
    assert kiosk.post(START, {"code": code}).status_code == 403
    assert kiosk.post(APPOINTMENT, ADA).status_code == 403
    assert Visit.objects.count() == 1


def test_revoking_twice_is_revoking_once():
    device, _ = a_kiosk()
    first = revoke(device, by=a_user("the-manager"))
    again = revoke(device, by=a_user("somebody-else"))

    assert (again.revoked_at, again.revoked_by) == (first.revoked_at, first.revoked_by)


@pytest.mark.parametrize("address", [START, APPOINTMENT])
@pytest.mark.parametrize("token", [None, "", "x" * 22, "é"])
def test_a_device_that_nobody_paired_starts_nothing(address, token):
    client = Client()
    if token is not None:
        client.cookies[DEVICE_COOKIE] = token

    for answer in (client.get(address), client.post(address, ADA)):
        assert answer.status_code == 403
        assert b"Please go to the desk" in answer.content
    assert not Patient.objects.exists()


def test_a_kiosk_opens_no_page_of_staff():
    _, kiosk = a_kiosk()

    for name in ("worklist:list", "intake:start", "intake:devices", "intake:paper"):
        assert reverse("accounts:sign_in") in kiosk.get(reverse(name))["Location"]
