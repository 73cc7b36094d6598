"""Who changed what is kept field by field, and nobody undoes in silence what another did."""

import pytest

from tests.builders import a_user
from tests.content.admin_forms import change, opened, said, save
from tests.engine.builders import a_definition, a_rule
from triage.content.actions import load_definition, note_edit
from triage.content.history import edits_of
from triage.content.models import Edit, Question, Rule, Source
from triage.engine.terms import Tier


def told(edit: Edit) -> dict[str, tuple[str, str]]:
    return {field: (before, after) for field, before, after in edit.changes}


# --- History ----------------------------------------------------------------------------------------


def test_an_edit_is_kept_with_what_was_and_what_is(author_client, author):
    rule = Rule.objects.get(code="NEU-01")

    save(author_client, change(rule), title="Weak since lately", tier="5", sources="E1")

    edit = edits_of(rule).get()
    assert (edit.user, edit.kind, edit.name, edit.how) == (author, "rule", "NEU-01", "changed")
    assert told(edit) == {
        "title": (rule.title, "Weak since lately"),
        "tier": ("Same day", "Emergency"),
    }


def test_an_option_is_part_of_the_history_of_its_question(author_client):
    question = Question.objects.get(link_id="area")

    save(author_client, change(question), **{"options-0-label": "My back"})

    assert told(edits_of(question).get()) == {
        "option back": ("0: “Back” (reports something)", "0: “My back” (reports something)")
    }


def test_saving_what_is_there_leaves_no_line(author_client):
    save(author_client, change(Rule.objects.get(code="NEU-01")))

    assert not Edit.objects.filter(kind="rule").exists()


def test_what_is_new_and_what_goes_is_kept_too(author_client, questionnaire):
    save(author_client, "/admin/content/fact/add/", name="both", when="numbish and weak_new")
    fact = questionnaire.facts.get(name="both")
    author_client.post(f"/admin/content/fact/{fact.pk}/delete/", {"post": "yes"})

    gone, new = Edit.objects.filter(kind="fact")
    assert (new.how, told(new)["when"]) == ("added", ("", "numbish and weak_new"))
    assert (gone.how, told(gone)["when"]) == ("removed", ("numbish and weak_new", ""))


def test_the_history_follows_a_new_name(author_client):
    question = Question.objects.get(link_id="story")

    save(author_client, change(question), text="Tell us all.")
    save(author_client, change(question), link_id="own")

    question.refresh_from_db()
    assert [edit.name for edit in edits_of(question)] == ["own", "story"]


def test_what_loading_replaces_is_kept_object_by_object(questionnaire):
    rules = (*a_definition().rules, a_rule("NEW-01", Tier.SOON, "num(pain) >= 9"))

    load_definition(a_definition(rules=rules), by=a_user("somebody"))

    edit = Edit.objects.get(kind="rule", name="NEW-01")
    assert (edit.how, told(edit)["when"]) == ("added", ("", "num(pain) >= 9"))
    assert not Edit.objects.filter(name="NEU-01").exists()


def test_the_history_page_shows_both_values(author_client, author, questionnaire):
    rule = Rule.objects.get(code="NEU-01")
    save(author_client, change(rule), title="Weak since lately")

    for row in (rule, questionnaire):
        address = change(row).replace("change", "history")
        page = author_client.get(address).content.decode()
        assert rule.title in page
        assert "Weak since lately" in page
        assert str(author) in page


def test_a_row_that_nobody_edited_has_an_empty_history(author_client):
    pk = Source.objects.get().pk
    history = "/admin/content/source/{}/history/".format

    assert "Nobody has edited this here" in author_client.get(history(pk)).content.decode()
    assert author_client.get(history(pk + 1)).status_code == 302


# --- Two at once ------------------------------------------------------------------------------------


@pytest.mark.hazard("H04")
def test_the_second_of_two_editors_is_told_both_values(author_client, author):
    rule = Rule.objects.get(code="NEU-01")
    first, second = opened(author_client, change(rule)), opened(author_client, change(rule))

    author_client.post(change(rule), {**first, "title": "Mine"})
    refused = author_client.post(change(rule), {**second, "title": "Yours"})

    assert f"{author} changed “title” after you opened this page" in said(refused)
    assert "It is now: “Mine”. You have: “Yours”." in said(refused)
    rule.refresh_from_db()
    assert rule.title == "Mine"


def test_told_once_the_second_editor_decides(author_client):
    rule = Rule.objects.get(code="NEU-01")
    first, second = opened(author_client, change(rule)), opened(author_client, change(rule))
    author_client.post(change(rule), {**first, "title": "Mine"})

    refused = author_client.post(change(rule), {**second, "title": "Yours"})
    seen = refused.context["adminform"].form.seen
    author_client.post(change(rule), {**second, "title": "Yours", "seen": seen})

    rule.refresh_from_db()
    assert rule.title == "Yours"


def test_a_field_left_alone_is_told_too(author_client):
    rule = Rule.objects.get(code="NEU-01")
    second = opened(author_client, change(rule))
    save(author_client, change(rule), when="num(pain) >= 8")

    refused = author_client.post(change(rule), {**second, "title": "Yours"})

    assert "It is now: “num(pain) >= 8”. You have: “weak_new”." in said(refused)


def test_what_cannot_be_saved_anyway_is_told_with_what_crossed_it(author_client):
    rule = Rule.objects.get(code="NEU-01")
    second = opened(author_client, change(rule))
    save(author_client, change(rule), title="Mine")

    refused = author_client.post(change(rule), {**second, "title": ""})

    assert "It is now: “Mine”. You have: “”." in said(refused)


def test_the_same_change_twice_is_no_conflict(author_client):
    rule = Rule.objects.get(code="NEU-01")
    second = opened(author_client, change(rule))
    save(author_client, change(rule), title="Ours")

    assert author_client.post(change(rule), {**second, "title": "Ours"}).status_code == 302


def test_an_option_that_another_added_is_told(author_client):
    question = Question.objects.get(link_id="area")
    second = opened(author_client, change(question))
    new = {"options-TOTAL_FORMS": "3", "options-2-code": "chest", "options-2-label": "Chest"}
    more = {"options-2-kind": "reported", "options-2-position": "2"}
    assert save(author_client, change(question), **new, **more).status_code == 302

    refused = author_client.post(change(question), {**second, "text": "Where?"})

    assert "“option chest” after you opened this page. It is now: “2: “Chest”" in said(refused)
    assert question.options.count() == 3


def test_an_option_that_both_changed_is_told_with_both_labels(author_client):
    question = Question.objects.get(link_id="area")
    second = opened(author_client, change(question))
    save(author_client, change(question), **{"options-0-label": "Mine"})

    refused = author_client.post(change(question), {**second, "options-0-label": "Yours"})

    assert "“0: “Mine” (reports something)”. You have: “0: “Yours”" in said(refused)


@pytest.mark.parametrize("seen", ["", "x", "[]", "{}"])
def test_a_page_that_does_not_say_what_it_showed_overwrites_nothing(author_client, seen):
    rule = Rule.objects.get(code="NEU-01")
    sent = opened(author_client, change(rule))

    refused = author_client.post(change(rule), {**sent, "title": "Yours", "seen": seen})

    assert "“title” after you opened this page" in said(refused)


def test_an_edit_that_changes_nothing_is_not_noted(questionnaire, author):
    assert note_edit(questionnaire, before={"title": "A"}, after={"title": "A"}, by=author) is None
