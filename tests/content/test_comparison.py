"""The reviewer reads in words what a release changes, and whom it moves."""

from dataclasses import replace

import pytest

from tests.builders import a_published_release, a_release_in_review
from tests.content.mistakes import GOOD, with_rule
from tests.content.small import a_publishable
from triage.content.actions import load_definition
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


def test_an_author_sees_before_submitting_what_would_change(client_for, author, published) -> None:
    load_definition(LOWER, by=author)

    page = client_for(author).get(
        f"/admin/content/questionnaire/{published.questionnaire_id}/check/"
    )

    told = page.content.decode()
    assert "Compared with Small release 1 over every way to answer, some patients become" in told
    assert "Fires for fewer patients: AGE-01" in told
    assert "data-impact" in told
    assert f'href="/impact/working-copy/{published.questionnaire_id}/"' in told


def test_what_cannot_be_read_or_trusted_is_not_compared(client_for, author, published) -> None:
    client, copy = client_for(author), published.questionnaire
    check = f"/admin/content/questionnaire/{copy.pk}/check/"
    copy.rules.filter(code="CES-01").update(when="has(")
    assert "Who would move" not in client.get(check).content.decode()

    copy.rules.filter(code="CES-01").update(when="weak_new")
    Release.objects.filter(pk=published.pk).update(definition={"title": "X"})
    assert "Who would move" not in client.get(check).content.decode()


def test_the_way_to_the_check_is_on_every_page_of_the_working_copy(
    client_for, author, published
) -> None:
    client, copy = client_for(author), published.questionnaire
    check = f'href="/admin/content/questionnaire/{copy.pk}/check/"'

    for row in (copy, copy.rules.first(), copy.pages.first(), copy.pages.first().questions.first()):
        address = f"/admin/content/{row._meta.model_name}/{row.pk}/change/"
        assert client.get(address).content.decode().count(check) == 1


def test_the_first_release_is_compared_with_nothing(client_for, approver, db) -> None:
    release = a_release_in_review(GOOD)

    assert before(release) is None
    assert "Who would move" not in review(client_for(approver), release)


def test_a_release_is_compared_with_the_one_it_replaced(published) -> None:
    second = a_published_release(LOWER)

    assert before(second) == published
    assert before(published) is None
    assert [change.name for change in compared(published.stored(), second.stored()).changes] == [
        "AGE-01"
    ]


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


def test_what_is_too_intricate_to_be_compared_is_said(monkeypatch) -> None:
    monkeypatch.setattr("triage.engine.solver.MOST_CONFLICTS", 0)

    assert "too intricate" in compare(prepare(GOOD), prepare(LOWER)).incomparable


def test_nobody_moves_where_only_words_change() -> None:
    found = compare(prepare(GOOD), prepare(with_rule("AGE-01", title="Older")))

    assert found.moves.down == ()
    assert [change.title for change in found.changes] == ["Older"]
    assert Tier.ROUTINE in {change.after for change in found.changes}
