"""Deciding on a release: what the approver does with it, and what its author still may."""

from datetime import date

import pytest

from tests.builders import a_published_release, a_release_in_review
from tests.content.small import a_publishable
from triage.content.actions import return_to_author, submit_for_review
from triage.content.models import Release, Status
from triage.content.models.release import _ruleset


@pytest.fixture
def release(db) -> Release:
    return a_release_in_review(a_publishable())


def review(release: Release) -> str:
    return f"/admin/content/release/{release.pk}/change/"


def test_an_approver_publishes(client_for, approver, release):
    post = {"decision": "publish", "clinical_owner": "Dr N. Okafor"}

    response = client_for(approver).post(review(release), post, follow=True)

    release.refresh_from_db()
    assert (release.status, release.published_by) == (Status.PUBLISHED, approver)
    assert release.clinical_owner == "Dr N. Okafor"
    assert "New visits use it" in response.content.decode()


def test_an_approver_returns_with_a_comment(client_for, approver, release):
    client_for(approver).post(review(release), {"decision": "return", "comment": "Plainer."})

    release.refresh_from_db()
    assert (release.status, release.return_comment) == (Status.RETURNED, "Plainer.")


def test_a_comment_is_asked_for(client_for, approver, release):
    response = client_for(approver).post(review(release), {"decision": "return", "comment": ""})

    assert response.context["form"].errors.keys() == {"comment"}
    assert Release.objects.get().status == Status.IN_REVIEW


def test_a_refusal_is_told(client_for, approver, release):
    client = client_for(approver)
    own = submit_for_review(release.questionnaire, change_note="Mine.", by=approver)

    response = client.post(review(own), {"decision": "publish"}, follow=True)

    assert "Someone other than the author must publish." in response.content.decode()


def test_a_failure_at_the_gate_is_told_in_a_sentence_with_all_of_it_below(
    client_for, approver, release, monkeypatch
):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2100, 1, 1))

    page = client_for(approver).post(review(release), {"decision": "publish"}, follow=True)

    told = [str(one) for one in page.context["messages"]]
    assert told == ["Small release 1 cannot be published: see below what fails."]
    assert "Source E1 was to be reviewed by 2099-12-31." in page.content.decode()


def test_an_author_withdraws_what_they_submitted_and_no_other_release(client_for, author, release):
    client = client_for(author)
    own = submit_for_review(release.questionnaire, change_note="Mine.", by=author)
    assert "Take it back" in client.get(review(own)).content.decode()
    assert "Take it back" not in client.get(review(release)).content.decode()

    assert client.post(review(own), {"decision": "publish"}).status_code == 200
    page = client.post(
        review(own), {"decision": "return", "comment": "Not yet."}, follow=True
    ).content.decode()

    assert "Small release 2 is withdrawn." in page
    own.refresh_from_db()
    assert (own.status, own.returned_by, own.return_comment) == (
        Status.RETURNED,
        author,
        "Not yet.",
    )


def test_the_review_names_who_wrote_it(client_for, approver, release):
    page = client_for(approver).get(review(release))

    assert [str(one) for one in page.context["writers"]] == ["the-author"]


def test_the_first_page_of_the_admin_says_what_waits(client_for, author, approver, release):
    assert "release 1: to be reviewed" in client_for(approver).get("/admin/").content.decode()
    assert "Waiting for you" not in client_for(author).get("/admin/").content.decode()

    return_to_author(release, comment="Plainer.", by=approver)
    assert ": came back" in client_for(author).get("/admin/").content.decode()
    assert "Waiting for you" not in client_for(approver).get("/admin/").content.decode()
    submit_for_review(release.questionnaire, change_note="Plainer.", by=author)
    assert ": came back" not in client_for(author).get("/admin/").content.decode()


def test_a_questionnaire_with_a_history_is_not_deleted(client_for, author, release):
    address = f"/admin/content/questionnaire/{release.questionnaire_id}/delete/"
    client = client_for(author)

    page = client.get(address).content.decode()
    client.post(address, {"post": "yes"})

    assert "Edits in its history: 1" in page
    assert Release.objects.get() == release


def test_a_decided_release_is_not_decided_again(client_for, approver):
    release = a_published_release(a_publishable())
    client = client_for(approver)

    response = client.post(review(release), {"decision": "return", "comment": "No."}, follow=True)

    assert "A release that is published cannot become returned." in response.content.decode()
    assert "Your decision" not in response.content.decode()


def test_a_changed_definition_is_not_shown_but_told(client_for, approver, release):
    _ruleset.cache_clear()
    Release.objects.update(definition={**release.definition, "title": "Changed"})
    client = client_for(approver)

    page = client.get(review(release)).content.decode()
    refused = client.post(review(release), {"decision": "publish"}, follow=True)

    assert "does not match its hash" in page
    assert "What is frozen in it" not in page
    assert "does not match its hash" in refused.content.decode()


def test_a_release_can_be_read_whole(client_for, auditor, release):
    page = client_for(auditor).get(review(release)).content.decode()

    for text in (
        "Tell us about numb.",
        "has(numb, saddle) and has(bladder, yes)",
        "A first edition.",
    ):
        assert text in page
    assert release.sha256 in page
