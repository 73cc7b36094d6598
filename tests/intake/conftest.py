"""One published release for each module, and the screens that patients hold."""

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.builders import a_published_release, a_visit
from tests.intake.screen import Screen
from triage.content.models import Release


@pytest.fixture(scope="module", autouse=True)
def release(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Release]:
    """Publish once for all tests of a module, and take it back after them."""
    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()
        published = a_published_release()
    yield published
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Every test of intake keeps something, and leaves nothing behind."""


@pytest.fixture
def screen() -> Screen:
    """The screen of a man of 34 who has just been handed it."""
    return Screen.of(*a_visit())


@pytest.fixture
def at_check() -> Callable[..., Screen]:
    """Return how to get a screen on which a vignette has been answered but not sent."""
    return Screen.filled_in
