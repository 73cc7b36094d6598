"""Every page of the ways in, plain and in error, at every size and in both themes, through the same eyes."""

from datetime import date

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.builders import a_user, a_visit
from tests.journeys.hands import press
from tests.journeys.looks import Eyes, seen_by
from triage.accounts.models import User
from triage.audit.models import Actor
from triage.content.models import Release
from triage.intake.access import DEVICE_COOKIE
from triage.intake.actions import invite, pair, put_on_paper, start_at_kiosk
from triage.intake.models import Kind


@pytest.mark.hazard("H20")
@pytest.mark.usefixtures("form")
@seen_by("phone, light")
def test_every_page_before_the_form(eyes: Eyes, page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/form/kiosk/")
    eyes.complaints.clear()
    eyes.look("No form can be started on this device")
    page.goto(f"{live_server.url}/form/link/")
    eyes.complaints.clear()
    eyes.look("This link does not open a form")

    token = pair("Window", by=a_user("the-manager"))[1]
    page.context.add_cookies(
        [{"name": DEVICE_COOKIE, "value": token, "domain": "localhost", "path": "/form/"}]
    )
    page.goto(f"{live_server.url}/form/kiosk/")
    eyes.look("You have no start code, but you have an appointment?")
    page.get_by_label("Start code").fill("KKKKKK")
    press(page, "Start with this code")
    eyes.look("This start code does not open a form")
    press(page, "I have an appointment")
    eyes.look("Staff will ask you again at the desk.")
    press(page, "Start")
    eyes.look("another look")
    page.goto(f"{live_server.url}/form/finished/")
    eyes.look("Please hand this tablet back")
    page.goto(f"{live_server.url}/form/finished/phone/")
    eyes.look("You can close this page now.")

    secret = invite(a_visit()[0], Kind.LINK, by=a_user("the-desk"))
    page.goto(f"{live_server.url}/form/link/{secret}/")
    eyes.look("Your form is ready")
    for label, part in zip(("Day", "Month", "Year"), ("1", "1", "1950"), strict=True):
        page.get_by_label(label).fill(part)
    press(page, "Open my form")
    eyes.look("You can try 4 more times.")
    assert "\n".join(eyes.wrong) == ""


@pytest.mark.long
@pytest.mark.hazard("H20")
@seen_by("tablet, light")
def test_every_page_of_the_desk(
    eyes: Eyes, page: Page, live_server: LiveServer, form: Release, browse_as, front_desk: User
) -> None:
    eyes.patients = False
    browse_as(front_desk)
    device, _ = pair("Window", by=a_user("the-manager"))
    claimed, _ = start_at_kiosk(
        device, name="Ada Marlow", birth_date=date(1992, 3, 12), by=Actor.PATIENT
    )
    visit, _ = a_visit(name="Priya Raman")

    page.goto(f"{live_server.url}/visits/start/")
    eyes.look("Code for the kiosk")
    page.goto(f"{live_server.url}/visits/{claimed.code}/identity/")
    eyes.look("Nobody has checked who this is.")
    page.goto(f"{live_server.url}/visits/{visit.code}/go-on/")
    eyes.look("the screen that had the form loses it")
    press(page, "Code for the kiosk")
    eyes.look("Read this start code aloud")
    press(page, "Another way")
    press(page, "Send to their phone")
    eyes.look("Let the patient scan this")
    page.goto(f"{live_server.url}/visits/{claimed.code}/invitation/")
    eyes.look("Make a new one")
    assert "\n".join(eyes.wrong) == ""


@pytest.mark.hazard("H20", "H23")
@pytest.mark.long
@seen_by("desktop, light")
def test_every_page_of_keying_in(
    eyes: Eyes, page: Page, live_server: LiveServer, form: Release, browse_as, front_desk: User
) -> None:
    eyes.patients = False
    browse_as(front_desk)
    paper = put_on_paper(a_visit(name="Tom Hale")[0], by=front_desk)

    page.goto(f"{live_server.url}/visits/paper/")
    eyes.look("Release and content of the form")
    press(page, "Go on to the answers")
    eyes.look("another look")
    page.goto(f"{live_server.url}/visits/{paper.code}/keying/")
    eyes.look("What the paper says")
    page.locator("#id_filled_by").fill("z")
    press(page, "Save, and compare with the paper")
    eyes.look("There is no answer")
    page.locator("#id_filled_by").fill("a")
    press(page, "Save, and compare with the paper")
    eyes.look("Compare with the paper")
    assert "\n".join(eyes.wrong) == ""


@pytest.mark.long
@seen_by("tablet, dark")
def test_every_page_of_the_manager(
    eyes: Eyes, page: Page, live_server: LiveServer, form: Release, browse_as, manager: User
) -> None:
    eyes.patients = False
    browse_as(manager)
    pair("Window", by=manager)
    page.goto(f"{live_server.url}/")
    page.get_by_role("navigation").get_by_role("link", name="Kiosks").click()
    eyes.look("Known kiosks")
    press(page, "Make this device a kiosk")
    eyes.look("another look")
    press(page, "Take out of use")
    eyes.look("is no longer a kiosk")
    assert "\n".join(eyes.wrong) == ""
