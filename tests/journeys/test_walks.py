"""From the desk to the papers, as people go: by tap, by keyboard alone, and without scripts."""

from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from tests.journeys.hands import by_key, fill_in, press, press_by_key, sign_in, start_visit
from triage.accounts.models import User
from triage.intake.models import Visit
from triage.ui.templatetags.backstop import code as written

Papers = Callable[[Page, str, str], None]


def send(page: Page, go: Callable[[Page, str], None] = press) -> str:
    """Send from the check, read the code on the receipt, and give the tablet back."""
    go(page, "Send my answers")
    page.get_by_role("heading", name="Your answers have arrived").wait_for()
    code = page.locator(".receipt .code").inner_text()
    go(page, "I have finished")
    page.get_by_text("Please hand this tablet back").wait_for()
    return code


def read_paper(page: Page, link: str, code: str) -> str:
    """Fetch a PDF as the browser would, and return its text."""
    address = page.get_by_role("link", name=link).get_attribute("href")
    # The first paper waits for the fonts to be read.
    reply = page.context.request.get(page.url.split("/visits/")[0] + str(address), timeout=60_000)
    body = reply.body()
    assert (reply.status, reply.headers["content-type"]) == (200, "application/pdf")
    assert body.startswith(b"%PDF")
    text = "\n".join(one.extract_text() for one in PdfReader(BytesIO(body)).pages)
    assert code in text
    assert "ample content" in text
    return text


@pytest.mark.hazard("H01", "H02", "H09")
def test_an_emergency_from_the_desk_to_both_papers(
    page: Page, live_server: LiveServer, desk: User, doctor: User, complaints: list[str]
) -> None:
    """V02: new numbness between the legs."""
    page.set_viewport_size({"width": 820, "height": 1180})
    sign_in(page, live_server.url, desk)
    start_visit(page, live_server.url, name="Priya Raman", born=("1", "1", "1991"))
    page.context.clear_cookies()
    sign_in(page, live_server.url, desk)
    start_visit(page, live_server.url, name="Ada Marlow", born=("12", "3", "1992"))
    seen = fill_in(page, "V02")
    code = send(page)
    assert seen[seen.index("emergency/") - 1] == "part/pelvis/"

    sign_in(page, live_server.url, doctor)
    first = page.locator("tbody tr[data-tier]").first
    assert first.get_attribute("data-tier") == "emergency"
    assert "Ada Marlow" in first.inner_text()
    assert "Emergency" in first.inner_text()
    first.get_by_role("link", name="Ada Marlow").click()

    assert page.get_by_role("heading", name="Ada Marlow").is_visible()
    main = page.locator("main").inner_text()
    assert code in main
    for rule in Visit.objects.get(code=code.replace("-", "")).findings:
        assert rule in main
    assert "Ada Marlow" in read_paper(page, "Print summary", code)
    assert "Ada Marlow" in read_paper(page, "Print handout", code)
    assert complaints == []


def tier_shown_to(page: Page, site: str, doctor: User, code: str) -> str:
    """Return the word for the tier that a clinician reads on the visit."""
    sign_in(page, site, doctor)
    page.goto(f"{site}/visits/{code.replace('-', '')}/")
    return page.locator("main .verdict").inner_text()


@pytest.mark.long
def test_a_plain_spasm_by_the_keyboard_alone(
    page: Page, live_server: LiveServer, desk: User, doctor: User
) -> None:
    """V01. Nothing is clicked between the hand-over and the receipt."""
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(page, live_server.url, desk)
    start_visit(page, live_server.url, name="Marcus Bell", born=("1", "1", "1994"))
    seen = fill_in(page, "V01", hand=by_key, go=press_by_key)
    code = send(page, press_by_key)

    assert not any("emergency/" in place.split("part")[0] for place in seen)
    assert "No red flag" in tier_shown_to(page, live_server.url, doctor, code)


@pytest.mark.long
@pytest.mark.hazard("H03")
def test_not_sure_on_a_phone_without_scripts(
    browser: Browser, live_server: LiveServer, desk: User, doctor: User, page: Page
) -> None:
    """V03: not sure about the bladder."""
    phone = browser.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=False, has_touch=True
    )
    try:
        mine = phone.new_page()
        sign_in(mine, live_server.url, desk)
        start_visit(mine, live_server.url, name="Daniel Frost", born=("1", "1", "1985"))
        fill_in(mine, "V03")
        code = send(mine)
    finally:
        phone.close()

    assert "Same day" in tier_shown_to(page, live_server.url, doctor, code)
    visit = Visit.objects.get()
    assert code in written(visit.code)
    assert "CES-06" in visit.findings
