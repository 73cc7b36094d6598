"""The clinic of these tests, built once for a module."""

import logging
from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.trust.world import World, a_world
from triage.content.models import Release
from triage.documents.kept import forget_all


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


@pytest.fixture(scope="module")
def _no_paper() -> Iterator[None]:
    """Print nothing: who may have a paper is not a matter of what is on it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("triage.documents.pdf._printed", lambda *_jobs, **_options: b"%PDF-")
        yield
    forget_all()


@pytest.fixture
def _quiet() -> Iterator[None]:
    """Keep quiet about thousands of refusals; the tests of the log turn this off."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)
