"""A manager looks after staff, and cannot rise above themselves."""

import pytest
from django.contrib.auth.models import Group

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
