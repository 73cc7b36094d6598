"""The pages of rare moments: a clinic that is closed, a phone far away, a form that was sent."""

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.builders import a_filled_in_visit, a_user, a_visit
from tests.journeys.hands import give, press
from tests.journeys.looks import Eyes, seen_by
from triage.content.actions import retire
from triage.content.models import Release
from triage.intake.access import DEVICE_COOKIE
from triage.intake.actions import ask_for_help, hand_over, pair, save_answers, submit
from triage.intake.models import Visit, Way
from triage.ui.hours import Hours

At = Callable[[str], None]
# Hours of which none is now.
NEVER = (Hours(frozenset(), time(0), time(0)),)


def with_an_emergency(visit: Visit) -> Visit:
    """Say what nobody may wait with."""
    return save_answers(
        visit, "emergency", {"emergency_now": ("limb_dead",)}, by=a_user("the-desk")
    )


def put_on(page: Page, visit: Visit, way: Way) -> None:
    """Let the browser hold a visit that came on some way."""
    give(page.context, hand_over(visit, way=way, by=a_user("the-desk")))


@seen_by("phone, dark")
@pytest.mark.hazard("H01", "H20")
@pytest.mark.usefixtures("form")
def test_every_page_on_the_phone_of_the_patient(eyes: Eyes, at: At, page: Page) -> None:
    visit = with_an_emergency(a_visit()[0])
    put_on(page, visit, Way.LINK)
    at("/form/emergency/")
    eyes.look("Nobody from the clinic can come to you.")
    at("/form/help/")
    eyes.look("nobody can come to you")
    press(page, "Tell staff that I need help")
    eyes.look("Staff can see that you need help")
    at("/form/paused/")
    eyes.look("You can go on later on this phone")

    put_on(page, a_filled_in_visit("V03"), Way.LINK)
    at("/form/check/")
    press(page, "Send my answers")
    eyes.look("Say your visit code at the desk when you are at the clinic.")
    at("/form/help/")
    eyes.look("Do you need help?")
    press(page, "Back to what happens now")
    press(page, "I have finished")
    eyes.look("You can close this page now.")
    assert "\n".join(eyes.wrong) == ""


@pytest.mark.long
@seen_by("tablet, right to left")
@pytest.mark.hazard("H01", "H20")
@pytest.mark.usefixtures("form")
def test_every_page_while_the_clinic_is_closed(
    eyes: Eyes, at: At, page: Page, settings: Any
) -> None:
    settings.BACKSTOP_STAFFED = NEVER
    put_on(page, with_an_emergency(a_visit()[0]), Way.KIOSK)
    for address in ("/form/emergency/", "/form/help/"):
        at(address)
        eyes.look("The clinic is closed")
    at("/form/paused/")
    eyes.look("You have stopped")

    token = pair("Window", by=a_user("the-manager"))[1]
    page.context.add_cookies(
        [{"name": DEVICE_COOKIE, "value": token, "domain": "localhost", "path": "/form/"}]
    )
    for release in Release.objects.published():
        retire(release, by=a_user("the-approver"))
    at("/form/kiosk/appointment/")
    eyes.complaints.clear()
    eyes.look("go to the desk")
    assert "\n".join(eyes.wrong) == ""


@pytest.mark.long
@seen_by("desktop, dark")
@pytest.mark.hazard("H01", "H20")
@pytest.mark.usefixtures("form")
def test_every_page_after_sending_and_the_questions_that_open(
    eyes: Eyes, at: At, page: Page
) -> None:
    visit = with_an_emergency(a_filled_in_visit("V03"))
    ask_for_help(visit, by=a_user("the-desk"))
    put_on(page, visit, Way.TABLET)
    at("/form/help/")
    eyes.look("Staff can see that you need help")
    submit(visit, by=a_user("the-desk"))
    at("/form/help/")
    eyes.look("Your answers have arrived.")
    at("/form/emergency/")
    eyes.look("Get help now")
    at("/form/paused/")
    eyes.look("Your answers have arrived")

    put_on(page, a_visit()[0], Way.TABLET)
    at("/form/part/nerve/?more")
    eyes.look("Your answers have opened a few more questions on this page.")
    assert "\n".join(eyes.wrong) == ""
