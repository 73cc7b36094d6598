"""A clinician raises a visit: it is an emergency by name, and no answer that was taken back."""

import re

import pytest

from tests.builders import a_response
from triage.audit.models import Actor, AuditEvent
from triage.documents.summary import summary_of
from triage.engine.terms import Tier
from triage.intake.actions import save_answers, submit
from triage.intake.models import Visit
from triage.worklist import actions
from triage.worklist.actions import ActError
from triage.worklist.alerts import alerts_now
from triage.worklist.tallies.gather import gather

pytestmark = pytest.mark.usefixtures("release")

TAKEN_BACK = "An emergency answer was given"


def fresh(visit):
    return Visit.objects.get(pk=visit.pk)


@pytest.fixture
def pages(client_for, clinician):
    """Return how to get the list and the page of a visit, as a clinician reads them."""
    client = client_for(clinician)

    def read(visit: Visit) -> tuple[str, str]:
        found = (client.get(one).content.decode() for one in ("/", f"/visits/{visit.code}/"))
        waiting, page = (" ".join(re.sub(r"<[^>]*>", " ", one).split()) for one in found)
        return waiting, page

    return read


@pytest.mark.hazard("H19")
def test_a_visit_that_a_clinician_raised_is_told_as_such(plain, clinician, pages):
    actions.override(plain, tier=Tier.EMERGENCY, seen=0, by=clinician)

    waiting, page = pages(plain)
    assert TAKEN_BACK not in waiting
    assert TAKEN_BACK not in page
    assert "Raised to emergency by Dr N. Okafor" in page
    assert "Emergency answer given" not in page
    assert not summary_of(fresh(plain).responses.get()).withdrawn_emergency
    trail = AuditEvent.objects.about(plain).values_list("action", flat=True)
    assert "intake.emergency_reported" not in trail
    assert "intake.tier_set" in trail
    assert alerts_now().count == 1


@pytest.mark.hazard("H19")
def test_an_emergency_answer_that_came_after_it_can_still_be_taken_back(clinician, pages):
    visit = a_response("V01").visit
    actions.override(visit, tier=Tier.EMERGENCY, seen=0, by=clinician)
    raised_at = fresh(visit).emergency_at
    for seen, said in ((1, "yes"), (2, "no")):
        answers = {"saddle_numb": said}
        actions.correct(visit, answers=answers, reason="Asked.", seen=seen, by=clinician)

    waiting, page = pages(visit)
    assert TAKEN_BACK in waiting
    assert TAKEN_BACK in page
    assert summary_of(fresh(visit).responses.order_by("number").last()).withdrawn_emergency
    assert fresh(visit).emergency_at == raised_at


@pytest.mark.hazard("H15")
def test_a_correction_does_not_undo_that_somebody_lowered_the_visit(taken_back, clinician):
    actions.open_answers(taken_back, by=clinician)
    actions.override(taken_back, tier=Tier.SOON, reason="Seen.", seen=0, by=clinician)

    actions.correct(taken_back, answers={"pain_now": 4}, reason="Misread.", seen=1, by=clinician)

    assert fresh(taken_back).tier is Tier.SOON


# --- While the form is under way ----------------------------------------------------------------------


@pytest.mark.hazard("H15", "H19")
@pytest.mark.parametrize("tier", [Tier.SAME_DAY, Tier.EMERGENCY])
def test_a_visit_under_way_is_raised_at_once_and_no_answer_lowers_it(tier, under_way, clinician):
    actions.override(under_way, tier=tier, seen=0, by=clinician)
    assert fresh(under_way).tier is tier
    assert alerts_now().count == (tier is Tier.EMERGENCY)

    save_answers(under_way, "emergency", {"emergency_now": ("none",)}, by=Actor.PATIENT)
    assert fresh(under_way).tier is tier
    submit(under_way, incomplete=True, by=clinician)

    assert fresh(under_way).tier >= tier
    assert under_way.acts.get().words.startswith("From no result yet to ")


@pytest.mark.hazard("H15")
def test_a_visit_under_way_is_not_lowered(under_way, clinician):
    actions.open_answers(under_way, by=clinician)
    actions.override(under_way, tier=Tier.SAME_DAY, seen=0, by=clinician)

    for tier in (Tier.SOON, Tier.SELF_CARE):
        with pytest.raises(ActError, match="only be made more urgent"):
            actions.override(under_way, tier=tier, reason="Known.", seen=1, by=clinician)


def test_nobody_says_no_red_flag_of_a_form_under_way(under_way, clinician):
    with pytest.raises(ActError, match="only be made more urgent"):
        actions.override(under_way, tier=Tier.SELF_CARE, reason="Known.", seen=0, by=clinician)


def test_raising_a_visit_without_a_result_is_no_override_of_a_rule(under_way, clinician):
    actions.override(under_way, tier=Tier.SAME_DAY, seen=0, by=clinician)

    assert [case.overrides for case in gather(under_way.started_at).all] == [[]]
