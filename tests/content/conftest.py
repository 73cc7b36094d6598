"""A small working copy, to be edited."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.builders import a_user
from tests.engine.builders import a_definition
from triage.accounts.models import User
from triage.content.actions import load_definition
from triage.content.models import Questionnaire


@pytest.fixture
def questionnaire(db: None) -> Questionnaire:
    return load_definition(a_definition(), by=a_user())


@pytest.fixture
def author_client(
    client_for: Callable[[User], Client], author: User, questionnaire: Questionnaire
) -> Client:
    return client_for(author)
