"""What the journeys through the browser share: a published form, and hands that fill it in."""

import pytest
from playwright.sync_api import Page

from tests.builders import a_published_release
from triage.accounts.models import User
from triage.content.models import Release

PASSWORD = "tulip-anchor-9"


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
