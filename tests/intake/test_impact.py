"""Past responses are packed when they are sent, and tried on an edition before it is published."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.test import Client

from tests.builders import a_response, a_user, the_definition
from triage.accounts.actions import add_staff
from triage.accounts.models import User
from triage.accounts.roles import Role
from triage.content.models import Release
from triage.engine.replay import Impact
from triage.engine.ruleset import Ruleset, prepare
from triage.engine.terms import Tier
from triage.intake import columns
from triage.intake.actions import amend
from triage.intake.actions.packing import packed
from triage.intake.impact import impact_of, shown
from triage.intake.models import PackedResponse, Response


def without(*rules: str) -> Ruleset:
    """The sample content without some rules."""
    definition = the_definition()
    left = tuple(rule for rule in definition.rules if rule.id not in rules)
    return prepare(replace(definition, rules=left, vignettes=()))


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of two, and nothing remembered."""
    monkeypatch.setattr(columns, "BLOCK", 2)
    monkeypatch.setattr(columns, "_past", columns._Past())


@pytest.fixture
def author_client(client_for: Callable[[User], Client], author: User) -> Client:
    return client_for(author)


def address(release: Release) -> str:
    return f"/impact/release/{release.pk}/"


def test_what_is_sent_or_corrected_is_packed(release):
    first = a_response("V01")
    second = amend(first.visit, {"weakness": "one_leg"}, by=a_user())

    assert set(PackedResponse.objects.values_list("pk", flat=True)) == {first.pk, second.pk}


def test_the_release_that_was_asked_moves_nobody(release):
    for vignette in ("V01", "V02", "V03", "V04"):
        a_response(vignette)
    impact = impact_of(release.ruleset(), release.questionnaire)
    found = shown(impact, release.ruleset())

    assert (found.responses, found.down, found.up, found.rules) == (4, (), (), ())
    assert {before: sum(counts) for before, counts in found.table} == {
        tier: Response.objects.filter(urgency=tier).count() for tier in Tier
    }


@pytest.mark.hazard("H14", "H18")
def test_a_rule_taken_out_shows_who_would_have_been_less_urgent(release):
    emergency = a_response("V02")
    a_response("V01")
    fired = [one.rule for one in emergency.assessed().findings if one.tier is Tier.EMERGENCY]
    draft = without(*fired)
    found = shown(impact_of(draft, release.questionnaire), draft)

    assert [(move.before, move.count, move.visits) for move in found.down] == [
        (Tier.EMERGENCY, 1, (emergency.visit.code,))
    ]
    assert (found.moved_down, found.moved_up) == (1, 0)
    lost = {rule.id: (rule.before, rule.lost) for rule in found.rules if rule.lost}
    assert lost == dict.fromkeys(fired, (1, 1))


def test_full_blocks_are_remembered_until_something_in_them_is_erased(
    release, small_blocks, django_assert_num_queries
):
    kept = [a_response(vignette) for vignette in ("V01", "V02", "V03", "V04", "V05")]
    columns.past_blocks()
    with django_assert_num_queries(3):  # how many, the release, and what came after the full ones
        assert sum(len(block.ids) for block in columns.past_blocks()) == 5
    PackedResponse.objects.filter(pk=kept[0].pk).delete()

    ids = [pk for block in columns.past_blocks() for pk in block.ids]
    assert ids == [response.pk for response in kept[1:]]


def test_one_erased_and_one_packed_late_are_told_from_nothing_at_all(release, small_blocks):
    """Their number is what it was."""
    kept = [a_response(vignette) for vignette in ("V01", "V02", "V03", "V04", "V05")]
    PackedResponse.objects.filter(pk=kept[1].pk).delete()
    columns.past_blocks()
    PackedResponse.objects.filter(pk=kept[0].pk).delete()
    packed(kept[1]).save(force_insert=True)

    ids = [pk for block in columns.past_blocks() for pk in block.ids]
    assert ids == [response.pk for response in kept[1:]]


def test_what_is_not_packed_is_counted_and_can_be_packed(release):
    a_response("V01")
    before = bytes(PackedResponse.objects.get().content)
    PackedResponse.objects.all().delete()
    draft = release.ruleset()
    assert shown(impact_of(draft, release.questionnaire), draft).unpacked == 1

    call_command("pack_responses")
    call_command("pack_responses")

    assert shown(impact_of(draft, release.questionnaire), draft).unpacked == 0
    assert bytes(PackedResponse.objects.get().content) == before


def test_what_another_questionnaire_has_not_packed_is_not_counted(release):
    a_response("V01")
    PackedResponse.objects.all().delete()
    draft = prepare(replace(the_definition(), key="other"))

    assert shown(Impact(), draft).unpacked == 0


def test_only_responses_to_the_same_questionnaire_count(release):
    a_response("V01")
    other = type(release.questionnaire)(pk=release.questionnaire.pk + 1)

    assert impact_of(release.ruleset(), other).responses == 0


def test_nothing_sent_is_said_to_be_nothing(release, author_client):
    assert "No response has been sent yet" in author_client.get(address(release)).text


def test_the_page_tells_who_would_have_moved_and_names_visits_only_to_clinicians(
    release, author_client, client_for
):
    response = a_response("V02")
    release.questionnaire.rules.filter(tier=Tier.EMERGENCY).update(tier=Tier.SOON)
    page = f"/impact/working-copy/{release.questionnaire_id}/"
    both = add_staff("both", shown_name="B", roles=[Role.CLINICIAN, Role.AUTHOR], by=None)

    told, linked = author_client.get(page).text, client_for(both).get(page).text

    assert "Less urgent: 1." in " ".join(told.split())
    assert f"/visits/{response.visit.code}/" not in told
    assert f"/visits/{response.visit.code}/" in linked


def test_a_working_copy_that_cannot_be_read_says_why(release, author_client):
    release.questionnaire.rules.filter(code="CES-01").update(when="has(")
    page = author_client.get(f"/impact/working-copy/{release.questionnaire_id}/").text

    assert "until it is mended" in page
    assert "rule CES-01" in page


@pytest.mark.parametrize("which", ["release", "working-copy"])
def test_a_release_that_is_not_what_it_was_is_not_replayed(release, author_client, which):
    a_response("V01")
    Release.objects.filter(pk=release.pk).update(sha256="0" * 64)
    pk = release.pk if which == "release" else release.questionnaire_id

    assert "does not match its hash" in author_client.get(f"/impact/{which}/{pk}/").text


def test_the_page_of_a_release_leads_to_its_impact(release, author_client):
    page = author_client.get(f"/admin/content/release/{release.pk}/change/").text

    assert f'href="{address(release)}"' in page


def test_the_desk_has_no_business_here(release, client_for, front_desk):
    assert client_for(front_desk).get(address(release)).status_code == 403
