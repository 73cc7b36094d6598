"""What the journeys through the browser share: a published form, and hands that fill it in."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType, Page
from pytest_django.live_server_helper import LiveServer

from tests.builders import a_published_release
from tests.journeys.hands import PASSWORD
from tests.journeys.looks import LOOKS, Eyes, holding
from triage.accounts.models import User
from triage.content.models import Release
from triage.intake.models import Visit


@pytest.fixture
def page(page: Page) -> Page:
    """The browser. What is not there after ten seconds does not come."""
    page.set_default_timeout(20_000)
    return page


@pytest.fixture
def form(transactional_db: None) -> Release:
    """The form that ships, published."""
    return a_published_release()


@pytest.fixture
def desk(form: Release, front_desk: User) -> User:
    """Front desk staff who can sign in by hand."""
    return with_password(front_desk)


@pytest.fixture
def doctor(form: Release, clinician: User) -> User:
    """A clinician who can sign in by hand."""
    return with_password(clinician)


def with_password(person: User) -> User:
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def at(page: Page, live_server: LiveServer) -> Callable[[str], None]:
    """Return how to open an address."""

    def opened(address: str) -> None:
        page.goto(live_server.url + address)

    return opened


@pytest.fixture
def eyes(page: Page, complaints: list[str], request: pytest.FixtureRequest, settings: Any) -> Eyes:
    """Whoever looks at the pages: on a tablet in the light, unless a test says otherwise."""
    width, scheme, language = LOOKS[getattr(request, "param", "tablet, light")]
    settings.LANGUAGE_CODE = language or settings.LANGUAGE_CODE
    page.set_viewport_size({"width": width, "height": 1180})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    return Eyes(page, complaints, patients=True)


@pytest.fixture
def hold(page: Page) -> Callable[[Visit], Visit]:
    """Return how to give the browser a visit."""
    return lambda visit: holding(page, visit)


@pytest.fixture(scope="module")
def keeping(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any]
) -> Iterator[Browser]:
    """Start Chromium with the cache for the Back button on: Playwright switches it off."""
    browser = browser_type.launch(
        **browser_type_launch_args, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield browser
    browser.close()
