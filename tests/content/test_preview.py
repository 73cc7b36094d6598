"""Content that is not published, tried as a patient would: the same pages, and nothing kept."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import a_user, the_vignette
from tests.content.shipped import shipped
from tests.intake.screen import as_posted
from triage.audit.models import AuditEvent
from triage.content.actions import submit_for_review
from triage.content.models import Question, Release, Rule
from triage.content.models.release import _ruleset
from triage.engine.terms import Answer
from triage.intake.models import Patient, Response, Visit
from triage.intake.views.preview import at_preview_addresses

BANNER = "Preview: nothing is kept."


@pytest.fixture
def draft(release, db) -> Release:
    return submit_for_review(
        release.questionnaire, change_note="More.", as_shipped=True, by=a_user("the-author")
    )


@pytest.fixture
def staff(client_for, author, draft) -> Client:
    signed_in: Client = client_for(author)
    return signed_in


def begin(client: Client, **what: int) -> str:
    return client.post("/preview/begin/", what, follow=True).content.decode()


def walk(client: Client, answers: dict[str, Answer]) -> Iterator[str]:
    """Answer page after page; yield each page as it was before it was answered."""
    address = client.get("/preview/").context["first"]
    address = f"/preview/part/{address}/"
    while True:
        seen = client.get(address)
        yield seen.content.decode()
        if "/part/" not in address:
            return
        shown = seen.context["form"].shown
        sent = as_posted({name: said for name, said in answers.items() if name in shown})
        address = (
            client.post(address, {**sent, "go": "next", "shown": list(shown)})
            .headers["Location"]
            .partition("#")[0]
        )


def birthday(answers: dict[str, Answer]) -> dict[str, Answer]:
    return {"birth_date": "1980-05-05", **answers}


@pytest.mark.long
@pytest.mark.hazard("H14")
def test_a_draft_is_walked_to_its_receipt_and_nothing_is_kept(staff, draft) -> None:
    noted = AuditEvent.objects.count()
    begin(staff, release=draft.pk)

    pages = list(walk(staff, birthday(dict(the_vignette("V01").answers))))
    sent = staff.post("/preview/check/", follow=True).content.decode()
    last = staff.post("/preview/done/", follow=True).content.decode()

    assert len(pages) > 5
    assert "Check your answers" in pages[-1]
    assert "Your answers have arrived" in sent
    assert "Thank you" in last
    for page in (*pages, sent, last):
        assert BANNER in page
        assert re.findall(r'(?:href|action)="(/form/[^"]*)"', page) == []
    assert not Visit.objects.exists()
    assert not Response.objects.exists()
    assert not Patient.objects.exists()
    assert AuditEvent.objects.count() == noted
    assert reverse("intake:welcome") == "/form/"


@pytest.mark.hazard("H14")
def test_an_emergency_shows_the_stop_page_and_alerts_nobody(staff, draft) -> None:
    begin(staff, release=draft.pk)

    pages = list(walk(staff, birthday(dict(the_vignette("V02").answers))))

    assert "Get help now" in pages[-1]
    assert BANNER in pages[-1]
    on = staff.post("/preview/emergency/")
    assert on.headers["Location"].startswith("/preview/")
    assert not Visit.objects.exists()


def test_the_working_copy_is_shown_as_it_is_now(staff, draft) -> None:
    first = shipped().pages[0].questions[0]
    Question.objects.filter(link_id=first.link_id).update(text="Is this the new text?")

    begin(staff, copy=draft.questionnaire_id)
    key = staff.get("/preview/").context["first"]

    assert "Is this the new text?" in staff.get(f"/preview/part/{key}/").content.decode()
    begin(staff, release=draft.pk)
    assert "Is this the new text?" not in staff.get(f"/preview/part/{key}/").content.decode()


def test_what_cannot_be_asked_is_told_instead(staff, draft) -> None:
    Rule.objects.filter(code="CES-01").update(when="has(")

    page = begin(staff, copy=draft.questionnaire_id)

    assert "cannot be shown to patients as it is" in page
    assert "In rule CES-01" in page


def test_a_release_that_is_not_what_was_frozen_is_not_shown(staff, draft) -> None:
    begin(staff, release=draft.pk)
    _ruleset.cache_clear()
    Release.objects.filter(pk=draft.pk).update(definition={**draft.definition, "title": "X"})

    assert "does not match its hash" in staff.get("/preview/").content.decode()


@pytest.mark.parametrize("go", ["back", "stop", "help"])
def test_the_ways_off_a_page_stay_in_the_preview(staff, draft, go) -> None:
    begin(staff, release=draft.pk)
    key = staff.get("/preview/").context["first"]

    left = staff.post(f"/preview/part/{key}/", {"go": go}, follow=True)

    assert left.redirect_chain[-1][0].startswith("/preview/")
    assert BANNER in left.content.decode()


def test_what_is_missing_is_asked_for_before_sending(staff, draft) -> None:
    begin(staff, release=draft.pk)

    refused = staff.post("/preview/check/")

    assert "Some questions still need an answer" in refused.content.decode()
    assert staff.get("/preview/done/").headers["Location"] == "/preview/check/"


def test_leaving_goes_back_to_what_was_previewed(staff, draft) -> None:
    for what, address in (
        ({"release": draft.pk}, f"/admin/content/release/{draft.pk}/change/"),
        ({"copy": draft.questionnaire_id}, "/admin/content/questionnaire/"),
    ):
        begin(staff, **what)
        assert staff.post("/preview/leave/").headers["Location"].startswith(address)
        assert staff.get("/preview/").status_code == 404
    assert staff.post("/preview/leave/").headers["Location"] == "/admin/"


@pytest.mark.parametrize("person", ["clinician", "front_desk"])
def test_only_who_writes_or_approves_content_previews_it(
    request, client_for, draft, person
) -> None:
    client = client_for(request.getfixturevalue(person))

    assert client.post("/preview/begin/", {"release": draft.pk}).status_code == 403
    assert client.get("/preview/").status_code == 403


def test_strangers_are_sent_to_sign_in(draft) -> None:
    assert Client().get("/preview/").status_code == 302


def test_there_is_no_preview_of_nothing(staff) -> None:
    assert staff.post("/preview/begin/", {"release": "x"}).status_code == 404
    assert staff.post("/preview/begin/", {"copy": "999"}).status_code == 404
    assert staff.get("/preview/part/area/").status_code == 404


def test_addresses_of_real_visits_lead_nowhere_in_a_preview(staff, draft) -> None:
    begin(staff, release=draft.pk)

    with at_preview_addresses():
        assert reverse("intake:kiosk") == "/preview/nowhere/form/kiosk/"
        assert reverse("intake:hand_over", args=["X"]).startswith("/preview/nowhere/")
        assert reverse("worklist:list") == "/"
    assert reverse("intake:kiosk") == "/form/kiosk/"
    assert staff.get("/preview/nowhere/form/kiosk/").status_code == 404
    assert staff.get("/preview/part/nowhere/").status_code == 404


def test_authors_and_approvers_find_the_preview(
    client_for, author, approver, auditor, draft
) -> None:
    review = f"/admin/content/release/{draft.pk}/change/"
    check = f"/admin/content/questionnaire/{draft.questionnaire_id}/check/"

    for address in (review, check):
        for person in (author, approver):
            assert "Preview as a patient" in client_for(person).get(address).content.decode()
        assert "Preview as a patient" not in client_for(auditor).get(address).content.decode()
