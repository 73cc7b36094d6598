"""No word of a draft reaches a patient, a clinician's list or a document."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from tests.builders import a_response, a_user, a_visit
from tests.content.shipped import shipped
from tests.documents.reading import text_of
from tests.intake.screen import Screen
from triage.accounts.access import access_table
from triage.accounts.actions import add_staff
from triage.accounts.roles import Role
from triage.content.actions import load_definition, return_to_author, submit_for_review
from triage.content.models import Release
from triage.content.pack_file import write_pack
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
        sources=tuple(
            replace(one, short=word, citation=word, facts=word) for one in definition.sources
        ),
        vignettes=tuple(replace(one, title=word, story=word) for one in definition.vignettes),
        facts=tuple(replace(one, meaning=word) for one in definition.facts),
    )


def _page(page: Page, word: str) -> Page:
    return replace(page, title=word, questions=tuple(_sung(one, word) for one in page.questions))


def _sung(question: Question, word: str) -> Question:
    options = tuple(replace(one, label=word) for one in question.options)
    said = {"name": word, "text": word, "help": word, "why": word, "low": word, "high": word}
    return replace(question, options=options, **said)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def _songs(release: Release, django_db_blocker: DjangoDbBlocker) -> None:
    """A returned release, one in review and a working copy, each singing its own word."""
    returned, review, working = CANARIES
    with django_db_blocker.unblock():
        author = a_user("the-author")
        for word in (returned, review):
            questionnaire = load_definition(singing(word), by=author)
            draft = submit_for_review(questionnaire, change_note=word, as_shipped=True, by=author)
            if word == returned:
                return_to_author(draft, comment=word, by=a_user("the-approver"))
        load_definition(singing(working), by=author)


@pytest.fixture
def _drafts(_songs: None, db: None) -> None:
    """The drafts, and a database that forgets the rest."""


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


# --- Every address ----------------------------------------------------------------------------------

# Whoever may look at content in the admin may see a draft.
READERS = {Role.AUTHOR, Role.APPROVER, Role.AUDITOR, Role.MANAGER}
PART = re.compile(r"<(?:\w+:)?(\w+)>")


def doors(people: dict[Role, Client], screen: Screen) -> Iterator[tuple[str, Client]]:
    """Yield every address that anybody may enter but those who may see drafts, with who does."""
    for row in access_table():
        access = row.access
        assert access is not None
        if row.address.startswith("/admin/"):
            continue
        roles = access.roles - READERS
        if access.roles and not roles:
            continue
        yield row.address, people[min(roles)] if roles else screen.client


@pytest.mark.hazard("H14")
@pytest.mark.long
@pytest.mark.usefixtures("_drafts")
def test_no_draft_is_on_any_address_but_those_of_its_readers(client_for) -> None:
    response = a_response("V02")
    people = {
        role: client_for(add_staff(f"p-{role}", shown_name="P", roles=[role], by=None))
        for role in Role
        if role not in READERS
    }
    screen = Screen.filled_in("V03")
    live = str(Release.objects.published().get().pk)
    names = {
        "code": response.visit.code,
        "pk": live,
        "secret": "x",
        "key": "about",
        "page": "about",
    }
    seen = Counter[int]()

    for address, client in doors(people, screen):
        got = client.get(PART.sub(lambda part: names.get(part[1], live), address))
        seen[got.status_code] += 1
        is_pdf = got.get("Content-Type") == "application/pdf"
        body = b"".join(got) if got.streaming else got.content
        text = text_of(body) if is_pdf else body.decode(errors="replace")
        assert not [word for word in CANARIES if word in text.lower()], address
    print(f"every address: {dict(seen)}")  # noqa: T201 the count is the point

    assert seen[200] > 25


@pytest.mark.hazard("H14")
@pytest.mark.usefixtures("_drafts")
def test_nobody_outside_the_content_prints_the_form_of_a_draft(client_for, front_desk) -> None:
    client = client_for(front_desk)

    for draft in Release.objects.exclude(status="published"):
        assert client.get(f"/documents/releases/{draft.pk}/form.pdf").status_code == 404
        assert client.get(f"/documents/releases/{draft.pk}/book.pdf").status_code == 403


@pytest.mark.usefixtures("_drafts")
def test_a_published_release_handed_on_holds_no_draft(release) -> None:
    pack = write_pack(release.stored())

    assert not [word for word in CANARIES if word in pack]
