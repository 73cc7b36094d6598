"""The reviewer reads in words what a release changes, and whom it moves."""

from dataclasses import replace

import pytest

from tests.builders import a_published_release, a_release_in_review
from tests.content.mistakes import GOOD, with_rule
from tests.content.small import a_publishable
from triage.content.comparison import before, compare, compared
from triage.content.models import Release
from triage.engine.ruleset import prepare
from triage.engine.terms import QuestionKind, Tier

LOWER = with_rule("AGE-01", when="age >= 70 and num(pain) >= 1")


@pytest.fixture
def published(db: None) -> Release:
    return a_published_release(GOOD)


def review(client, release: Release) -> str:
    page: str = client.get(f"/admin/content/release/{release.pk}/change/").content.decode()
    return page


@pytest.mark.hazard("H04")
def test_the_review_tells_old_and_new_in_words_and_who_moves_down(
    client_for, approver, published
) -> None:
    page = review(client_for(approver), a_release_in_review(LOWER))

    assert "when age is 70 or more and pain is 1 or more" in page
    assert "less urgent" in page
    assert "Fires for fewer patients: AGE-01" in page
    assert "It passes" in page


def test_the_first_release_is_compared_with_nothing(client_for, approver, db) -> None:
    release = a_release_in_review(GOOD)

    assert before(release) is None
    assert "Who would move" not in review(client_for(approver), release)


def test_a_release_is_compared_with_the_one_it_replaced(published) -> None:
    second = a_published_release(LOWER)

    assert before(second) == published
    assert before(published) is None
    assert [change.name for change in compared(published, second).changes] == ["AGE-01"]


def test_a_release_that_is_not_what_it_was_is_not_compared(client_for, approver, published) -> None:
    waiting = a_release_in_review(LOWER)
    Release.objects.filter(pk=published.pk).update(definition={"title": "X"})

    assert "Who would move" not in review(client_for(approver), waiting)


def test_what_cannot_be_compared_is_said() -> None:
    pages = list(GOOD.pages)
    area = replace(pages[0].questions[1], kind=QuestionKind.SCALE, options=())
    pages[0] = replace(pages[0], questions=(pages[0].questions[0], area))

    found = compare(prepare(GOOD), prepare(a_publishable(pages=tuple(pages))))

    assert "was a single question and is a scale question" in found.incomparable


def test_nobody_moves_where_only_words_change() -> None:
    found = compare(prepare(GOOD), prepare(with_rule("AGE-01", title="Older")))

    assert found.moves.down == ()
    assert [change.title for change in found.changes] == ["Older"]
    assert Tier.ROUTINE in {change.after for change in found.changes}
