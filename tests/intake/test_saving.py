"""Keeping answers: merged, taken back, assessed at once, and an emergency never forgotten."""

import pytest

from tests.builders import a_filled_in_visit, a_user, a_visit
from triage.audit.models import Actor, AuditEvent
from triage.engine.terms import Tier
from triage.intake.actions import VisitError, ask_for_help, save_answers, submit

DEAD_LIMB = {"emergency_now": ("limb_dead",)}
NO_EMERGENCY = {"emergency_now": ("none",)}


@pytest.fixture
def visit():
    return a_visit()[0]


def save(visit, page, answers, *, left=True, by=Actor.PATIENT):
    return save_answers(visit, page, answers, left=left, by=by)


def trail(visit):
    return [line.action for line in AuditEvent.objects.about(visit)]


def test_the_answers_of_each_page_are_added(visit):
    save(visit, "about", {"filled_by": "self"})
    save(visit, "pain", {"pain_now": 7, "pain_pattern": ("worse_move", "hills")})

    visit.refresh_from_db()
    assert visit.told == {
        "birth_date": "1992-03-12",
        "filled_by": "self",
        "pain_now": 7,
        "pain_pattern": ("worse_move", "hills"),
    }
    assert visit.saved_at is not None


def test_a_later_answer_replaces_the_earlier_one(visit):
    save(visit, "pain", {"pain_now": 7})

    assert save(visit, "pain", {"pain_now": 0}).told["pain_now"] == 0


def test_none_takes_an_answer_back(visit):
    save(visit, "other", {"own_words": "It hurts.", "tried": ("ice",)})

    kept = save(visit, "other", {"own_words": None, "worry": None}).told
    assert kept == {"birth_date": "1992-03-12", "tried": ("ice",)}


def test_a_page_is_reached_once_it_is_left(visit):
    assert save(visit, "about", {}, left=False).reached == []
    assert save(visit, "about", {}).reached == ["about"]
    assert save(visit, "about", {}).reached == ["about"]


def test_what_is_said_counts_even_while_its_page_stays_open(visit):
    assert save(visit, "emergency", DEAD_LIMB, left=False).tier is Tier.EMERGENCY


@pytest.mark.parametrize("by", [Actor.PATIENT, None])
def test_who_saved_is_written_down_and_never_what(visit, by):
    save(visit, "other", {"own_words": "canary"}, by=by or a_user("the-nurse"))

    line = AuditEvent.objects.about(visit)[0]
    assert line.action == "intake.answers_saved"
    assert line.who == ("Patient" if by else str(a_user("the-nurse")))
    assert "canary" not in str(vars(line))


# --- Where the visit stands -------------------------------------------------------------------------


def test_before_anything_urgent_is_said_a_visit_has_no_tier(visit):
    """Most of all not the lowest: nobody has said yet that there is no red flag."""
    assert save(visit, "emergency", NO_EMERGENCY).tier is None


@pytest.mark.hazard("H19")
def test_an_emergency_raises_the_visit_at_once(visit):
    visit = save(visit, "emergency", DEAD_LIMB)

    assert (visit.tier, visit.findings) == (Tier.EMERGENCY, ["EMG-02"])
    assert visit.emergency_at is not None
    assert trail(visit)[:2] == ["intake.answers_saved", "intake.emergency_reported"]


@pytest.mark.hazard("H01")
def test_an_emergency_that_was_taken_back_stays_one(visit):
    first = save(visit, "emergency", DEAD_LIMB).emergency_at
    visit = save(visit, "emergency", NO_EMERGENCY)

    assert (visit.tier, visit.emergency_at, visit.findings) == (Tier.EMERGENCY, first, [])


def test_an_emergency_is_reported_to_the_trail_once(visit):
    for answers in (DEAD_LIMB, NO_EMERGENCY, DEAD_LIMB):
        visit = save(visit, "emergency", answers)

    assert trail(visit).count("intake.emergency_reported") == 1


def test_what_is_less_than_an_emergency_can_be_corrected(visit):
    assert save(visit, "pelvis", {"saddle_numb": "not_sure"}).tier is Tier.SAME_DAY
    assert save(visit, "pelvis", {"saddle_numb": "no"}).tier is None


def test_a_hidden_answer_raises_nothing(visit):
    said = {"trigger": ("fall_accident",), "injury_type": "major", "duration": "d1_7"}
    assert save(visit, "start", said | {"trigger": ("cough_sneeze",)}).emergency_at is None
    assert save(visit, "start", {"trigger": ("fall_accident",)}).tier is Tier.EMERGENCY


# --- Help, and after sending ------------------------------------------------------------------------


def test_a_call_for_help_is_seen_and_written_down(visit):
    assert ask_for_help(visit, by=Actor.PATIENT).help_asked_at is not None
    assert trail(visit)[0] == "intake.help_asked"


@pytest.mark.hazard("H08")
def test_no_answer_changes_once_it_was_sent():
    visit = a_filled_in_visit()
    submit(visit, by=Actor.PATIENT)
    before = trail(visit)

    with pytest.raises(VisitError, match="sent already"):
        save(visit, "pain", {"pain_now": 1})
    visit.refresh_from_db()
    assert (visit.told["pain_now"], trail(visit)) == (6, before)
