"""Old cookies, guessed secrets and the admin are no way in, and no way up."""

import secrets
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from tests.trust.addresses import every_address
from tests.trust.matrix import written
from tests.trust.world import NAME
from triage.intake.access import COOKIE
from triage.intake.models import visit_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_quiet", "_no_paper")]


def test_a_cookie_from_before_the_sign_out_opens_no_address(world):
    browser = world.browser("clinician")
    session = browser.cookies["sessionid"].value
    with transaction.atomic():
        browser.post("/accounts/sign-out/")
        for address in every_address():
            if "clinician" not in written()[address.pattern].admitted:
                continue
            old = Client(headers={"cookie": f"sessionid={session}"}, raise_request_exception=False)
            reply = old.get(address.filled(world))
            if "stranger" not in written()[address.pattern].admitted:
                assert reply.headers.get("Location", "").startswith("/accounts/sign-in/"), address
        transaction.set_rollback(True)


def near_misses(token: str) -> Iterator[str]:
    """Return tokens that nearly are the right one, and two hundred that are not."""
    yield from (
        "",
        " ",
        token[:-1],
        token[1:],
        token.swapcase(),
        f"{token}=",
        f"{token} ",
        token * 2,
    )
    for place in range(len(token)):
        yield f"{token[:place]}{'A' if token[place] != 'A' else 'B'}{token[place + 1 :]}"
    for _ in range(200):
        yield secrets.token_urlsafe(16)


def test_a_guessed_secret_opens_no_visit(world):
    assert visit_of(world.token) == world.sent
    assert [one for one in near_misses(world.token) if visit_of(one)] == []


def test_a_secret_in_the_address_or_in_a_form_counts_for_nothing(world, client):
    for reply in (
        client.get("/form/", {COOKIE: world.token}),
        client.post("/form/done/", {COOKIE: world.token}),
        client.get("/form/done/", headers={COOKIE: world.token}),
    ):
        assert reply.status_code == 403
        assert NAME not in reply.content.decode()


# --- The admin is no way up --------------------------------------------------------------------------

LOOKUPS = [
    "password__startswith=pbkdf2", "session_stamp__startswith=a", "is_superuser__exact=1",
    "groups__permissions__codename=x", "authenticator__data__contains=secret", "logentry__object_repr=x",
]  # fmt: skip


@pytest.mark.parametrize("lookup", LOOKUPS)
def test_the_admin_answers_no_question_about_what_is_secret(world, lookup):
    reply = world.browser("manager").get(f"/admin/accounts/user/?{lookup}")

    assert reply.status_code in (302, 400)


@pytest.mark.parametrize("persona", ["author", "approver", "auditor", "manager"])
def test_nobody_rises_above_themselves_in_the_admin(world, persona):
    person = world.people[persona]
    before = set(person.roles)
    every_power = {
        "username": person.username, "shown_name": "x", "is_active": "on", "is_staff": "on",
        "is_superuser": "on", "groups": ["1", "2", "3", "4", "5", "6"], "user_permissions": ["1"],
    }  # fmt: skip
    with transaction.atomic():
        browser = world.browser(persona)
        browser.post(f"/admin/accounts/user/{person.pk}/change/", every_power)
        browser.post(f"/admin/accounts/user/{person.pk}/change/?_popup=1", every_power)
        browser.post(
            "/admin/accounts/user/", {"action": "make_superuser", "_selected_action": person.pk}
        )
        fresh = type(person).objects.get(pk=person.pk)
        told = (fresh.is_superuser, set(fresh.roles), fresh.user_permissions.count())
        transaction.set_rollback(True)

    assert told == (False, before, 0)
