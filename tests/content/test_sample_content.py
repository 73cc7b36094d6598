"""The sample content: loaded once, published as a sample, by nobody who can sign in."""

import pytest
from django.core.management import call_command

from triage.accounts.models import User
from triage.content.models import Questionnaire, Release, Rule, published_release

pytestmark = pytest.mark.django_db


def test_it_is_published_as_a_sample(capsys):
    call_command("load_sample_content")

    assert published_release().is_sample
    assert "not approved for clinical use" in capsys.readouterr().out


def test_a_second_time_changes_nothing(capsys):
    call_command("load_sample_content")
    Rule.objects.filter(code="CES-01").update(title="Edited by the clinic")

    call_command("load_sample_content")

    assert (Questionnaire.objects.count(), Release.objects.count()) == (1, 1)
    assert Rule.objects.get(code="CES-01").title == "Edited by the clinic"
    assert "left as it is" in capsys.readouterr().out


def test_its_author_and_approver_cannot_sign_in():
    call_command("load_sample_content")

    people = User.objects.filter(username__startswith="sample-")
    assert len(people) == 2
    assert not any(one.is_active or one.has_usable_password() for one in people)
