"""The clinic of these tests, built once for a module."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.trust.world import World, a_world
from triage.content.models import Release


@pytest.fixture(scope="module")
def world(release: Release, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The clinic, with its records and its people; taken back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield a_world(release)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _second_factor(settings):
    """Ask for a second factor, as a clinic does."""
    settings.BACKSTOP_SECOND_FACTOR = True
