"""Beside each text that patients read stand hints on plain language, which block nothing."""

import pytest

from tests.content.admin_forms import ADMIN, change, save
from triage.content.models import Guidance, Page, Question, Sentence, TierText

HARD = "Sciatica hurts."
HINT = "“Sciatica” is a word of the clinic."


@pytest.mark.parametrize(
    ("model", "field"),
    [
        (Question, "text"),
        (Question, "help"),
        (Question, "why"),
        (Page, "title"),
        (Sentence, "text"),
        (TierText, "patient_text"),
        (TierText, "name"),
        (Guidance, "points"),
        (Guidance, "title"),
    ],
)
def test_a_text_for_patients_comes_with_its_hints(author_client, model, field):
    row = model.objects.first()

    assert save(author_client, change(row), **{field: HARD}).status_code == 302
    assert HINT in author_client.get(change(row)).content.decode()


def test_what_only_clinicians_read_has_none(author_client):
    article = Guidance.objects.get(code="A-ALL")
    Guidance.objects.update(audience="clinician", title=HARD)

    assert HINT not in author_client.get(change(article)).content.decode()


def test_a_label_has_hints_too(author_client):
    question = Question.objects.get(link_id="area")

    save(author_client, change(question), **{"options-0-label": HARD})

    assert HINT in author_client.get(change(question)).content.decode()


def test_a_refused_page_hints_at_what_was_typed(author_client):
    question = Question.objects.get(link_id="area")

    page = save(author_client, change(question), text=HARD, name="")

    assert HINT in page.content.decode()


def test_hints_are_given_while_typing(author_client, client_for, clinician, author):
    address = f"{ADMIN}/questionnaire/hints/"

    asked = author_client.post(address, {"text": "Is it new and strong?", "asks": "yes"}).json()
    told = author_client.post(address, {"text": "Is it new and strong?"}).json()

    assert "two ideas" in asked["hints"][0]
    assert told["hints"] == []
    assert client_for(clinician).post(address).status_code == 403
    assert author_client.get(address).status_code == 405


def test_hints_follow_the_typing_in_the_browser(browse_as, author, questionnaire, live_server):
    page = browse_as(author)
    question = Question.objects.get(link_id="area")
    page.goto(f"{live_server.url}{change(question)}")

    page.locator("#id_text").fill("Is it new and strong?")

    page.get_by_text("There may be two ideas in this question.").wait_for()
