"""Setting up and showing a second factor, as staff do it, on pages that shut nobody out."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.accounts.codes import PASSWORD, code_of, with_app, with_password
from triage.accounts.models import User

WIDTHS = (390, 820, 1280)


@pytest.fixture(autouse=True)
def _required(settings):
    settings.BACKSTOP_SECOND_FACTOR = True


@pytest.fixture
def looked_at(
    page: Page, complaints: list[str], barriers: Callable[[], list[str]]
) -> Callable[[str], None]:
    """Return how to look at the page as it stands, which must have this heading, at every width."""

    def look(heading: str) -> None:
        page.get_by_role("heading", level=1, name=heading, exact=True).wait_for()
        assert complaints == []
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
            assert barriers() == []
        complaints.clear()

    return look


def sign_in(page: Page, live_server: LiveServer, person: User) -> None:
    page.goto(f"{live_server.url}/accounts/sign-in/")
    page.get_by_label("User name").fill(person.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def press(page: Page, words: str) -> None:
    page.locator("main").get_by_text(words, exact=True).click()


def a_passkey(page: Page) -> None:
    """Give the browser a device that keeps passkeys and says yes."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_an_app_from_the_first_sign_in_to_the_next(page, live_server, clinician, looked_at):
    with_password(clinician)
    sign_in(page, live_server, clinician)
    looked_at("How you sign in")
    press(page, "Set up an app")
    looked_at("Set up an app")
    secret = page.locator(".own__key").inner_text()

    press(page, "Turn it on")
    looked_at("Set up an app")
    # A code that was refused changes nothing about the key that was scanned.
    assert page.locator(".own__key").inner_text() == secret
    page.get_by_label("Type the code the app shows now").fill(code_of(secret))
    press(page, "Turn it on")
    looked_at("Your recovery codes")
    spare = page.locator(".own__codes code").first.inner_text()

    press(page, "I have kept them, go on")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, live_server, clinician)
    looked_at("One more step")
    page.get_by_role("textbox", name="Code").fill("000000")
    page.get_by_role("button", name="Sign in").click()
    looked_at("One more step")
    page.get_by_role("textbox", name="Code").fill(spare)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{live_server.url}/")


def test_a_passkey_lets_one_in_without_a_password(page, live_server, clinician, looked_at):
    with_password(clinician)
    a_passkey(page)
    sign_in(page, live_server, clinician)
    press(page, "Add a passkey")
    looked_at("Add a passkey")
    page.get_by_label("Name of this passkey").fill("The tablet at the desk")
    page.get_by_label("Sign in with it alone, without a password").check()
    press(page, "Add the passkey")
    looked_at("Your recovery codes")
    press(page, "How you sign in")
    looked_at("How you sign in")
    page.get_by_role("link", name="Remove The tablet at the desk").wait_for()
    page.get_by_role("button", name="Sign out").click()

    press(page, "Use a passkey")
    page.wait_for_url(f"{live_server.url}/")

    page.goto(f"{live_server.url}/accounts/second-factor/")
    page.get_by_role("link", name=re.compile("Remove")).click()
    looked_at("Remove a passkey")


def test_a_passkey_stands_in_for_the_code(page, live_server, clinician, looked_at):
    with_app(clinician)
    a_passkey(page)
    sign_in(page, live_server, clinician)
    page.get_by_role("textbox", name="Code").fill(code_of())
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{live_server.url}/")
    page.goto(f"{live_server.url}/accounts/second-factor/passkey/")
    press(page, "Add the passkey")
    page.get_by_role("button", name="Sign out").click()

    sign_in(page, live_server, clinician)
    press(page, "Use a passkey")

    page.wait_for_url(f"{live_server.url}/")


def test_a_browser_whose_passkey_fails_says_so(page, live_server, clinician, complaints):
    with_app(clinician)
    sign_in(page, live_server, clinician)
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error()) }")

    assert page.get_by_text("The passkey did not answer.").is_hidden()

    press(page, "Use a passkey")

    page.get_by_text("The passkey did not answer.").wait_for()
    assert complaints == []
