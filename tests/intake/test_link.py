"""The link for the patient's own phone: one phone, one day, and whoever knows the birth date."""

import logging
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import a_filled_in_visit, a_user, a_visit
from tests.intake.entering import BORN
from tests.intake.screen import Screen, mistakes
from triage.audit.models import AuditEvent
from triage.intake.access import COOKIE
from triage.intake.actions import invite, start_visit, submit
from triage.intake.models import Invitation, Kind, Visit, Way, visit_of
from triage.intake.models.invitation import MOST_WRONG_DATES
from triage.intake.views.link import LINK_COOKIE, LINK_PATH
from triage.ui.templatetags.backstop import code

OPENED = reverse("intake:link_opened")
WRONG = BORN | {"birth_date_day": "13"}


def a_link() -> tuple[Visit, str]:
    visit, _ = a_visit()
    return visit, invite(visit, Kind.LINK, by=a_user("the-desk"))


def a_phone_at(secret: str) -> Client:
    phone = Client()
    phone.get(reverse("intake:link", args=[secret]))
    return phone


def held(phone: Client) -> Visit | None:
    return visit_of(phone.cookies[COOKIE].value if COOKIE in phone.cookies else "")


@pytest.mark.hazard("H21")
def test_a_link_and_the_birth_date_open_the_form(client):
    visit, secret = a_link()
    answer = client.get(reverse("intake:link", args=[secret]))
    assert answer.url == OPENED
    answer = client.post(OPENED, BORN)

    assert answer.url == reverse("intake:welcome")
    assert held(client) == visit
    assert Visit.objects.get().way == Way.LINK


@pytest.mark.hazard("H22")
def test_the_secret_leaves_the_address_at_once_and_is_out_of_reach_of_scripts(client):
    _, secret = a_link()
    arrived = client.get(reverse("intake:link", args=[secret]), secure=True)
    pending = arrived.cookies[LINK_COOKIE]
    assert (pending["httponly"], pending["secure"], pending["path"]) == (True, True, LINK_PATH)

    page = client.get(arrived.url, secure=True)
    assert secret not in page.content.decode()
    opened = client.post(OPENED, BORN, secure=True)
    assert secret not in opened.url
    assert opened.cookies[LINK_COOKIE].value == ""
    kept = opened.cookies[COOKIE]
    assert (kept["httponly"], kept["secure"], kept["path"]) == (True, True, "/form/")
    assert kept["max-age"] == 24 * 60 * 60


def test_a_secret_has_128_bits_and_only_its_hash_is_kept():
    secrets = {a_link()[1] for _ in range(20)}

    assert len(secrets) == 20
    assert {len(one) for one in secrets} == {22}
    assert not any(one in str(list(Invitation.objects.values())) for one in secrets)


@pytest.mark.hazard("H22")
def test_nothing_before_the_form_says_who_the_patient_is(client, caplog):
    visit, secret = a_link()
    with caplog.at_level(logging.DEBUG):
        client.get(reverse("intake:link", args=[secret]))
        pages = [client.get(OPENED), client.post(OPENED, WRONG), client.post(OPENED, BORN)]

    said = " ".join([*(page.content.decode() for page in pages), caplog.text])
    for private in (visit.patient.name, "Marlow", "12 Mar 1992", "1992-03-12", visit.code):
        assert private not in said


def test_a_program_that_opens_the_link_before_the_patient_uses_nothing_up():
    visit, secret = a_link()
    address = reverse("intake:link", args=[secret])
    for _ in range(3):
        preview = Client()
        preview.get(address, follow=True)
        preview.head(address, follow=True)

    phone = a_phone_at(secret)
    phone.get(OPENED)
    assert phone.post(OPENED, BORN)["Location"] == reverse("intake:welcome")
    assert held(phone) == visit


@pytest.mark.hazard("H07", "H21")
def test_a_link_opens_the_form_on_one_phone_alone():
    visit, secret = a_link()
    other = a_phone_at(secret)
    first = a_phone_at(secret)
    first.post(OPENED, BORN)

    answer = other.post(OPENED, BORN)
    assert answer.status_code == 403
    assert b"does not open a form" in answer.content
    assert (held(other), held(first)) == (None, visit)


def test_opening_the_link_again_on_the_same_phone_goes_on_with_the_form():
    _, secret = a_link()
    phone = a_phone_at(secret)
    phone.post(OPENED, BORN)
    answer = phone.get(reverse("intake:link", args=[secret]), follow=True)

    assert answer.redirect_chain[-1][0] == reverse("intake:welcome")
    assert answer.status_code == 200


@pytest.mark.parametrize(("hours", "opens"), [(23, True), (24, False)])
def test_a_link_is_good_for_a_day(wait, hours, opens):
    _, secret = a_link()
    wait(hours=hours)

    assert (a_phone_at(secret).post(OPENED, BORN).status_code == 302) is opens


@pytest.mark.parametrize(("hours", "holds"), [(23, True), (24, False)])
def test_a_phone_holds_the_form_for_a_day(wait, hours, holds):
    _, secret = a_link()
    phone = a_phone_at(secret)
    phone.post(OPENED, BORN)
    wait(hours=hours)

    assert (held(phone) is not None) is holds


@pytest.mark.hazard("H21")
def test_the_birth_date_can_be_tried_five_times():
    visit, secret = a_link()
    for left in range(MOST_WRONG_DATES - 1, 0, -1):
        answer = a_phone_at(secret).post(OPENED, WRONG)
        assert f"{left} more time" in mistakes(answer)["birth_date"][0]

    assert a_phone_at(secret).post(OPENED, WRONG).status_code == 403
    assert a_phone_at(secret).post(OPENED, BORN).status_code == 403
    refused = AuditEvent.objects.about(visit).filter(action="intake.link_refused")
    assert refused.count() == MOST_WRONG_DATES


