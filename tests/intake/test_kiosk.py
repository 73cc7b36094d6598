"""A kiosk: what can be started on it, and what is left behind between two patients."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.builders import a_filled_in_visit, a_user, a_visit
from tests.intake.entering import ADA, a_kiosk
from tests.intake.screen import markup, mistakes
from triage.audit.models import Actor, AuditEvent
from triage.content.actions import retire
from triage.intake.access import COOKIE, DEVICE_COOKIE
from triage.intake.actions import enter_code, invite, start_at_kiosk
from triage.intake.actions.starting import MOST_STARTS_AN_HOUR
from triage.intake.models import Device, Kind, Visit, Way, visit_of
from triage.intake.models.device import MOST_WRONG_CODES, WRONG_CODES_COUNT_FOR

START = reverse("intake:kiosk")
APPOINTMENT = reverse("intake:appointment")


def a_code() -> tuple[Visit, str]:
    visit, _ = a_visit()
    return visit, invite(visit, Kind.CODE, by=a_user("the-desk"))


def held(client: Client) -> Visit | None:
    return visit_of(client.cookies[COOKIE].value if COOKIE in client.cookies else "")


# --- By a code --------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: f" {code[:3]}-{code[3:]} "])
def test_a_code_from_the_desk_opens_its_visit(typed):
    device, kiosk = a_kiosk()
    visit, code = a_code()
    answer = kiosk.post(START, {"code": typed(code)})

    assert answer["Location"] == reverse("intake:welcome")
    assert held(kiosk) == visit
    visit.refresh_from_db()
    assert visit.way == Way.KIOSK
    assert visit.invitations.get().used_on == device
    handed = AuditEvent.objects.about(visit).filter(action="intake.visit_handed_over")
    assert handed.filter(actor=Actor.PATIENT).count() == 1
    assert code not in answer["Location"]


@pytest.mark.hazard("H07", "H21")
def test_a_code_opens_a_form_once():
    _, kiosk = a_kiosk()
    _, code = a_code()
    kiosk.post(START, {"code": code})
    _, other = a_kiosk()

    answer = other.post(START, {"code": code})
    assert "does not open a form" in mistakes(answer)["code"][0]
    assert held(other) is None


@pytest.mark.hazard("H07")
def test_a_code_takes_the_visit_from_the_screen_that_held_it():
    _, kiosk = a_kiosk()
    visit, token = a_visit()
    code = invite(visit, Kind.CODE, by=a_user("the-desk"))
    kiosk.post(START, {"code": code})

    assert visit_of(token) is None
    assert held(kiosk) == visit


@pytest.mark.parametrize(("minutes", "opens"), [(29, True), (30, False)])
def test_a_code_is_good_for_half_an_hour(wait, minutes, opens):
    _, kiosk = a_kiosk()
    _, code = a_code()
    wait(minutes=minutes)

    assert (kiosk.post(START, {"code": code}).status_code == 302) is opens


def test_a_new_code_closes_the_old_one():
    _, kiosk = a_kiosk()
    visit, old = a_code()
    new = invite(visit, Kind.CODE, by=a_user("the-desk"))

    assert mistakes(kiosk.post(START, {"code": old}))
    assert kiosk.post(START, {"code": new})["Location"] == reverse("intake:welcome")


def test_no_two_open_forms_have_the_same_code(monkeypatch):
    made = iter(["KKKKKK", "KKKKKK", "RRRRRR"])
    monkeypatch.setattr("triage.intake.actions.invitations.new_code", lambda: next(made))

    assert [a_code()[1] for _ in range(2)] == ["KKKKKK", "RRRRRR"]


def test_handing_over_closes_a_code(client_for, front_desk):
    _, kiosk = a_kiosk()
    visit, code = a_code()
    client_for(front_desk).post(reverse("intake:hand_over", args=[visit.code]))

    assert mistakes(kiosk.post(START, {"code": code}))


@pytest.mark.parametrize(
    "typed", ["", "K7Q", "K7Q-2MBX", "AEIOU1", "'; --", "x" * 10_000, "\0" * 6]
)
def test_what_can_be_no_code_is_said_so_and_is_not_counted(typed):
    device, kiosk = a_kiosk()

    assert list(mistakes(kiosk.post(START, {"code": typed}))) == ["code"]
    assert Device.objects.get(pk=device.pk).wrong_codes == 0


@pytest.mark.hazard("H21")
def test_after_ten_wrong_codes_a_kiosk_takes_none_for_a_while():
    device, kiosk = a_kiosk()
    _, right = a_code()
    for _ in range(MOST_WRONG_CODES):
        answer = kiosk.post(START, {"code": "222222"})

    assert "Too many wrong start codes" in mistakes(answer)["code"][0]
    assert "Too many wrong start codes" in mistakes(kiosk.post(START, {"code": right}))["code"][0]
    assert a_kiosk()[1].post(START, {"code": right}).status_code == 302
    assert AuditEvent.objects.about(device).filter(action="intake.code_refused").count() == 10


def test_wrong_codes_are_forgotten_after_a_while():
    device, _ = a_kiosk()
    for _ in range(MOST_WRONG_CODES):
        enter_code(device, "222222", by=Actor.STRANGER)
    device.refresh_from_db()

    assert device.must_wait(timezone.now())
    assert not device.must_wait(timezone.now() + WRONG_CODES_COUNT_FOR)


# --- By an appointment ------------------------------------------------------------------------------


@pytest.mark.hazard("H21")
def test_an_appointment_starts_a_visit_that_nobody_has_checked():
    device, kiosk = a_kiosk()
    answer = kiosk.post(APPOINTMENT, ADA)

    assert answer["Location"] == reverse("intake:welcome")
    visit = Visit.objects.get()
    assert held(kiosk) == visit
    assert (visit.way, visit.started_on, visit.started_by) == (Way.KIOSK, device, None)
    assert not visit.is_identity_checked
    assert visit.told == {"birth_date": "1992-03-12"}
    assert visit.starter == "Window"


@pytest.mark.hazard("H21")
def test_whoever_claims_a_name_gets_a_record_of_their_own():
    known, _ = a_visit(name="Ada Marlow", birth_date=date(1992, 3, 12))
    _, kiosk = a_kiosk()
    kiosk.post(APPOINTMENT, ADA)
    later, _ = a_visit(name="Ada Marlow", birth_date=date(1992, 3, 12))

    claimed = Visit.objects.get(identity_checked_at=None)
    assert claimed.patient != known.patient
    assert later.patient == known.patient


def test_a_kiosk_starts_no_flood_of_visits(wait):
    device, kiosk = a_kiosk()
    for number in range(MOST_STARTS_AN_HOUR):
        start_at_kiosk(
            device, name=f"Somebody {number}", birth_date=date(1990, 1, 1), by=Actor.PATIENT
        )
    answer = kiosk.post(APPOINTMENT, ADA)

    assert b"Too many forms were started here" in answer.content
    assert Visit.objects.count() == MOST_STARTS_AN_HOUR
    wait(hours=1)
    assert kiosk.post(APPOINTMENT, ADA).status_code == 302


@pytest.mark.hazard("H14")
def test_without_a_published_form_a_kiosk_sends_to_the_desk(release):
    retire(release, by=a_user("the-approver"))
    _, kiosk = a_kiosk()

    for answer in (kiosk.get(APPOINTMENT), kiosk.post(APPOINTMENT, ADA)):
        assert answer.status_code == 409
        assert b"Please go to the desk" in answer.content
    assert not Visit.objects.exists()


# --- Between two patients ---------------------------------------------------------------------------


@pytest.mark.hazard("H07")
def test_the_start_page_forgets_whoever_was_here_before():
    _, kiosk = a_kiosk()
    kiosk.post(APPOINTMENT, ADA)
    kiosk.get(START)

    assert kiosk.cookies[COOKIE].value == ""
    answer = kiosk.get(reverse("intake:welcome"), follow=True)
    assert answer.redirect_chain[0][0] == START
    assert b"Marlow" not in answer.content


@pytest.mark.hazard("H07")
def test_a_kiosk_starts_anew_when_its_patient_has_finished():
    _, kiosk = a_kiosk()
    visit = a_filled_in_visit()
    kiosk.post(START, {"code": invite(visit, Kind.CODE, by=a_user("the-desk"))})
    kiosk.post(reverse("intake:check"))
    answer = kiosk.post(reverse("intake:done"))

    assert answer["Location"] == START
    assert kiosk.cookies[COOKIE].value == ""
    assert held(kiosk) is None


@pytest.mark.hazard("H07")
def test_a_kiosk_that_lost_its_visit_goes_to_its_start():
    _, kiosk = a_kiosk()
    kiosk.post(APPOINTMENT, ADA)
    invite(Visit.objects.get(), Kind.LINK, by=a_user("the-desk"))
    client = Client()
    client.cookies[DEVICE_COOKIE] = kiosk.cookies[DEVICE_COOKIE].value

    assert client.get(reverse("intake:check"))["Location"] == START


@pytest.mark.hazard("H07")
def test_a_name_that_was_typed_and_left_there_is_put_away(settings):
    settings.BACKSTOP_IDLE_KIOSK = 77
    _, kiosk = a_kiosk()
    page = kiosk.get(APPOINTMENT).content.decode()

    assert 'data-idle="77"' in page
    assert f'content="77; url={reverse("intake:still_there")}"' in page
    assert kiosk.get(reverse("intake:away"))["Location"] == START


def test_the_boxes_of_a_kiosk_are_not_remembered_by_its_browser():
    _, kiosk = a_kiosk()

    for address in (START, APPOINTMENT):
        boxes = [
            one for one in markup(kiosk.get(address)).all("input") if one.get("type") != "hidden"
        ]
        assert boxes
        assert {one.get("autocomplete") for one in boxes} == {"off"}, address
