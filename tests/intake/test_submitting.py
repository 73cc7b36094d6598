"""Sending: frozen once, complete or openly unfinished, and free of stale answers."""

import pytest
from django.db import IntegrityError, transaction

from tests.builders import a_filled_in_visit, a_response, a_user, a_visit, the_vignette
from triage.audit.models import Actor, AuditEvent
from triage.engine import VERSION
from triage.engine.terms import Tier
from triage.intake.actions import IncompleteAnswersError, close, save_answers, submit
from triage.intake.models import Response, Visit
from triage.intake.models.response import FrozenResponseError


def trail(visit):
    return [line.action for line in AuditEvent.objects.about(visit)]


@pytest.mark.parametrize("vignette_id", [f"V{number:02d}" for number in range(1, 13)])
def test_what_is_sent_is_what_was_said_with_its_assessment(vignette_id):
    vignette = the_vignette(vignette_id)
    response = a_response(vignette_id)
    response.refresh_from_db()

    assert response.tier is vignette.tier
    assert {one.rule for one in response.assessed().findings} == set(vignette.rules)
    assert response.told.items() <= {**vignette.answers, **response.visit.told}.items()
    assert set(response.told) <= set(response.assessed().asked)


def test_the_frame_of_a_response_is_kept_with_it():
    visit = a_filled_in_visit("V02")
    response = submit(visit, by=Actor.PATIENT)
    visit.refresh_from_db()

    assert (response.number, response.release, response.age) == (1, visit.release, 34)
    assert (response.engine_version, response.incomplete) == (VERSION, False)
    assert (response.submitted_by, response.submitted_at) == (None, visit.submitted_at)
    assert (visit.tier, visit.findings[0]) == (Tier.EMERGENCY, "CES-01")
    assert trail(visit)[0] == "intake.submitted"


def test_staff_who_send_are_named():
    nurse = a_user("the-nurse")

    assert submit(a_filled_in_visit(), by=nurse).submitted_by == nurse


@pytest.mark.hazard("H08")
def test_sending_twice_gives_what_was_sent_first():
    visit = a_filled_in_visit()

    first, second = (submit(visit, by=Actor.PATIENT) for _ in range(2))
    assert first == second
    assert Response.objects.count() == 1
    assert trail(visit).count("intake.submitted") == 1


@pytest.mark.hazard("H08")
def test_what_is_sent_is_what_is_kept_and_not_what_the_sender_had_seen():
    """Assessed before the visit is held, and again when something came in between."""
    filled_in = a_filled_in_visit()
    seen = Visit.objects.get(pk=filled_in.pk)
    save_answers(filled_in, "pelvis", {"saddle_numb": "yes"}, by=Actor.PATIENT)
    response = submit(seen, incomplete=True, by=a_user("the-nurse"))

    assert response.told["saddle_numb"] == "yes"
    assert response.tier is Tier.EMERGENCY


@pytest.mark.hazard("H03")
def test_a_form_with_something_missing_is_not_sent():
    visit = a_filled_in_visit()
    save_answers(visit, "pelvis", {"saddle_numb": None, "bowel_change": None}, by=Actor.PATIENT)

    with pytest.raises(IncompleteAnswersError) as refusal:
        submit(visit, by=Actor.PATIENT)
    visit.refresh_from_db()
    assert refusal.value.missing[:2] == ("bowel_change", "saddle_numb")
    assert not Response.objects.exists()
    assert visit.submitted_at is None


@pytest.mark.hazard("H03", "H19")
def test_what_is_missing_when_staff_hand_it_in_counts_as_unsure():
    visit = a_filled_in_visit()
    save_answers(visit, "pelvis", {"saddle_numb": None}, by=Actor.PATIENT)
    response = submit(visit, incomplete=True, by=a_user("the-nurse"))

    assert response.incomplete
    assert response.tier is Tier.SAME_DAY
    assert response.assessed().unanswered[0] == "saddle_numb"
    assert "CES-01" in response.assessed().not_excluded
    assert "saddle_numb" not in response.told


