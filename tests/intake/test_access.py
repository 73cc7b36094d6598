"""Which screen may see which visit."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import a_user, a_visit
from tests.intake.screen import Screen
from triage.accounts.access import Access, Audience
from triage.intake.access import COOKIE
from triage.intake.actions import hand_over, save_answers
from triage.intake.models import Response, Visit
from triage.intake.urls import urlpatterns

PAGES = [
    reverse(f"intake:{pattern.name}", args=["about"] if "key" in str(pattern.pattern) else [])
    for pattern in urlpatterns
    if getattr(pattern.callback, "access", None) == Access(Audience.PATIENT)
    and pattern.name != "here"
]


def test_the_list_of_pages_is_the_whole_form():
    assert len(PAGES) == len(set(PAGES)) == 7


@pytest.mark.hazard("H01")
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", PAGES)
def test_a_screen_without_a_visit_says_whom_to_tell(client, address, method):
    answer = getattr(client, method)(address)

    assert answer.status_code == 403
    assert b"No form is open here" in answer.content
    assert b"tell staff now, or call" in answer.content


@pytest.mark.parametrize("token", ["", "x", "'; --", "é\x80", "x" * 4000])
def test_a_guessed_token_opens_nothing(client, token):
    a_visit()
    client.cookies[COOKIE] = token

    assert client.get(reverse("intake:welcome")).status_code == 403


def test_the_code_of_a_visit_opens_nothing(client):
    client.cookies[COOKIE] = a_visit()[0].code

    assert client.get(reverse("intake:welcome")).status_code == 403


@pytest.mark.hazard("H07")
@pytest.mark.parametrize("address", PAGES)
def test_a_screen_that_was_replaced_sees_nothing_more(screen, address):
    screen.send("coping", own_words="canary", function_limit=3)
    hand_over(screen.visit, by=a_user("the-desk"))

    answer = screen.client.get(address, follow=True)
    assert answer.status_code == 403
    assert b"canary" not in answer.content
    assert screen.visit.code.encode() not in answer.content


@pytest.mark.hazard("H02", "H07")
@pytest.mark.parametrize("address", PAGES)
def test_a_screen_sees_its_own_visit_alone(at_check, address):
    other = at_check("V01", {"own_words": "canary"}).visit
    mine = at_check("V02").visit
    screen = Screen.of(mine, hand_over(mine, by=a_user("the-desk")))

    answer = screen.client.get(address, follow=True)
    assert answer.status_code == 200
    assert b"canary" not in answer.content
    assert other.code.encode() not in answer.content


@pytest.mark.parametrize("person", ["front_desk", "clinician", "author"])
def test_who_is_signed_in_makes_no_patient(request, client_for, person):
    client = client_for(request.getfixturevalue(person))

    assert client.get(reverse("intake:welcome")).status_code == 403


def test_a_form_sent_from_elsewhere_is_refused(screen):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies[COOKIE] = screen.token

    for address in (one for one in PAGES if one not in {"/form/", "/form/paused/"}):
        answer = strict.post(address, {"go": "help"})
        assert answer.status_code == 403, address
        assert b"Please send that once more" in answer.content
    assert Visit.objects.get().help_asked_at is None


def what_is_kept():
    """Return the visit but for who holds it, and until when: that ends, and begins anew."""
    kept = dict(Visit.objects.values().get())
    return {name: kept[name] for name in kept if name not in {"held_until", "token_hash"}}


def test_no_page_changes_anything_by_being_looked_at(at_check):
    screen = at_check("V02")
    before = what_is_kept()

    for address in PAGES:
        screen.client.get(address, follow=True)
        screen.client.head(address)
    assert what_is_kept() == before
    assert not Response.objects.exists()


@pytest.mark.hazard("H07")
@pytest.mark.parametrize("address", [*PAGES, "/form/finished/"])
def test_no_browser_keeps_a_page(at_check, address):
    for answer in (at_check().client.get(address), Client().get(address)):
        assert answer["Cache-Control"] == "no-store"


# --- After sending ----------------------------------------------------------------------------------


@pytest.mark.hazard("H08")
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", [address for address in PAGES if "emergency" not in address])
def test_a_visit_that_was_sent_shows_its_receipt(at_check, address, method):
    screen = at_check()
    screen.press("check")
    before = what_is_kept()

    answer = getattr(screen.client, method)(address, follow=True)
    if "done" not in address and "help" not in address:
        assert b"Your answers have arrived" in answer.content
    assert answer.status_code == 200
    if "help" not in address:
        assert what_is_kept() == before


@pytest.mark.hazard("H08")
def test_a_page_that_crosses_with_the_sending_ends_at_the_receipt(at_check, monkeypatch):
    screen = at_check()

    def sent_meanwhile(visit, *args, **kwargs):
        monkeypatch.undo()
        screen.press("check")
        return save_answers(visit, *args, **kwargs)

    monkeypatch.setattr("triage.intake.views.form.actions.save_answers", sent_meanwhile)
    answer = screen.send("coping", own_words="too late")

    assert answer.url == reverse("intake:done")
    assert "own_words" not in screen.kept
