"""A name that is in use is neither changed nor deleted, and its users are named."""

import pytest

from tests.content.admin_forms import ADMIN, change, said, save
from triage.content.models import (
    Fact,
    Guidance,
    Page,
    Question,
    Rule,
    Sentence,
    Source,
    Vignette,
)


def delete(client, row):
    address = f"{ADMIN}/{row._meta.model_name}/{row.pk}/delete/"
    return client.post(address, {"post": "yes"})


@pytest.mark.parametrize(
    ("model", "field", "old", "users"),
    [
        (Question, "link_id", "weak", "question `weak_since`, fact `weak_new`, rule NEU-02"),
        (Question, "link_id", "birth", "the age of the patient"),
        (Question, "link_id", "pain", "rule NEU-02, vignette V1"),
        (Fact, "name", "numbish", "rule NEU-02"),
        (Rule, "code", "CES-01", None),
    ],
)
def test_a_name_in_use_is_not_changed(author_client, model, field, old, users):
    row = model.objects.get(**{field: old})

    response = save(author_client, change(row), **{field: "renamed"})

    if users is None:
        assert response.status_code == 302
    else:
        assert f"`{old}` is used by {users}" in said(response)


def test_the_last_rule_of_a_family_an_article_names_keeps_its_code(author_client):
    Rule.objects.filter(code="CES-02").delete()

    response = save(author_client, change(Rule.objects.get(code="CES-01")), code="NEU-09")

    assert "`CES-01` is used by article A-CES." in said(response)


def test_a_name_nobody_uses_may_change(author_client):
    assert (
        save(
            author_client, change(Question.objects.get(link_id="story")), link_id="own"
        ).status_code
        == 302
    )


def test_two_questions_cannot_have_one_link_id(author_client):
    page = Page.objects.get(key="words")

    response = save(
        author_client,
        f"{ADMIN}/question/add/?page={page.pk}",
        link_id="weak",
        kind="text",
        name="Weak",
        text="Are you weak?",
    )

    assert "There is a question `weak` already." in said(response)


def test_an_option_in_use_is_neither_renamed_nor_removed(author_client):
    question = Question.objects.get(link_id="numb")

    renamed = save(author_client, change(question), **{"options-0-code": "seat"})
    removed = save(author_client, change(question), **{"options-1-DELETE": "on"})

    assert "The option `saddle` is used by question `bladder`, fact `numbish`, rule CES-01" in (
        said(renamed)
    )
    assert "The option `leg` is used by fact `numbish`, vignette V1." in said(removed)


def test_an_option_nobody_uses_may_go(author_client):
    question = Question.objects.get(link_id="area")

    assert save(author_client, change(question), **{"options-0-DELETE": "on"}).status_code == 302
    assert [option.code for option in question.options.all()] == ["neck"]


def test_single_answers_of_vignettes_keep_their_option(author_client):
    question = Question.objects.get(link_id="bladder")

    response = save(author_client, change(question), **{"options-0-code": "always"})

    assert "rule CES-01, vignette V1" in said(response)


@pytest.mark.parametrize(
    ("model", "name", "user"),
    [
        (Question, {"link_id": "pain"}, "rule NEU-02"),
        (Page, {"key": "signs"}, "fact `weak_new`"),
        (Fact, {"name": "weak_new"}, "rule NEU-01"),
        (Rule, {"code": "CES-01"}, "vignette V1"),
        (Sentence, {"code": "S1"}, "CES-01"),
        (Source, {"code": "E1"}, "rule CES-01"),
    ],
)
def test_what_is_in_use_is_not_deleted(author_client, model, name, user):
    row = model.objects.get(**name)

    response = delete(author_client, row)

    assert user in response.content.decode().replace("&#x27;", "'")
    assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    ("model", "name"),
    [
        (Question, {"link_id": "story"}),
        (Page, {"key": "words"}),
        (Rule, {"code": "AGE-01"}),
        (Guidance, {"code": "A-ALL"}),
        (Vignette, {"code": "V1"}),
    ],
)
def test_what_nobody_uses_is_deleted(author_client, model, name):
    row = model.objects.get(**name)

    assert delete(author_client, row).status_code == 302
    assert not model.objects.filter(pk=row.pk).exists()


def test_what_cannot_be_read_uses_nothing(author_client):
    Rule.objects.filter(code="NEU-01").update(when="weak_new and")
    Fact.objects.filter(name="numbish").update(when="has(")

    assert delete(author_client, Fact.objects.get(name="weak_new")).status_code == 302


def test_a_question_shows_what_uses_it_also_through_a_fact(author_client):
    page = author_client.get(change(Question.objects.get(link_id="weak_since"))).content.decode()
    rule, fact = Rule.objects.get(code="NEU-01"), Fact.objects.get(name="weak_new")

    assert f'<a href="{change(fact)}">fact `weak_new`</a><ul class="uses">' in page
    assert f'<a href="{change(rule)}">rule NEU-01</a>' in page


def test_what_nothing_uses_says_so(author_client):
    page = author_client.get(change(Rule.objects.get(code="AGE-01"))).content.decode()

    assert "Nothing yet." in page
