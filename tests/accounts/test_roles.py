"""Each role holds what the table says, and no more."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group

from triage.accounts.actions import add_staff
from triage.accounts.models import User
from triage.accounts.roles import GRANTS, Role, grant_roles, is_granted
from triage.audit.models import AuditEvent


def test_every_role_has_its_line_in_the_table():
    assert set(GRANTS) == set(Role)


@pytest.mark.django_db
def test_migrating_makes_a_group_for_every_role():
    assert set(Group.objects.values_list("name", flat=True)) == set(Role)


@pytest.mark.django_db
def test_migrating_again_takes_back_what_somebody_added():
    front_desk = Group.objects.get(name=Role.FRONT_DESK)
    before = set(front_desk.permissions.all())
    front_desk.permissions.clear()

    grant_roles(sender=apps.get_app_config("accounts"), using="default")

    assert set(front_desk.permissions.all()) == before


def test_no_role_writes_a_release_by_hand():
    by_hand = ["content.add_release", "content.change_release", "content.delete_release"]

    assert not any(is_granted(role, permission) for role in Role for permission in by_hand)


def test_the_author_edits_content_and_does_not_publish_it(author):
    assert is_granted(Role.AUTHOR, "content.change_rule")
    assert not is_granted(Role.AUTHOR, "content.publish_release")
    assert author.roles == {Role.AUTHOR}


def test_the_name_shown_comes_before_any_other(clinician):
    assert str(clinician) == "Dr N. Okafor"
    assert clinician.signature == "Dr N. Okafor, clinician"


def test_without_a_name_shown_the_full_name_or_the_user_name_stands():
    assert User(username="kim", first_name="Kim", last_name="Ito").display_name == "Kim Ito"
    assert User(username="kim").display_name == "kim"


def test_a_user_name_is_one_in_any_case(clinician):
    twin = User(username="OKAFOR", password="unused")

    with pytest.raises(Exception, match="Somebody already has this user name"):
        twin.full_clean()


def test_somebody_added_gets_their_roles_and_the_admin_if_a_role_calls_for_it(manager):
    both = add_staff("kim", shown_name="Kim", roles=[Role.CLINICIAN, Role.APPROVER], by=manager)
    desk = add_staff("lee", shown_name="Lee", roles=[Role.FRONT_DESK], by=manager)

    assert both.roles == {Role.CLINICIAN, Role.APPROVER}
    assert both.is_staff
    assert desk.roles == {Role.FRONT_DESK}
    assert not desk.is_staff
    assert AuditEvent.objects.about(desk).get(action="accounts.staff_added").user == manager
    assert not desk.has_usable_password()
