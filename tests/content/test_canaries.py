"""No word of a draft reaches a patient, a clinician's list or a document."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from tests.builders import a_response, a_user, a_visit, born, the_vignette
from tests.content.shipped import shipped
from tests.documents.reading import text_of
from tests.intake.screen import Screen
from triage.accounts.access import access_table
from triage.accounts.actions import add_staff
from triage.accounts.roles import Role
from triage.content.actions import load_definition, return_to_author, submit_for_review
from triage.content.models import Release, Status
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


def doors(
    people: dict[Role, Client], screen: Screen, named: dict[str, str]
) -> Iterator[tuple[str, Client]]:
    """Yield every address that anybody may enter but those who may see drafts, with each who does.

    An address with a number is tried with that of every release there is.
    """
    numbers = list(map(str, Release.objects.order_by("-pk").values_list("pk", flat=True)))
    for row in access_table():
        access = row.access
        assert access is not None
        if row.address.startswith("/admin/"):
            continue
        roles = sorted(access.roles - READERS)
        if access.roles and not roles:
            continue
        for number in numbers if "<int:" in row.address else numbers[:1]:
            address = PART.sub(partial(_filled_in, named, number), row.address)
            for client in [people[role] for role in roles] or [screen.client]:
                yield address, client


def _filled_in(named: dict[str, str], number: str, part: re.Match[str]) -> str:
    return named.get(part[1], number)


def read(reply: Any) -> str:
    """Return what an answer says, of whatever kind it is."""
    body: bytes = b"".join(reply) if reply.streaming else reply.content
    is_pdf = reply.get("Content-Type") == "application/pdf"
    return text_of(body) if is_pdf else body.decode(errors="replace")


def walked(vignette_id: str) -> Iterator[Any]:
    """Answer the form as a test patient does, to its receipt; yield every page on the way."""
    vignette = the_vignette(vignette_id)
    day = born(vignette.age)
    screen = Screen.of(*a_visit(name="Ines Roth", birth_date=day))
    said = {**vignette.answers, "birth_date": day.isoformat()}
    yield screen.see("welcome")
    for page in shipped().pages:
        yield screen.see("page", page.key)
        yield screen.send(page.key)
        for _ in range(3):  # an answer may open a question, and that another
            answers: dict[str, Any] = {
                one: said[one] for one in screen.asked_on(page.key) if one in said
            }
            reply = screen.send(page.key, **answers)
            yield screen.client.get(reply["Location"].partition("#")[0], follow=True)
            if "?more" not in reply["Location"]:
                break
    yield screen.press("emergency")
    yield screen.press("check")
    for name in ("emergency", "help", "paused", "done"):
        yield screen.see(name)
    assert screen.visit.submitted_at, "The walk did not end with the receipt."
    yield screen.press("done")
    yield screen.see("finished")


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
    named = {"code": response.visit.code, "secret": "x", "key": "about", "page": "about"}
    seen = Counter[int]()

    for address, client in doors(people, Screen.filled_in("V03"), named):
        got = client.get(address)
        seen[got.status_code] += 1
        text = read(got).lower()
        assert not [word for word in CANARIES if word in text], address
    print(f"every address: {dict(seen)}")  # noqa: T201 the count is the point

    assert seen[200] > 25


@pytest.mark.hazard("H14")
@pytest.mark.long
@pytest.mark.usefixtures("_drafts")
@pytest.mark.parametrize("vignette", ["V02", "V03", "V09"])
def test_no_draft_is_met_on_the_way_to_the_receipt(vignette) -> None:
    pages = [read(page) for page in walked(vignette)]
    print(f"{vignette}: {len(pages)} pages")  # noqa: T201 the count is the point

    assert "have arrived" in " ".join(pages)
    assert [page[:200] for page in pages for word in CANARIES if word in page.lower()] == []


@pytest.mark.hazard("H14")
@pytest.mark.usefixtures("_drafts")
def test_a_clinician_reads_the_book_of_what_was_asked_and_of_no_draft(
    client_for, clinician, auditor, monkeypatch
) -> None:
    monkeypatch.setattr("triage.documents.views.releases.book_pdf", lambda *_, **_more: b"%PDF")
    reads = client_for(clinician), client_for(auditor)

    for release in Release.objects.all():
        told = [one.get(f"/documents/releases/{release.pk}/book.pdf").status_code for one in reads]
        assert told == ([200, 200] if release.status == Status.PUBLISHED else [404, 200])


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
