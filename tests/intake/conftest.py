"""The sample content is published, and the screens that patients hold."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.builders import a_visit
from tests.intake.screen import Screen
from triage.content.models import Release


@pytest.fixture(autouse=True)
def _published(release: Release) -> None:
    """Every test of intake asks the sample content."""


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


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return how to let time pass: `wait(minutes=30)`."""

    def passed(**length: int) -> None:
        then = timezone.now() + timedelta(**length)
        monkeypatch.setattr(timezone, "now", lambda: then)

    return passed
