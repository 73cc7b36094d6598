"""A manager looks after staff, and cannot rise above themselves."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.test import Client

from tests.accounts.codes import with_app
from triage.accounts.models import User
from triage.accounts.roles import Role
from triage.audit.models import AuditEvent


@pytest.fixture
def superuser(db):
    return User.objects.create_superuser("root")


def test_a_manager_adds_staff_and_it_is_noted(client_for, manager):
    secret = "correct horse battery staple"
    new = {"username": "new", "usable_password": "true", "password1": secret, "password2": secret}

    client_for(manager).post("/admin/accounts/user/add/", new)

    added = User.objects.get(username="new")
    event = AuditEvent.objects.about(added).get(action="admin.added")
    assert event.user == manager


def test_a_manager_gives_roles(client_for, manager, front_desk):
    client = client_for(manager)
    roles = Group.objects.filter(name__in=[Role.FRONT_DESK, Role.CLINICIAN])
    change = {"username": "reyes", "is_active": "on", "groups": [role.pk for role in roles]}

    response = client.post(f"/admin/accounts/user/{front_desk.pk}/change/", change)

    assert response.status_code == 302
    assert User.objects.get(username="reyes").roles == {Role.FRONT_DESK, Role.CLINICIAN}


def test_a_manager_cannot_make_anybody_all_powerful(client_for, manager):
    change = {"username": "haddad", "is_active": "on", "is_staff": "on", "is_superuser": "on"}

    client_for(manager).post(f"/admin/accounts/user/{manager.pk}/change/", change)

    manager.refresh_from_db()
    assert not manager.is_superuser


def test_a_manager_cannot_change_somebody_all_powerful(client_for, manager, superuser):
    client = client_for(manager)

    assert client.post(f"/admin/accounts/user/{superuser.pk}/change/", {}).status_code == 403
    assert client.post(f"/admin/accounts/user/{superuser.pk}/password/", {}).status_code == 403


def test_nobody_is_deleted(admin_client, front_desk):
    assert admin_client.post(f"/admin/accounts/user/{front_desk.pk}/delete/").status_code == 403


def test_roles_are_not_edited_by_hand(admin_client):
    assert admin_client.get("/admin/auth/group/").status_code == 404


def test_an_author_sees_no_staff(client_for, author):
    assert client_for(author).get("/admin/accounts/user/").status_code == 403


def resets(manager_client: Client, *people: User) -> str:
    """Reset the second factor of people on the list in the admin, and return what the page says."""
    chosen = [str(person.pk) for person in people]
    data = {"action": "reset_second_factor", "_selected_action": chosen}
    return manager_client.post("/admin/accounts/user/", data, follow=True).content.decode()


def test_a_manager_resets_a_second_factor_that_was_lost(client_for, manager, clinician, front_desk):
    with_app(clinician)
    with_app(front_desk)

    page = resets(client_for(manager), clinician)

    assert "Reset for: Dr N. Okafor" in page
    assert list(Authenticator.objects.values_list("user__username", flat=True)) == ["reyes"]
    event = AuditEvent.objects.get(action="accounts.second_factor_reset")
    assert (event.user, event.subject_id) == (manager, str(clinician.pk))


def test_nobody_else_resets_one(client_for, auditor, author, clinician, superuser):
    with_app(clinician)

    for person in (auditor, author):
        resets(client_for(person), clinician)

    assert Authenticator.objects.filter(user=clinician).exists()


def test_a_manager_resets_nothing_of_somebody_all_powerful(client_for, manager, superuser):
    with_app(superuser)

    resets(client_for(manager), superuser)

    assert Authenticator.objects.filter(user=superuser).exists()


def test_a_manager_gives_themselves_no_role(client_for, manager):
    every_role = [str(pk) for pk in Group.objects.values_list("pk", flat=True)]
    change = {"username": "haddad", "groups": every_role}

    client_for(manager).post(f"/admin/accounts/user/{manager.pk}/change/", change)

    fresh = User.objects.get(pk=manager.pk)
    assert fresh.roles == {Role.MANAGER}
    assert fresh.is_active


def test_the_admin_opens_and_closes_with_the_roles(client_for, manager, front_desk):
    client = client_for(manager)

    def give(*roles: Role) -> bool:
        chosen = [str(group.pk) for group in Group.objects.filter(name__in=roles)]
        change = {"username": "reyes", "is_active": "on", "groups": chosen}
        client.post(f"/admin/accounts/user/{front_desk.pk}/change/", change)
        return User.objects.get(pk=front_desk.pk).is_staff

    assert [give(Role.AUTHOR), give(Role.FRONT_DESK)] == [True, False]


def test_what_somebody_signs_in_with_cannot_be_read_or_written(admin_client):
    for model in ("mfa/authenticator", "account/emailaddress"):
        assert admin_client.get(f"/admin/{model}/").status_code == 404


def test_the_history_of_nobody_is_refused_like_that_of_somebody(client_for, author, manager):
    for pk in (manager.pk, 999_999):
        assert client_for(author).get(f"/admin/accounts/user/{pk}/history/").status_code == 403


def test_an_address_with_an_empty_field_finds_the_record_by_its_key(client_for, manager):
    address = f"/admin/accounts/user/{manager.pk}/change/?_to_field="

    assert client_for(manager).get(address).status_code == 200