@pytest.mark.hazard("H03", "H19")
def test_an_empty_form_that_is_handed_in_is_never_the_lowest_tier():
    response = submit(a_visit()[0], incomplete=True, by=a_user("the-nurse"))

    assert response.tier >= Tier.SAME_DAY


@pytest.mark.hazard("H19")
def test_an_emergency_that_only_the_handing_in_shows_raises_the_visit():
    visit, _ = a_visit()
    visit = save_answers(visit, "where", {"leg_spread": "both_legs"}, by=Actor.PATIENT)
    assert trail(visit)[0] == "intake.answers_saved"

    response = submit(visit, incomplete=True, by=a_user("the-nurse"))
    visit.refresh_from_db()
    assert response.tier is visit.tier is Tier.EMERGENCY
    assert visit.emergency_at is not None
    assert "intake.emergency_reported" in trail(visit)


def test_stale_answers_stay_in_the_draft_and_never_reach_a_response():
    visit = a_filled_in_visit("V06", {"trigger": ("cough_sneeze",)})
    response = submit(visit, by=Actor.PATIENT)

    assert visit.told["injury_type"] == "minor"
    assert "injury_type" not in response.told
    assert "injury_type" not in response.assessed().asked


@pytest.mark.hazard("H01")
def test_an_emergency_taken_back_keeps_its_place_and_the_response_its_own_tier():
    visit = a_filled_in_visit()
    for said in (("limb_dead",), ("none",)):
        save_answers(visit, "emergency", {"emergency_now": said}, by=Actor.PATIENT)

    response = submit(visit, by=Actor.PATIENT)
    visit.refresh_from_db()
    assert (response.tier, visit.tier) == (Tier.SELF_CARE, Tier.EMERGENCY)


def test_a_closed_visit_leaves_the_list():
    visit = a_response().visit
    close(visit, by=a_user("the-nurse"))
    visit.refresh_from_db()

    assert visit.closed_at is not None
    assert not Visit.objects.open().exists()
    assert trail(visit)[0] == "intake.visit_closed"


def test_the_most_urgent_comes_first_then_who_waited_longest():
    late, early = a_response("V02").visit, a_response("V04").visit
    begun, calm = a_visit(name="Priya Raman")[0], a_response("V01").visit

    assert list(Visit.objects.most_urgent_first()) == [late, early, calm, begun]


# --- Frozen -----------------------------------------------------------------------------------------


@pytest.mark.hazard("H06")
@pytest.mark.parametrize(
    "change",
    [
        lambda response: response.save(),
        lambda response: response.save(update_fields=["urgency"]),
        lambda response: Response.objects.update(urgency=1),
        lambda response: Response.objects.filter(pk=response.pk).update(urgency=1),
        lambda response: Response.objects.bulk_update([response], ["urgency"]),
        lambda response: response.visit.responses.update(urgency=1),
        lambda response: response.delete(),
        lambda response: Response.objects.all().delete(),
        lambda response: Response.objects.filter(pk=response.pk).delete(),
        lambda response: response.visit.responses.all().delete(),
    ],
)
def test_a_response_is_never_changed_or_deleted(change):
    response = a_response("V02")
    response.urgency = 1

    with pytest.raises(FrozenResponseError, match="never changed"), transaction.atomic():
        change(response)
    assert Response.objects.get().tier is Tier.EMERGENCY


@pytest.mark.hazard("H08")
def test_the_database_takes_one_response_of_a_number():
    response = a_response()
    response.pk, response._state.adding = None, True

    with pytest.raises(IntegrityError), transaction.atomic():
        response.save()


def test_the_database_takes_no_sent_visit_without_a_tier():
    visit = a_response().visit

    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(urgency=0)


def test_nobody_is_named_in_a_log():
    response = a_response()

    assert str(response) == f"response 1 of visit {response.visit.code}"
