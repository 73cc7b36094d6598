"""A release takes two people, one step at a time, and never changes."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.builders import a_published_release, a_release_in_review, a_user, a_visit
from tests.content.small import a_publishable
from triage.audit.models import AuditEvent
from triage.content.actions import (
    TransitionError,
    publish,
    retire,
    return_to_author,
    submit_for_review,
)
from triage.content.freeze import freeze
from triage.content.models import Questionnaire, Release, Rule, Status, published_release
from triage.content.models.release import TamperedReleaseError, _ruleset
from triage.engine import codec
from triage.engine.ruleset import UnsoundDefinitionError

pytestmark = pytest.mark.django_db

AUTHOR, APPROVER = "the-author", "the-approver"


def in_review() -> Release:
    return a_release_in_review(a_publishable())


def published() -> Release:
    return a_published_release(a_publishable())


def returned() -> Release:
    return return_to_author(in_review(), comment="Say it plainer.", by=a_user(APPROVER))


def retired() -> Release:
    return retire(published(), by=a_user(APPROVER))


def tamper(release: Release) -> None:
    """Change the stored definition behind the back of a process that starts afterwards."""
    _ruleset.cache_clear()
    Release.objects.filter(pk=release.pk).update(definition={**release.definition, "title": "X"})


# --- Submitting -------------------------------------------------------------------------------------


def test_submitting_freezes_the_working_copy():
    release = in_review()

    assert (release.status, release.number) == (Status.IN_REVIEW, 1)
    assert codec.decode(release.definition) == freeze(release.questionnaire)
    assert release.sha256 == codec.digest(release.definition)
    assert AuditEvent.objects.about(release).get().action == "content.submitted"


def test_later_edits_do_not_reach_the_release():
    release = in_review()

    Rule.objects.update(title="Edited")

    assert release.ruleset().rule("CES-01").title == "Seen"


def test_releases_are_numbered_in_order():
    in_review()
    second = submit_for_review(Questionnaire.objects.get(), change_note="More.", by=a_user())

    assert second.number == 2


@pytest.mark.parametrize("note", ["", "  \n "])
def test_submitting_needs_a_change_note(note):
    release = in_review()

    with pytest.raises(TransitionError, match="what changed"):
        submit_for_review(release.questionnaire, change_note=note, by=a_user())


def test_unsound_content_is_not_submitted():
    release = in_review()
    Rule.objects.filter(code="CES-01").update(when="has(numb, sadle)")

    with pytest.raises(UnsoundDefinitionError, match="did you mean `saddle`"):
        submit_for_review(release.questionnaire, change_note="More.", by=a_user())

    assert Release.objects.count() == 1


# --- Publishing -------------------------------------------------------------------------------------


def test_publishing_makes_it_the_release_patients_are_asked():
    release = publish(in_review(), clinical_owner="Dr N. Okafor", by=a_user(APPROVER))

    assert published_release() == release
    assert (release.published_by, release.single_approver) == (a_user(APPROVER), False)
    assert (release.clinical_owner, release.is_sample) == ("Dr N. Okafor", False)


def test_without_a_clinical_owner_it_is_sample_content():
    assert published().is_sample


def test_publishing_retires_the_release_it_replaces():
    old = published()
    new = submit_for_review(old.questionnaire, change_note="More.", by=a_user(AUTHOR))

    publish(new, by=a_user(APPROVER))

    old.refresh_from_db()
    assert (old.status, bool(old.retired_at)) == (Status.RETIRED, True)
    assert published_release() == new


@pytest.mark.hazard("H14")
def test_a_second_questionnaire_is_not_published_beside_the_first():
    first = published()
    other = a_release_in_review(a_publishable(key="other", title="Other"))

    with pytest.raises(TransitionError, match="Small release 1 is published, and patients are"):
        publish(other, by=a_user(APPROVER))
    visit, _ = a_visit()

    assert (visit.release, published_release()) == (first, first)


def test_publishing_takes_somebody_else():
    with pytest.raises(TransitionError, match="other than the author"):
        publish(in_review(), by=a_user(AUTHOR))


def test_a_clinic_of_one_may_publish_alone_and_it_shows(settings):
    settings.BACKSTOP_SINGLE_APPROVER = True

    assert publish(in_review(), by=a_user(AUTHOR)).single_approver


def test_two_people_are_two_people_whatever_the_setting(settings):
    settings.BACKSTOP_SINGLE_APPROVER = True

    assert not publish(in_review(), by=a_user(APPROVER)).single_approver


# --- The other steps, and those that are refused ----------------------------------------------------


def test_returning_says_what_has_to_change():
    release = returned()

    assert (release.status, release.returned_by) == (Status.RETURNED, a_user(APPROVER))
    assert release.return_comment == "Say it plainer."


@pytest.mark.parametrize("comment", ["", " \n"])
def test_returning_needs_a_comment(comment):
    with pytest.raises(TransitionError, match="what has to change"):
        return_to_author(in_review(), comment=comment, by=a_user(APPROVER))


@pytest.mark.parametrize("build", [published, returned, retired])
def test_only_a_release_in_review_is_published_or_returned(build):
    release = build()

    with pytest.raises(TransitionError, match="cannot become published"):
        publish(release, by=a_user("another"))
    with pytest.raises(TransitionError, match="cannot become returned"):
        return_to_author(release, comment="No.", by=a_user("another"))


@pytest.mark.parametrize("build", [in_review, returned, retired])
def test_only_a_published_release_is_retired(build):
    with pytest.raises(TransitionError, match="cannot become retired"):
        retire(build(), by=a_user(APPROVER))


def test_a_step_counts_from_what_is_stored_not_from_what_was_read():
    stale = in_review()
    return_to_author(stale, comment="No.", by=a_user(APPROVER))

    with pytest.raises(TransitionError):
        publish(stale, by=a_user(APPROVER))


@pytest.mark.parametrize(
    ("build", "action"),
    [
        (published, "content.published"),
        (returned, "content.returned"),
        (retired, "content.retired"),
    ],
)
def test_every_step_is_noted(build, action):
    latest = AuditEvent.objects.about(build()).latest("pk")

    assert (latest.action, latest.user) == (action, a_user(APPROVER))


# --- A definition never changes ---------------------------------------------------------------------


def test_a_definition_that_does_not_match_its_hash_is_not_used():
    release = published()
    tamper(release)

    with pytest.raises(TamperedReleaseError, match="does not match its hash"):
        release.ruleset()


def test_a_definition_that_does_not_match_its_hash_is_not_published():
    release = in_review()
    tamper(release)

    with pytest.raises(TamperedReleaseError):
        publish(release, by=a_user(APPROVER))

    release.refresh_from_db()
    assert release.status == Status.IN_REVIEW


# --- What the database itself refuses ---------------------------------------------------------------


def refused(release: Release, constraint: str, **changes: object) -> None:
    with transaction.atomic(), pytest.raises(IntegrityError):
        Release.objects.filter(pk=release.pk).update(**changes)
    names = {one.name for one in Release._meta.constraints}
    assert constraint in names


def test_one_release_at_most_is_published():
    old = published()
    new = submit_for_review(old.questionnaire, change_note="More.", by=a_user(AUTHOR))
    signed = {"published_at": timezone.now(), "published_by": a_user(APPROVER)}

    other = a_release_in_review(a_publishable(key="other"))

    for release in (new, other):
        refused(release, "content_one_published_release", status=Status.PUBLISHED, **signed)


def test_nobody_publishes_what_they_wrote():
    release = in_review()
    signed = {"published_at": timezone.now(), "published_by": release.submitted_by}

    refused(release, "content_release_takes_two_people", status=Status.PUBLISHED, **signed)


def test_a_published_release_is_signed():
    refused(in_review(), "content_published_release_is_signed", status=Status.PUBLISHED)


def test_a_returned_release_is_signed():
    refused(in_review(), "content_returned_release_is_signed", status=Status.RETURNED)


def test_a_number_is_given_once():
    first = in_review()
    submit_for_review(first.questionnaire, change_note="More.", by=a_user())

    refused(first, "content_release_number_is_unique", number=2)


def test_a_questionnaire_with_releases_stays():
    release = in_review()

    with pytest.raises(IntegrityError):
        release.questionnaire.delete()