@pytest.mark.parametrize("wrong", [{}, BORN | {"birth_date_year": "92"}, {"birth_date_day": "x"}])
def test_what_can_be_no_birth_date_is_no_try(wrong):
    _, secret = a_link()

    assert list(mistakes(a_phone_at(secret).post(OPENED, wrong))) == ["birth_date"]
    assert Invitation.objects.get().wrong_dates == 0


@pytest.mark.parametrize("secret", ["x", "é", "x" * 4000, "%00", "'; --"])
def test_a_link_that_was_made_up_opens_nothing(secret):
    a_link()
    phone = a_phone_at(secret)

    assert phone.get(OPENED).status_code == 403
    assert phone.post(OPENED, BORN).status_code == 403


def test_a_code_for_a_kiosk_is_no_link():
    visit, _ = a_visit()
    secret = invite(visit, Kind.CODE, by=a_user("the-desk"))

    assert a_phone_at(secret).post(OPENED, BORN).status_code == 403


@pytest.mark.hazard("H08")
def test_a_form_that_was_sent_is_opened_by_no_link():
    visit = a_filled_in_visit()
    secret = invite(visit, Kind.LINK, by=a_user("the-desk"))
    submit(visit, by=a_user("the-desk"))

    assert a_phone_at(secret).get(OPENED).status_code == 403


def test_the_phone_is_told_of_itself_and_not_of_a_tablet():
    visit = a_filled_in_visit()
    secret = invite(visit, Kind.LINK, by=a_user("the-desk"))
    born = dict(
        zip(
            ("birth_date_year", "birth_date_month", "birth_date_day"),
            visit.patient.birth_date.isoformat().split("-"),
            strict=True,
        )
    )
    phone = a_phone_at(secret)
    phone.post(OPENED, born)
    screen = Screen(phone.cookies[COOKIE].value, visit.pk, phone)
    paused = screen.see("paused").content
    screen.press("check")
    done = screen.see("done").content

    assert b"on this phone" in paused
    assert b"tablet" not in paused + done
    assert screen.press("done")["Location"] == reverse("intake:finished_on_phone")
    assert b"You can close this page now" in screen.see("finished_on_phone").content


@pytest.mark.hazard("H01")
def test_on_a_phone_the_stop_page_and_the_help_page_begin_with_whom_to_call(settings):
    settings.BACKSTOP_EMERGENCY_NUMBER = "112"
    visit, secret = a_link()
    phone = a_phone_at(secret)
    phone.post(OPENED, BORN)
    screen = Screen(phone.cookies[COOKIE].value, visit.pk, phone)
    screen.send("emergency", emergency_now=("limb_dead",))
    stop = screen.see("emergency").content.decode()
    needed = screen.see("help").content.decode()

    assert stop.index("Call <strong>112</strong> now") < stop.index("Tell staff now")
    assert "call 112" in needed
    assert "nobody can come to you" in needed


@pytest.mark.hazard("H07")
@pytest.mark.parametrize(("kind", "way"), [(Kind.LINK, Way.LINK), (Kind.CODE, Way.KIOSK)])
def test_an_invitation_says_the_way_unless_a_screen_still_holds_the_visit(kind, way):
    desk = a_user("the-desk")
    free = start_visit(name="Priya Raman", birth_date=date(1991, 1, 1), by=desk)
    held_by_a_tablet, _ = a_visit()
    for visit in (free, held_by_a_tablet):
        invite(visit, kind, by=desk)
        visit.refresh_from_db()

    assert (free.way, held_by_a_tablet.way) == (way, Way.TABLET)


# --- At the desk ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("how", "kind"), [("link", Kind.LINK), ("code", Kind.CODE)])
def test_the_desk_sees_what_it_gives_even_when_the_page_is_loaded_again(
    client_for, front_desk, how, kind
):
    visit, _ = a_visit()
    desk = client_for(front_desk)
    answer = desk.post(reverse("intake:hand_over", args=[visit.code]), {"how": how})

    assert answer.url == reverse("intake:invitation", args=[visit.code])
    assert Invitation.objects.get().kind == kind
    first, again = desk.get(answer.url), desk.get(answer.url)
    assert first.context["invitation"] == Invitation.objects.get()
    assert first.context["secret"] == again.context["secret"]
    assert written(kind, first.context) in again.content.decode()


def written(kind: Kind, context: dict[str, str]) -> str:
    return context["link"] if kind is Kind.LINK else code(context["secret"])


def test_the_link_at_the_desk_opens_the_form(client_for, front_desk):
    visit, _ = a_visit()
    desk = client_for(front_desk)
    desk.post(reverse("intake:hand_over", args=[visit.code]), {"how": "link"})
    page = desk.get(reverse("intake:invitation", args=[visit.code]))

    assert 'role="img"' in page.content.decode()
    phone = Client()
    phone.get(page.context["link"].removeprefix("http://testserver"))
    assert phone.post(OPENED, BORN)["Location"] == reverse("intake:welcome")
    after = desk.get(reverse("intake:invitation", args=[visit.code])).content.decode()
    assert "The patient has opened the form with it" in after
    assert page.context["link"] not in after


def test_another_browser_of_the_desk_cannot_show_what_was_made(client_for, front_desk, clinician):
    visit, secret = a_link()

    page = client_for(clinician).get(reverse("intake:invitation", args=[visit.code]))
    assert secret not in page.content.decode()
    assert b"Make a new one" in page.content
