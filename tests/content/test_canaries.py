"""No word of a draft reaches a patient, a clinician's list or a document."""

from dataclasses import replace

import pytest
from django.urls import reverse

from tests.builders import a_response, a_user, a_visit
from tests.content.shipped import shipped
from tests.documents.reading import text_of
from tests.intake.screen import Screen
from triage.content.actions import load_definition, return_to_author, submit_for_review
from triage.engine.terms import Definition, Page, Question

CANARIES = ("canaryreturned", "canaryreview", "canaryworking")


def singing(word: str) -> Definition:
    """Return the shipped content with every text that is read by anybody replaced by a word."""
    definition = shipped()
    return replace(
        definition,
        title=word,
        pages=tuple(_page(page, word) for page in definition.pages),
        tiers=tuple(
            replace(one, name=word, patient_text=word, clinician_action=word, timeframe=word)
            for one in definition.tiers
        ),
        rules=tuple(
            replace(one, title=word, suspect=word, action=word, evidence=word)
            for one in definition.rules
        ),
        sentences=tuple(replace(one, text=word) for one in definition.sentences),
        guidance=tuple(replace(one, title=word, points=(word,)) for one in definition.guidance),
        sources=tuple(replace(one, short=word, citation=word) for one in definition.sources),
    )


def _page(page: Page, word: str) -> Page:
    return replace(page, title=word, questions=tuple(_sung(one, word) for one in page.questions))


def _sung(question: Question, word: str) -> Question:
    options = tuple(replace(one, label=word) for one in question.options)
    said = {"name": word, "text": word, "help": word, "why": word, "low": word, "high": word}
    return replace(question, options=options, **said)  # type: ignore[arg-type]


@pytest.fixture
def _drafts(db: None) -> None:
    """A returned release, one in review and a working copy, each singing its own word."""
    author = a_user("the-author")
    returned, review, working = CANARIES
    a_visit()  # the shipped content is published first
    for word in (returned, review):
        questionnaire = load_definition(singing(word), by=author)
        release = submit_for_review(questionnaire, change_note=word, by=author)
        if word == returned:
            return_to_author(release, comment=word, by=a_user("the-approver"))
    load_definition(singing(working), by=author)


@pytest.mark.hazard("H06")
@pytest.mark.usefixtures("_drafts")
def test_no_draft_is_read_by_anybody_outside_the_admin(client_for, clinician) -> None:
    response = a_response("V02")
    screen = Screen.of(*a_visit(name="Priya Raman"))
    filled = Screen.filled_in("V03")
    code = response.visit.code
    staff = client_for(clinician)

    texts = [screen.see("page", page.key).content.decode() for page in shipped().pages[:1]]
    texts += [filled.see("page", page.key).content.decode() for page in shipped().pages]
    texts += [filled.see(name).content.decode() for name in ("welcome", "check")]
    for address in (
        reverse("worklist:list"),
        reverse("worklist:visit", args=[code]),
        reverse("documents:preview", args=[code]),
    ):
        answer = staff.get(address)
        assert answer.status_code == 200
        texts.append(answer.content.decode())
    for kind in ("summary", "handout"):
        texts.append(text_of(staff.get(reverse(f"documents:{kind}", args=[code])).content))

    assert "numb" in " ".join(texts)
    for word in CANARIES:
        assert [text[:200] for text in texts if word in text.lower()] == []
