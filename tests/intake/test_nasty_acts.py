"""Nasty strings that staff write, and those that patients are called: kept or refused, and shown as words."""

from unicodedata import normalize

import pytest
from django.urls import reverse
from django.utils.html import escape

from tests.builders import a_response, a_user
from tests.intake.test_nasty import as_it_arrives, as_kept
from tests.intake.test_nasty_everywhere import at_the_desk, the_last
from tests.nasty import in_parts
from triage.engine.terms import Tier
from triage.intake.actions import submit
from triage.intake.models import Visit
from triage.worklist.acts import last_seen
from triage.worklist.models import Act, SignOff

# What a clinician writes: the kind of act, its box, and what else the act needs.
ACTS = [
    ("override", "reason", {"tier": Tier.EMERGENCY.code}),
    ("examination", "findings", {"power": "normal"}),
    ("outcome", "done", {}),
    ("outcome", "label", {"done": "Heat."}),
]


@pytest.mark.hazard("H17")
@in_parts(160)
@pytest.mark.parametrize(("kind", "name", "rest"), ACTS, ids=lambda one: str(one)[:12])
def test_what_a_clinician_writes_is_kept_and_shown_or_refused(
    kind, name, rest, texts, client_for, clinician
):
    staff, visit = client_for(clinician), a_response("V03").visit
    page = reverse("worklist:visit", args=[visit.code])
    staff.get(page)
    address = reverse(f"worklist:{kind}", args=[visit.code])
    for text in texts:
        before = Act.objects.count()
        sent = {**rest, "seen": last_seen(visit), name: as_it_arrives(text)}
        reply = staff.post(address, sent)
        assert reply.status_code in {200, 302}, repr(text)
        assert Act.objects.count() == before + (reply.status_code == 302)
        if reply.status_code == 200:
            assert reply.context["form"].errors, repr(text)
        elif text.strip():
            shown = staff.get(page)
            assert shown.status_code == 200
            assert is_whole(as_kept(as_it_arrives(text)), shown.content.decode()), repr(text)


@pytest.mark.hazard("H17")
@in_parts(160)
def test_the_note_of_a_sign_off_is_kept_or_refused(texts, client_for, clinician):
    staff = client_for(clinician)
    visit = a_response("V03").visit
    for text in texts:
        address = reverse("worklist:visit", args=[visit.code])
        staff.get(address)
        sent = {"decision": "other", "note": as_it_arrives(text), "seen": last_seen(visit)}
        reply = staff.post(address, sent)
        assert reply.status_code in {200, 302}, repr(text)
        if reply.status_code == 302:
            assert the_last(SignOff, "note") == as_kept(as_it_arrives(text)), repr(text)
            assert is_whole(as_kept(as_it_arrives(text)), staff.get(address).content.decode())
            visit = a_response("V03").visit


def as_seen(text: str) -> str:
    """Return a text with each letter and its accents in one, as lists write names."""
    return normalize("NFC", text)


def is_whole(text: str, page: str) -> bool:
    """Return whether a page holds every line of a text, as words."""
    lines = [str(escape(line)).strip() for line in text.splitlines() if line.strip()]
    return all(line in page for line in lines)


@pytest.mark.hazard("H17", "H11")
@in_parts(320)
def test_a_nasty_name_is_seen_on_list_visit_and_paper(texts, client_for, front_desk, clinician):
    staff, papers = client_for(clinician), 0
    for text in texts:
        box = at_the_desk(client_for, front_desk, "name")
        if not box.takes(text[:40]):
            continue
        visit = Visit.objects.select_related("patient").latest("pk")
        submit(visit, incomplete=True, by=a_user("the-desk"))
        name = as_seen(str(escape(visit.patient.name)))
        assert name in as_seen(staff.get("/").content.decode()), repr(text)
        seen = staff.get(reverse("worklist:visit", args=[visit.code])).content.decode()
        assert name in as_seen(seen), repr(text)
        paper = staff.get(reverse("documents:summary", args=[visit.code]))
        assert paper.status_code < 500, repr(text)
        papers += paper.content.startswith(b"%PDF")
    print(f"{papers} papers of {len(texts)} names")  # noqa: T201 (a figure of the long run)
