"""Every way to the form, from the desk to what was sent, on a phone and on a tablet."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from tests.builders import born, the_vignette
from tests.journeys.conftest import with_password
from tests.journeys.hands import answer_page, press, sign_in, tap
from triage.accounts.models import User
from triage.audit.models import Actor
from triage.engine.terms import Tier
from triage.intake.actions import save_answers
from triage.intake.models import Response, Visit, Way
from triage.intake.paper import as_keyed, paper_questions, written_mark

SIZES = {"phone": (390, 844), "tablet": (820, 1180)}
LAST = "coping"
BORN = born(the_vignette("V01").age)


def sizes(usual: str) -> pytest.MarkDecorator:
    """Walk at the size that the way is mostly taken on; at the other, too, when there is time."""
    rest = [pytest.param(size, marks=pytest.mark.long) for size in SIZES if size != usual]
    return pytest.mark.parametrize("size", [usual, *rest])


@pytest.fixture
def screen_of(browser: Browser) -> Callable[..., object]:
    """Return how to get a screen of its own, with nothing on it."""

    @contextmanager
    def opened(size: str) -> Iterator[Page]:
        width, height = SIZES[size]
        context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": height}, has_touch=True
        )
        context.set_default_timeout(20_000)
        try:
            yield context.new_page()
        finally:
            context.close()

    return opened


def fill_date(page: Page) -> None:
    for label, part in zip(
        ("Day", "Month", "Year"), (BORN.day, BORN.month, BORN.year), strict=True
    ):
        page.get_by_label(label).fill(str(part))


def begin(page: Page, site: str, how: str, *, name: str) -> Visit:
    """Start a visit at the desk and choose a way."""
    page.goto(f"{site}/visits/start/")
    page.get_by_label("Name", exact=True).fill(name)
    fill_date(page)
    press(page, how)
    page.wait_for_url("**/form/" if "screen" in how or "together" in how else "**/invitation/")
    return Visit.objects.get(patient__name=name)


def finish(page: Page, visit: Visit) -> Response:
    """Answer all but the last page without the browser, then the last by hand, check and send."""
    page.get_by_role("heading", name="Your back or neck pain").wait_for()
    said = the_vignette("V01").answers
    for part in visit.ruleset.definition.pages:
        if part.key != LAST:
            here = {q.link_id: said[q.link_id] for q in part.questions if q.link_id in said}
            save_answers(visit, part.key, here, by=Actor.PATIENT)
    page.reload()
    press(page, "Go on")
    page.wait_for_url(f"**/part/{LAST}/")
    answer_page(page, dict(said), tap)
    press(page, "Continue")
    page.wait_for_url("**/check/")
    press(page, "Send my answers")
    page.get_by_role("heading", name="Your answers have arrived").wait_for()
    press(page, "I have finished")
    response = Response.objects.get(visit=visit)
    assert response.tier is Tier.SELF_CARE
    return response


@pytest.mark.long
@sizes("tablet")
def test_this_tablet_is_handed_over_and_back(
    screen_of, size: str, live_server: LiveServer, desk: User
) -> None:
    with screen_of(size) as tablet:
        sign_in(tablet, live_server.url, desk)
        visit = begin(tablet, live_server.url, "Hand over this screen", name=f"Ada {size}")
        response = finish(tablet, visit)

        tablet.get_by_text("Please hand this tablet back").wait_for()
        tablet.goto(f"{live_server.url}/")
        assert "/accounts/sign-in/" in tablet.url
    assert (response.visit.way, response.submitted_by) == (Way.TABLET, None)


@pytest.mark.long
@pytest.mark.hazard("H07", "H21")
@sizes("tablet")
def test_a_kiosk_takes_a_code_and_an_appointment_and_starts_anew_after_each(
    screen_of, size: str, live_server: LiveServer, desk: User, manager: User
) -> None:
    site = live_server.url
    with_password(manager)
    with screen_of(size) as kiosk, screen_of("tablet") as counter:
        sign_in(kiosk, site, manager)
        kiosk.goto(f"{site}/devices/")
        kiosk.get_by_label("Name of this device").fill(size)
        press(kiosk, "Make this device a kiosk")
        kiosk.get_by_role("heading", name="Welcome").wait_for()

        sign_in(counter, site, desk)
        visit = begin(counter, site, "Code for the kiosk", name=f"Ada {size}")
        kiosk.get_by_label("Start code").fill(counter.locator(".given .code").inner_text())
        press(kiosk, "Start with this code")
        by_code = finish(kiosk, visit)
        kiosk.get_by_role("heading", name="Welcome").wait_for()
        press(kiosk, "I have an appointment")
        kiosk.get_by_label("Your full name").fill(f"Priya {size}")
        fill_date(kiosk)
        press(kiosk, "Start")
        kiosk.wait_for_url("**/form/")
        by_name = finish(kiosk, Visit.objects.get(patient__name=f"Priya {size}"))
        kiosk.get_by_role("heading", name="Welcome").wait_for()
        assert "Priya" not in kiosk.content()

        counter.goto(f"{site}/visits/{by_name.visit.code}/identity/")
        press(counter, "I have checked who this is")
        counter.wait_for_url(f"{site}/")
    assert {by_code.visit.way, by_name.visit.way} == {Way.KIOSK}
    assert by_code.visit.is_identity_checked
    assert not by_name.visit.is_identity_checked
    assert Visit.objects.get(pk=by_name.visit.pk).identity_checked_by == desk


@pytest.mark.hazard("H21", "H22")
@sizes("phone")
def test_a_link_opens_the_form_on_the_phone_of_the_patient(
    screen_of, size: str, live_server: LiveServer, desk: User
) -> None:
    with screen_of(size) as phone, screen_of("tablet") as counter:
        sign_in(counter, live_server.url, desk)
        visit = begin(counter, live_server.url, "Send to their phone", name=f"Ada {size}")
        seen: list[str] = []
        phone.on("framenavigated", lambda frame: seen.append(frame.url))
        phone.goto(counter.get_by_label("Link to copy").input_value())
        fill_date(phone)
        press(phone, "Open my form")
        response = finish(phone, visit)

        phone.get_by_text("You can close this page now").wait_for()
    link = f"{live_server.url}/form/link/"
    assert not [one for one in seen if one.startswith(link) and one != link]
    assert (response.visit.way, response.submitted_by) == (Way.LINK, None)


@pytest.mark.long
@pytest.mark.hazard("H21")
@sizes("tablet")
def test_filled_in_together_names_staff_and_says_who_helped(
    screen_of, size: str, live_server: LiveServer, desk: User
) -> None:
    with screen_of(size) as counter:
        sign_in(counter, live_server.url, desk)
        visit = begin(counter, live_server.url, "Fill in together", name=f"Ada {size}")
        press(counter, "Start")
        answer_page(counter, {"filled_by": "interpreter", "sex_birth": "male"}, tap)
        press(counter, "Continue")
        counter.wait_for_url("**/part/emergency/")
        counter.goto(f"{live_server.url}/form/")
        assert Visit.objects.get(pk=visit.pk).helper == "with an interpreter"
        response = finish(counter, visit)

        counter.wait_for_url(f"{live_server.url}/")
        assert counter.get_by_role("heading", name="Visits").is_visible()
    assert (response.visit.way, response.submitted_by) == (Way.TOGETHER, desk)


@pytest.mark.hazard("H23")
@sizes("tablet")
def test_a_paper_is_keyed_in_by_the_keyboard_alone(
    screen_of, size: str, live_server: LiveServer, desk: User, form
) -> None:
    said = the_vignette("V02").answers
    with screen_of(size) as counter:
        sign_in(counter, live_server.url, desk)
        counter.goto(f"{live_server.url}/visits/start/")
        press(counter, "Key in a paper form instead")
        counter.locator("#id_name:focus").wait_for()
        counter.keyboard.type(f"Ada {size}")
        for words in (*map(str, (BORN.day, BORN.month, BORN.year)), "", written_mark(form)):
            counter.keyboard.press("Tab")
            counter.keyboard.type(words)
        counter.keyboard.press("Enter")
        counter.wait_for_url("**/keying/")
        counter.locator("#id_filled_by:focus").wait_for()
        for asked in paper_questions(form.ruleset().definition):
            answer = said.get(asked.question.link_id)
            if answer is not None:
                counter.keyboard.type(as_keyed(asked, answer))
            counter.keyboard.press("Tab")
        counter.keyboard.press("Enter")
        counter.wait_for_url("**/keyed/")
        press(counter, "Send it as it is on paper")
        counter.get_by_text("is sent.").wait_for()
    response = Response.objects.get(visit__patient__name=f"Ada {size}")
    assert response.tier is the_vignette("V02").tier
    assert (response.visit.way, response.incomplete) == (Way.PAPER, False)
    assert response.submitted_by == desk


@pytest.mark.long
@pytest.mark.hazard("H07", "H19")
def test_an_unfinished_form_goes_on_on_another_device(
    screen_of, live_server: LiveServer, desk: User
) -> None:
    site = live_server.url
    with screen_of("phone") as first, screen_of("phone") as second, screen_of("tablet") as counter:
        sign_in(counter, site, desk)
        visit = begin(counter, site, "Send to their phone", name="Ada Marlow")
        first.goto(counter.get_by_label("Link to copy").input_value())
        fill_date(first)
        press(first, "Open my form")
        press(first, "Start")
        answer_page(first, {"filled_by": "carer", "sex_birth": "male"}, tap)
        press(first, "Continue")
        first.wait_for_url("**/part/emergency/")

        counter.goto(f"{site}/visits/{visit.code}/go-on/")
        press(counter, "Send to their phone")
        second.goto(counter.get_by_label("Link to copy").input_value())
        fill_date(second)
        press(second, "Open my form")
        response = finish(second, visit)

        first.reload()
        assert first.get_by_text("No form is open here").is_visible()
    assert response.visit == visit
    assert Response.objects.count() == 1
