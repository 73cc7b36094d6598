"""What an author may save, and what is refused with the reason on the field."""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten, flatten_fieldsets

from tests.content.admin_forms import ADMIN, change, said, save
from triage.audit.models import AuditEvent
from triage.content.admin.questions import QuestionAdmin
from triage.content.freeze import freeze
from triage.content.models import (
    Fact,
    Guidance,
    Option,
    Page,
    Question,
    Questionnaire,
    Rule,
    Sentence,
    Source,
    Vignette,
)
from triage.content.parts import PARTS


@pytest.mark.parametrize("model", [*(part.model for part in PARTS.values()), Questionnaire, Option])
def test_every_column_that_is_frozen_is_on_a_page_of_the_admin(model):
    pages = {one.model: one for one in QuestionAdmin.inlines} | dict(admin.site._registry)
    page = pages[model]
    shown = flatten(page.fields) if page.fields else flatten_fieldsets(page.fieldsets or ())
    columns = {field.name for field in (*model._meta.fields, *model._meta.many_to_many)}
    # A test patient is answered in the patient's own form; an option stands on its question.
    columns -= {"id"} | ({"answers"} if model is Vignette else set())
    columns -= {"question"} if model is Option else set()

    assert columns - set(shown) == set()


@pytest.mark.parametrize(
    "model", [Fact, Guidance, Page, Question, Questionnaire, Rule, Sentence, Source]
)
def test_saving_what_is_there_changes_nothing(author_client, questionnaire, model):
    before = freeze(questionnaire)

    for row in model.objects.all():
        assert save(author_client, change(row)).status_code == 302

    assert freeze(questionnaire) == before


def test_a_saved_edit_is_in_the_working_copy_and_noted(author_client, author):
    rule = Rule.objects.get(code="NEU-01")

    save(author_client, change(rule), title="Weak since lately", tier="5")

    rule.refresh_from_db()
    assert (rule.title, rule.tier) == ("Weak since lately", 5)
    event = AuditEvent.objects.about(rule).get()
    assert (event.action, event.user) == ("admin.changed", author)


# --- Conditions -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "field", "text", "message"),
    [
        (Rule, "when", "has(numb, sadle)", "unknown option `sadle` of question `numb`; did you"),
        (Rule, "when", "has(numb, saddle", "cannot be read from here on"),
        (Rule, "when", "always", "`always` cannot be used in this place."),
        (Rule, "when", "weak_old", "unknown fact `weak_old`; did you mean `weak_new`?"),
        (Guidance, "show", 'fired("CEZ")', "unknown rule `CEZ`; did you mean `CES`?"),
        (Guidance, "show", "tier(urgent)", "unknown tier `urgent`"),
        (Question, "show_if", "has(weak, maybe)", "unknown option `maybe` of question `weak`"),
        (Question, "show_if", "incomplete", "`incomplete` cannot be used in this place."),
        (Fact, "when", "numb", "`numb` is a question: write `has(numb, ...)`."),
    ],
)
def test_a_condition_that_cannot_be_read_is_refused_at_its_field(
    author_client, model, field, text, message
):
    row = model.objects.first()

    response = save(author_client, change(row), **{field: text})

    assert message in said(response)
    assert response.context["adminform"].form.errors.keys() == {field}


def test_the_place_of_the_mistake_is_told(author_client):
    text = "has(weak, yes)\nand has(numb, sadle)"

    response = save(author_client, change(Rule.objects.get(code="NEU-01")), when=text)

    assert "(line 2, letter 15)" in said(response)


def test_a_fact_builds_only_on_facts_before_it(author_client):
    first, second = Fact.objects.all()

    assert "unknown fact `weak_new`" in said(save(author_client, change(first), when="weak_new"))
    assert save(author_client, change(second), when="numbish").status_code == 302


def test_a_fact_moved_to_the_end_may_build_on_all(author_client):
    first = Fact.objects.get(name="numbish")

    assert save(author_client, change(first), when="weak_new", position="9").status_code == 302


def test_a_new_fact_stands_last(author_client, questionnaire):
    save(author_client, f"{ADMIN}/fact/add/", name="both", when="numbish and weak_new")

    assert freeze(questionnaire).facts[-1].name == "both"


# --- Codes and answers ------------------------------------------------------------------------------


def test_sources_are_chosen_by_their_codes(author_client):
    rule = Rule.objects.get(code="AGE-01")

    unknown = save(author_client, change(rule), sources="E1, E11")
    none = save(author_client, change(rule), sources=" ")

    assert "Unknown code `E11`; did you mean `E1`?" in said(unknown)
    assert "required" in said(none)
    assert [source.code for source in rule.sources.all()] == ["E1"]


def test_a_code_nothing_is_like_is_unknown(author_client):
    assert "Unknown code `zzz`." in said(
        save(author_client, change(Rule.objects.get(code="AGE-01")), sources="E1 zzz")
    )


# --- Several questionnaires -------------------------------------------------------------------------


def test_a_row_keeps_to_its_own_questionnaire(author_client):
    other = Questionnaire.objects.create(key="other", title="Other", age_question="birth")
    theirs = Sentence.objects.create(questionnaire=other, code="S9", text="Theirs.")
    Source.objects.create(questionnaire=other, code="E9", short="Theirs", citation="Theirs")
    rule = Rule.objects.get(code="AGE-01")

    assert "belongs to another" in said(save(author_client, change(rule), sentence=theirs.pk))
    assert "Unknown code `E9`" in said(save(author_client, change(rule), sources="E9"))


@pytest.mark.parametrize("home", ["", "x", "999"])
def test_a_row_needs_a_questionnaire(author_client, home):
    Questionnaire.objects.create(key="other", title="Other", age_question="birth")

    response = save(
        author_client, f"{ADMIN}/fact/add/", questionnaire=home, name="f", when="numbish"
    )

    assert "questionnaire" in response.context["adminform"].form.errors


@pytest.mark.parametrize("page", ["", "x", "999"])
def test_a_question_needs_a_page(author_client, page):
    response = save(author_client, f"{ADMIN}/question/add/", page=page, link_id="new")

    assert "page" in response.context["adminform"].form.errors
