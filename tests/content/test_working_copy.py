"""The working copy holds a definition whole, and gives it back as it was."""

import pytest

from tests.builders import a_user, the_definition
from tests.engine.builders import a_definition, a_rule
from triage.audit.models import AuditEvent
from triage.content.actions import load_definition
from triage.content.freeze import freeze
from triage.content.models import Questionnaire, Rule
from triage.engine.ruleset import UnsoundDefinitionError
from triage.engine.terms import Definition, Source, SourceKind, Tier

pytestmark = pytest.mark.django_db


# The working copy keeps the tiers in one order: the most urgent first.
TIERS = a_definition().tiers[::-1]


def with_dates() -> Definition:
    book = Source("E1", SourceKind.EVIDENCE, "Book", "A book", year=2020, review_by="2028-11-22")
    return a_definition(tiers=TIERS, sources=(book,))


@pytest.mark.parametrize("definition", [the_definition(), a_definition(tiers=TIERS), with_dates()])
def test_what_is_loaded_freezes_to_the_same(definition):
    assert freeze(load_definition(definition, by=a_user())) == definition


def test_loading_again_replaces_the_working_copy():
    load_definition(a_definition(), by=a_user())
    shorter = a_definition(tiers=TIERS, title="Shorter", guidance=())

    questionnaire = load_definition(shorter, by=a_user())

    assert Questionnaire.objects.count() == 1
    assert freeze(questionnaire) == shorter


def test_loading_is_noted():
    questionnaire = load_definition(a_definition(), by=a_user())

    event = AuditEvent.objects.about(questionnaire).get()
    assert (event.action, event.user) == ("content.loaded", a_user())


def test_an_unsound_definition_changes_nothing():
    load_definition(a_definition(), by=a_user())
    broken = a_definition(rules=(a_rule("X-01", Tier.SOON, "has(nothing, yes)"),))

    with pytest.raises(UnsoundDefinitionError, match="unknown question `nothing`"):
        load_definition(broken, by=a_user())

    assert not Rule.objects.filter(code="X-01").exists()
    assert AuditEvent.objects.count() == 1
