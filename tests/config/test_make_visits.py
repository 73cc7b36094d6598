"""Visits made up by the thousand are what the actions would have made of the same patients."""

from collections import Counter

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from triage.accounts.actions import add_staff
from triage.accounts.roles import Role
from triage.audit.models import AuditEvent
from triage.engine import codec
from triage.engine.assess import assess, findings
from triage.engine.paging import report
from triage.intake.actions.packing import packed
from triage.intake.models import Visit
from triage.worklist.models import SignOff

PLAYED, COUNT, STILL_OPEN = 3, 16, 7


@pytest.fixture
def a_demo(db, release, monkeypatch):
    monkeypatch.setattr(settings, "BACKSTOP_DEMO", True)
    add_staff("desk", shown_name="D", roles=[Role.FRONT_DESK], by=None)
    add_staff("doctor", shown_name="C", roles=[Role.CLINICIAN], by=None)


@pytest.fixture
def made(a_demo) -> list[Visit]:
    call_command("make_visits", str(COUNT), "--open", str(STILL_OPEN), "--played", str(PLAYED))
    return list(Visit.objects.select_related("patient", "release").order_by("pk"))


def acts(visit: Visit) -> list[str]:
    return sorted(AuditEvent.objects.about(visit).values_list("action", flat=True))


def test_there_are_as_many_as_asked_for_each_of_somebody_else(made):
    assert len(made) == len({visit.patient_id for visit in made}) == COUNT
    assert sum(visit.closed_at is None for visit in made) == STILL_OPEN
    assert SignOff.objects.count() == COUNT - STILL_OPEN
    assert [visit.code for visit in made if not visit.code.isalnum() or len(visit.code) != 6] == []


def test_every_copy_is_assessed_as_the_engine_assesses_it(made):
    for visit in made:
        if visit.submitted_at is None:
            assert not visit.responses.exists()
            found = findings(visit.ruleset, visit.reported())
            assert visit.findings == [finding.rule for finding in found]
            continue
        response = visit.responses.get()
        assert visit.age == response.age
        reported = report(visit.ruleset, visit.told, age=visit.age)
        assert response.assessed() == assess(visit.ruleset, reported)
        assert response.answers == codec.encode_answers(reported.answers)
        assert bytes(response.packed.content) == packed(response).content
        assert response.submitted_at == visit.submitted_at


def test_every_copy_left_the_trail_of_its_original(made):
    trails = Counter(tuple(acts(visit)) for visit in made)
    original = {tuple(acts(visit)) for visit in made if visit.token_hash}

    assert set(trails) == original
    assert sum(trails.values()) == COUNT


def test_a_copy_is_held_by_no_screen_and_lies_before_its_original(made):
    copies = [visit for visit in made if visit.token_hash is None]
    originals = [visit for visit in made if visit.token_hash]

    assert len(originals) == 2 * PLAYED
    assert min(visit.started_at for visit in copies) < min(visit.started_at for visit in originals)


def test_more_can_be_made_on_top(made):
    call_command("make_visits", "5", "--open", "0", "--played", "2", "--short-trail")

    assert Visit.objects.count() == COUNT + 5


def test_a_short_trail_says_what_was_sent_and_signed_off(made):
    known = {visit.pk for visit in made}
    call_command("make_visits", "5", "--open", "0", "--played", "2", "--short-trail")

    *played, first, second, third = Visit.objects.exclude(pk__in=known).order_by("pk")
    assert len(played) == 2
    for copy in (first, second, third):
        assert sorted(acts(copy)) == ["intake.submitted", "worklist.signed_off"]


def test_it_runs_only_in_a_demo(db):
    with pytest.raises(CommandError, match="BACKSTOP_DEMO"):
        call_command("make_visits", "5")


def test_it_wants_a_release_and_people(a_demo, release):
    type(release).objects.filter(pk=release.pk).update(status="retired")
    with pytest.raises(CommandError, match="No release"):
        call_command("make_visits", "5")
