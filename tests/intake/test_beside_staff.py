"""A form filled in together is open while staff are signed in; a tablet on which they sign in is theirs."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import a_filled_in_visit, a_user
from tests.intake.screen import Screen
from tests.intake.test_access import PAGES
from triage.accounts.models import User
from triage.accounts.sessions import UNUSED
from triage.audit.models import AuditEvent
from triage.intake.access import COOKIE
from triage.intake.actions import hand_over
from triage.intake.models import Way

SIGN_IN = reverse("accounts:sign_in")
ABOUT = reverse("intake:page", args=["about"])


@pytest.fixture
def beside(client_for: Callable[[User], Client]) -> Callable[..., Screen]:
    """Return how to get a screen on which somebody is signed in while it holds a visit."""

    def held(person: User, way: Way = Way.TOGETHER) -> Screen:
        visit = a_filled_in_visit("V01", {"own_words": "canary"})
        token = hand_over(visit, way=way, by=a_user("the-desk"))
        return Screen(token, visit.pk, client_for(person))

    return held


@pytest.mark.hazard("H07")
@pytest.mark.parametrize("address", PAGES)
def test_when_staff_have_signed_out_the_form_together_shows_nothing(beside, front_desk, address):
    screen = beside(front_desk)
    assert screen.client.get(address, follow=True).status_code == 200
    screen.client.post(reverse("accounts:sign_out"))

    assert screen.client.cookies[COOKIE].value == screen.token
    answer = screen.client.get(address)
    assert answer.url == f"{SIGN_IN}?next={address}"
    assert b"canary" not in answer.content


@pytest.mark.hazard("H07")
def test_when_nobody_has_used_the_screen_the_form_together_shows_nothing(
    beside, clinician, monkeypatch
):
    screen = beside(clinician)
    screen.see("welcome")
    clock = "triage.accounts.sessions.time.time"
    (began,) = (screen.client.session["used_at"],)
    monkeypatch.setattr(clock, lambda: began + UNUSED + 1)

    assert screen.see("check", follow=False).url == f"{SIGN_IN}?next={reverse('intake:check')}"


@pytest.mark.hazard("H01", "H09")
def test_what_was_on_its_way_when_staff_were_signed_out_is_kept_and_not_shown(beside, front_desk):
    screen = beside(front_desk)
    screen.client.logout()
    screen.client.cookies[COOKIE] = screen.token
    answer = screen.send("emergency", emergency_now=("limb_dead",))

    assert answer.url == f"{SIGN_IN}?next={reverse('intake:page', args=['emergency'])}"
    assert screen.kept["emergency_now"] == ("limb_dead",)
    assert screen.visit.emergency_at is not None
    assert screen.send("about", filled_by="").url.startswith(SIGN_IN)


def test_a_colleague_signs_in_and_goes_on_where_the_form_was(beside, front_desk, clinician):
    screen = beside(front_desk)
    screen.client.logout()
    screen.client.force_login(clinician)
    screen.client.cookies[COOKIE] = screen.token

    assert b"canary" in screen.see("check").content
    screen.send("pain", "stop", pain_now=7)
    assert AuditEvent.objects.about(screen.visit)[0].user == clinician


def test_a_password_alone_does_not_open_the_form_together(beside, front_desk, settings):
    settings.BACKSTOP_SECOND_FACTOR = True
    answer = beside(front_desk).see("check", follow=False)

    assert answer.url == f"{reverse('mfa_index')}?next={reverse('intake:check')}"


def test_who_meets_no_patients_sees_no_form_together(beside, author):
    answer = beside(author).see("check")

    assert answer.status_code == 403
    assert b"canary" not in answer.content


@pytest.mark.hazard("H07")
@pytest.mark.parametrize("address", PAGES)
def test_a_tablet_on_which_staff_sign_in_is_handed_over_anew(beside, front_desk, address):
    screen = beside(front_desk, Way.TABLET)
    go_on = reverse("intake:go_on", args=[screen.visit.code])

    assert screen.client.get(address).url == go_on
    screen.client.post(reverse("intake:hand_over", args=[screen.visit.code]), {"how": "alone"})
    assert screen.client.get(reverse("intake:welcome")).status_code == 200
    assert screen.client.get(go_on).url.startswith(SIGN_IN)


def test_what_the_patient_had_sent_from_the_tablet_stays_the_patients(beside, front_desk):
    screen = beside(front_desk, Way.TABLET)
    answer = screen.send("pain", "stop", pain_now=7)

    assert answer.url == reverse("intake:go_on", args=[screen.visit.code])
    assert screen.kept["pain_now"] == 7
    assert AuditEvent.objects.about(screen.visit)[0].user is None


@pytest.mark.parametrize("person", ["front_desk", "manager"])
def test_a_tablet_taken_back_after_sending_leads_to_the_list(beside, request, person):
    screen = beside(request.getfixturevalue(person), Way.TABLET)
    assert screen.press("check").status_code == 302
    assert screen.visit.submitted_at is not None

    assert screen.see("done", follow=False).url == reverse("accounts:home")


def test_staff_who_try_a_link_on_their_own_screen_are_no_authors_of_its_answers(beside, front_desk):
    screen = beside(front_desk, Way.LINK)
    screen.send("pain", "stop", pain_now=7)

    assert b"canary" in screen.see("check").content
    assert AuditEvent.objects.about(screen.visit)[0].user is None
