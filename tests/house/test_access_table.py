"""Every address says who may enter, and every permission a role is given exists."""

from fnmatch import fnmatchcase

import pytest
from django.contrib.auth.models import Permission

from triage.accounts.access import access_table
from triage.accounts.roles import GRANTS


def test_every_address_says_who_may_enter():
    assert [row.address for row in access_table() if row.access is None] == []


@pytest.mark.django_db
def test_every_permission_given_to_a_role_exists():
    existing = [
        f"{one.content_type.app_label}.{one.codename}"
        for one in Permission.objects.select_related("content_type")
    ]
    given = {pattern for patterns in GRANTS.values() for pattern in patterns}

    assert [one for one in given if not any(fnmatchcase(name, one) for name in existing)] == []
