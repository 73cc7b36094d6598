"""Nobody publishes what they wrote a part of, whoever submitted it."""

import pytest

from tests.builders import a_published_release, a_release_in_review, a_user
from tests.content.small import a_publishable
from triage.accounts.models import User
from triage.content.actions import TransitionError, note_edit, publish, submit_for_review
from triage.content.comparison import writers
from triage.content.history import snapshot
from triage.content.models import Release

pytestmark = pytest.mark.django_db

AUTHOR, APPROVER = "the-author", "the-approver"


def edited(release: Release, *, by: User) -> None:
    """Change a rule of the working copy the way the admin does."""
    rule = release.questionnaire.rules.get(code="AGE-01")
    before = snapshot(rule)
    rule.title += "!"
    rule.save()
    note_edit(rule, before=before, after=snapshot(rule), by=by)


@pytest.mark.hazard("H14")
def test_publishing_takes_somebody_who_wrote_no_part_of_it():
    first, approver = a_published_release(a_publishable()), a_user(APPROVER)
    edited(first, by=approver)
    second = submit_for_review(first.questionnaire, change_note="More.", by=a_user(AUTHOR))
    edited(first, by=a_user("later"))

    assert writers(second) == (approver,)
    with pytest.raises(TransitionError, match="You wrote part of this release"):
        publish(second, by=approver)
    assert publish(second, by=a_user("later")).published_by == a_user("later")


def test_a_clinic_of_one_may_publish_what_it_edited_and_it_shows(settings):
    settings.BACKSTOP_SINGLE_APPROVER = True
    first = a_release_in_review(a_publishable())
    edited(first, by=a_user(APPROVER))
    second = submit_for_review(first.questionnaire, change_note="More.", by=a_user(AUTHOR))

    assert publish(second, by=a_user(APPROVER)).single_approver
