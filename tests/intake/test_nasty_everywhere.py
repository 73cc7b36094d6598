"""Nasty strings sent to every other box there is: kept exactly or refused at that box, never a broken page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count, cycle
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from tests.builders import a_published_release, a_response, a_visit
from tests.intake.entering import ADA, BORN, a_kiosk
from tests.intake.test_nasty import as_it_arrives, as_kept
from tests.nasty import CHUNK, in_parts
from triage.accounts.models import User
from triage.audit.models import Actor
from triage.engine.answers import is_storable
from triage.intake.actions import invite, pair, put_on_paper, start_at_kiosk
from triage.intake.models import Device, Kind, Patient, Visit
from triage.intake.paper import written_mark

Kept = Callable[[], str | None]


# Nobody was born with somebody of the same name: the desk would be asked whether it is the same.
YEAR = "birth_date_year"
YEARS = cycle(range(1920, 2010))


@dataclass
class Box:
    """A box that text can be sent to, on a page that somebody is on."""

    client: Client
    address: str
    name: str
    rest: dict[str, Any] = field(default_factory=dict)
    # What was kept of the last text that was taken; None where nothing is kept as it was written.
    kept: Kept = lambda: None
    # The box a mistake is shown at, where it is one of several of the same answer.
    shown_at: str = ""

    def takes(self, text: str) -> bool:
        """Send a text; it is kept exactly, or refused at its box and nothing changes."""
        before = self.kept()
        sent = {name: str(said) for name, said in self.rest.items()} | {self.name: text}
        if self.name in {"name", "identifier"} and YEAR in sent:
            sent[YEAR] = str(next(YEARS))
        body = urlencode(
            {name: said.encode(errors="surrogatepass") for name, said in sent.items()},
            quote_via=quote,
        )
        reply = self.client.post(
            self.address, body, content_type="application/x-www-form-urlencoded"
        )
        assert reply.status_code in {200, 302}, (self.address, repr(text))
        if reply.status_code == 200:
            assert set(reply.context["form"].errors) == {self.shown_at or self.name}, repr(text)
            assert self.kept() == before, repr(text)
            assert "<script>window" not in reply.content.decode(errors="replace")
            return False
        if self.kept() is not None:
            arrives = as_it_arrives(text)
            # The name of somebody or something is one line, with one space between its words.
            one_line = " ".join(arrives.split())
            assert self.kept() in {one_line, arrives.strip(), as_kept(arrives)}, repr(text)
            assert is_storable(str(self.kept()))
        return True


def the_last(model: Any, name: str) -> str | None:
    """Return what stands in a column of the newest row."""
    kept: str | None = model.objects.order_by("-pk").values_list(name, flat=True).first()
    return kept


def an_unchecked_visit() -> Visit:
    """Return the visit of somebody who began at a kiosk."""
    device, _ = a_kiosk()
    return start_at_kiosk(device, name="Priya Raman", birth_date=_born(), by=Actor.PATIENT)[0]


def _born() -> Any:
    return a_visit()[0].patient.birth_date


def at_the_start(client_for: Callable[[User], Client], person: User, name: str) -> Box:
    """Start a visit on paper, so that whoever is at the desk stays signed in."""
    rest = {**ADA, "mark": written_mark(a_published_release())}
    address = reverse("intake:paper")
    return Box(client_for(person), address, name, rest, partial(the_last, Patient, name))


def at_the_desk(client_for: Callable[[User], Client], person: User, name: str) -> Box:
    """Start a visit and send it to a phone."""
    kept = partial(the_last, Patient, name)
    rest = {**ADA, "how": Kind.LINK.value}
    return Box(client_for(person), reverse("intake:start"), name, rest, kept)


@pytest.mark.hazard("H17")
@in_parts(160)
@pytest.mark.parametrize("begin", [at_the_desk, at_the_start])
@pytest.mark.parametrize("name", ["name", "identifier"])
def test_who_comes_is_kept_as_written_or_refused(begin, name, texts, client_for, front_desk):
    box = begin(client_for, front_desk, name)
    taken = [text for text in texts if box.takes(text)]
    assert len(taken) > 0 or len(texts) == CHUNK


@pytest.mark.hazard("H17")
@in_parts(160)
def test_who_somebody_turns_out_to_be_is_kept_as_written_or_refused(texts, client_for, front_desk):
    client = client_for(front_desk)
    for name in ("name", "identifier"):
        visit = an_unchecked_visit()
        for text in texts:

            def kept(visit: Visit = visit, name: str = name) -> str:
                return str(getattr(Visit.objects.get(pk=visit.pk).patient, name))

            address = reverse("intake:identity", args=[visit.code])
            if Box(client, address, name, ADA, kept).takes(text):
                visit = an_unchecked_visit()


@pytest.mark.hazard("H17")
@in_parts(160)
def test_who_says_to_have_an_appointment_is_kept_as_written_or_refused(texts):
    kept = partial(the_last, Patient, "name")
    for text in texts:
        box = Box(a_kiosk()[1], reverse("intake:appointment"), "name", BORN, kept)
        box.takes(text)


@pytest.mark.hazard("H17", "H21")
@in_parts(160)
def test_no_nasty_code_opens_a_form(texts):
    a_visit()
    for text in texts:
        assert not Box(a_kiosk()[1], reverse("intake:kiosk"), "code").takes(text), repr(text)


@pytest.mark.hazard("H17")
@in_parts(160)
def test_a_device_is_called_as_written_or_not_at_all(texts, client_for, manager):
    pair("Window", by=manager)
    for text in texts:
        kept = partial(the_last, Device, "name")
        if Box(client_for(manager), reverse("intake:devices"), "name", {}, kept).takes(text):
            seen = client_for(manager).get(reverse("intake:devices")).content.decode()
            assert str(escape(kept() or "")) in seen


@pytest.mark.hazard("H17", "H23")
@in_parts(160)
def test_no_nasty_mark_is_that_of_a_form(texts, client_for, front_desk):
    box = Box(client_for(front_desk), reverse("intake:paper"), "mark", ADA)
    assert not any(box.takes(text) for text in texts)


@pytest.mark.hazard("H17", "H23")
@in_parts(160)
@pytest.mark.parametrize("name", ["own_words", "filled_by", "birth_date", "pain_now"])
def test_what_is_keyed_in_is_kept_as_written_or_refused(name, texts, client_for, front_desk):
    visit = put_on_paper(a_visit()[0], by=front_desk)

    def kept() -> str | None:
        return (
            str(Visit.objects.get(pk=visit.pk).told.get(name, "")) if name == "own_words" else None
        )

    address = reverse("intake:keying", args=[visit.code])
    for text in texts:
        Box(client_for(front_desk), address, name, {}, kept).takes(text)


@pytest.mark.hazard("H17")
@in_parts(160)
@pytest.mark.parametrize("part", ["day", "month", "year"])
def test_no_box_of_a_date_takes_anything_but_a_number(part, texts, client_for, front_desk):
    desk = client_for(front_desk)
    name, people = f"birth_date_{part}", count()
    for address, rest in (
        (reverse("intake:start"), {**ADA, "how": Kind.LINK.value}),
        (reverse("intake:paper"), {**ADA, "mark": written_mark(a_published_release())}),
    ):
        box = Box(desk, address, name, rest, shown_at="birth_date")
        for text in texts:
            box.rest["name"] = f"Ada Marlow {next(people)}"
            assert not box.takes(text) or as_it_arrives(text).strip().isdecimal(), repr(text)
    secret = invite(a_visit()[0], Kind.LINK, by=front_desk)
    phone = Client()
    phone.get(reverse("intake:link", args=[secret]), follow=True)
    for text in texts:
        sent = {**BORN, name: as_it_arrives(text)}
        assert phone.post(reverse("intake:link_opened"), sent).status_code < 500, repr(text)


@pytest.mark.hazard("H17")
@in_parts(160)
def test_no_search_breaks_a_list(texts, client_for, clinician):
    a_response("V02")
    staff = client_for(clinician)
    for text in texts:
        words = quote(text.encode(errors="surrogatepass"))
        for place in ("/", "/signed/"):
            reply = staff.get(
                f"{place}?q={words}&tier={words}&state={words}&with={words}&by={words}"
            )
            assert reply.status_code == 200, repr(text)
            assert "<script>window" not in reply.content.decode()
        assert "Ada Marlow" in staff.get(f"/?q={words}").content.decode(), "an emergency is hidden"
