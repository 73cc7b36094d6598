"""More than four hundred nasty strings in every box: kept as they are or refused there, and shown as words."""

from typing import Any
from urllib.parse import quote

import pytest
from django.core.exceptions import ValidationError
from django.forms import CharField
from django.urls import reverse
from django.utils.html import escape

from tests.intake.screen import Screen, markup
from tests.nasty import NASTY, in_parts
from triage.engine.answers import LONGEST_TEXT, is_storable
from triage.intake.entry_forms import StartForm
from triage.intake.models import Patient, Visit
from triage.worklist.act_forms import FORMS


def as_it_arrives(text: str) -> str:
    """Return what the server makes of the bytes a screen sends; half a character arrives whole."""
    return text.encode(errors="surrogatepass").decode(errors="replace")


def as_kept(text: str) -> str:
    """Return what is kept of a text that is taken."""
    return text.replace("\r\n", "\n").strip()


def send_raw(screen: Screen, **fields: str) -> Any:
    """Send a page byte for byte."""
    body = "&".join(
        f"{name}={quote(text.encode(errors='surrogatepass'))}" for name, text in fields.items()
    )
    return screen.client.post(
        reverse("intake:page", args=["coping"]),
        f"go=next&tried=ice&function_limit=3&job_activity=none&{body}",
        content_type="application/x-www-form-urlencoded",
    )


def test_there_are_more_than_400():
    assert len(set(NASTY)) > 400
    assert sum(not is_storable(text) for text in NASTY) > 50


@pytest.mark.hazard("H17")
@in_parts(20)
def test_own_words_are_kept_as_they_are_or_refused_at_their_box(at_check, texts):
    screen = at_check()
    for text in texts:
        kept, arrives = screen.kept.get("own_words"), as_it_arrives(text)
        answer = send_raw(screen, own_words=text)

        assert answer.status_code in {200, 302}, repr(text)
        said = as_kept(arrives)
        if is_storable(said) and len(said) <= LONGEST_TEXT:
            assert screen.kept.get("own_words", "") == said, repr(text)
            assert answer.status_code == 302 or "own_words" not in answer.context["form"].errors
        else:
            assert list(answer.context["form"].errors) == ["own_words"], repr(text)
            assert screen.kept.get("own_words") == kept
        assert "<script>window" not in answer.content.decode(errors="replace")


@pytest.mark.hazard("H17")
@in_parts(160)
def test_what_was_kept_is_shown_as_words_everywhere(
    at_check, texts, client_for, clinician, complete_text
):
    staff = client_for(clinician)
    for text in texts:
        screen = at_check("V03")
        send_raw(screen, own_words=text)
        words = str(screen.kept.get("own_words", ""))
        shown = [screen.see("check")]
        screen.press("check")
        code = screen.visit.code
        shown += [screen.see("done"), staff.get("/"), staff.get(f"/visits/{code}/")]

        assert [answer.status_code for answer in shown] == [200] * 4, repr(text)
        for answer in (shown[0], shown[3]):
            assert complete_text(words, answer), repr(text)
        assert screen.visit.responses.get().told.get("own_words", "") == words


@pytest.fixture
def complete_text():
    """Return whether a page holds the whole of a text, escaped."""

    def holds(words: str, answer: Any) -> bool:
        lines = [str(escape(line)) for line in words.splitlines() if line.strip()]
        page = answer.content.decode()
        return all(line.strip() in page for line in lines) and not any(
            "ran=1" in one.get(name, "") for one in markup(answer).all("a", "img") for name in one
        )

    return holds


@pytest.mark.hazard("H17", "H11")
@in_parts(320)
def test_every_paper_is_a_paper_or_the_print_view(at_check, texts, client_for, clinician):
    staff = client_for(clinician)
    for text in texts:
        screen = at_check("V03")
        send_raw(screen, own_words=text)
        screen.press("check")
        answer = staff.get(reverse("documents:summary", args=[screen.visit.code]))

        assert answer.status_code < 500, repr(text)
        if answer["Content-Type"] == "application/pdf":
            assert answer.content.startswith(b"%PDF")
        else:
            assert str(screen.visit.patient.name) in answer.content.decode()


@pytest.mark.hazard("H17")
@pytest.mark.parametrize("name", ["name", "identifier"])
def test_who_somebody_is_is_kept_as_written_or_refused(name):
    rest = {"name": "Ada Marlow", "birth_date_day": "1", "birth_date_month": "2"}
    refused = 0
    for text in NASTY:
        form = StartForm({**rest, "birth_date_year": "1990", name: text})
        if form.is_valid():
            kept = form.cleaned_data[name]
            Patient(**{"name": "x", "birth_date": form.cleaned_data["birth_date"], name: kept})
            assert is_storable(kept)
            assert kept == text.strip(), repr(text)
        else:
            refused += 1
            assert set(form.errors) == {name}, repr(text)
    assert 0 < refused < len(NASTY)


@pytest.mark.hazard("H17")
@pytest.mark.parametrize("part", ["day", "month", "year"])
def test_no_box_of_a_date_takes_anything_but_a_number(screen, part):
    for text in NASTY[:: 10 if part == "year" else 90]:
        parts = {"birth_date_day": "12", "birth_date_month": "3", "birth_date_year": "1992"}
        answer = screen.client.post(
            reverse("intake:page", args=["about"]),
            {**parts, f"birth_date_{part}": as_it_arrives(text)},
        )
        assert answer.status_code == 200, repr(text)
    born = screen.kept.get("birth_date", "")
    assert born == "" or len(str(born)) == 10


@pytest.mark.hazard("H17")
@pytest.mark.parametrize("kind", FORMS)
def test_what_staff_write_is_kept_as_written_or_refused(kind):
    boxes = [field for field in FORMS[kind].base_fields.values() if isinstance(field, CharField)]
    for field in boxes:
        for text in NASTY:
            try:
                kept = field.clean(text)
            except ValidationError:
                continue
            assert is_storable(kept), repr(text)
            assert kept == as_kept(text), repr(text)
    assert Visit.objects.count() == 0
