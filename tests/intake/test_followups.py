"""Follow-ups inside a page: the server asks them by itself, and takes what a script has opened."""

import json
from dataclasses import replace

import pytest
from django.utils import timezone

from tests.builders import born, the_definition
from tests.intake.screen import controls, markup, mistakes, questions_on
from triage.engine.ruleset import prepare
from triage.intake.followups import FollowUpForm
from triage.intake.models import Patient, Visit

START = {"duration": "d1_7", "onset_speed": "sudden", "prior_episodes": "first"}
FALL = {**START, "trigger": ("fall_accident",)}
COUGH = {**START, "trigger": ("cough_sneeze",)}


def waiting(answer):
    """Return the follow-ups of a page: whether each is closed, and when it opens."""
    boxes = [one for one in markup(answer).all("fieldset") if "data-when" in one]
    names = [one["value"] for one in markup(answer).all("input") if one.get("name") == "shown"]
    assert len(boxes) == len(names)
    assert all(("hidden" in one) == ("disabled" in one) for one in boxes)
    return {
        name: ("hidden" in one, json.loads(one["data-when"]))
        for name, one in zip(names, boxes, strict=True)
    }


def test_a_follow_up_waits_closed_beside_the_question_that_opens_it(screen):
    assert waiting(screen.see("page", "start")) == {
        "injury_type": (True, ["has", "trigger", ["fall_accident"]])
    }

    screen.send("start", trigger=("fall_accident",))
    assert waiting(screen.see("page", "start"))["injury_type"][0] is False


def test_what_other_pages_say_is_worked_out_beforehand(screen):
    screen.send("where", main_area="neck", pain_areas=("neck",), leg_spread="no")
    assert waiting(screen.see("page", "health")) == {
        "cancer_detail": (True, ["has", "risk_history", ["cancer"]])
    }


def test_only_a_question_that_its_page_can_open_waits_on_it(screen):
    """Nobody of 34 is asked about blood vessels for their age; a headache of this page can ask it."""
    page = screen.see("page", "other")
    assert waiting(page)["headache_type"][1] == [
        "least",
        1,
        [["has", "symptom_list", ["headache"]], False],
    ]
    assert "belly_urine" not in questions_on(page)


def test_a_fact_is_followed_to_the_answers_it_rests_on(screen):
    assert {"sexual_change", "ces_since"} <= waiting(screen.see("page", "pelvis")).keys()


@pytest.mark.hazard("H03")
def test_a_follow_up_that_a_script_opened_is_asked_like_any_other(screen):
    answer = screen.send("start", **FALL, shown=["injury_type"])
    assert set(mistakes(answer)) == {"injury_type"}
    assert waiting(answer)["injury_type"][0] is False

    answer = screen.send("start", **FALL, shown=["injury_type"], injury_type="minor")
    assert answer.url == "/form/part/pain/"
    assert screen.kept["injury_type"] == "minor"


@pytest.mark.hazard("H03")
def test_a_follow_up_that_a_script_closed_keeps_what_was_said_to_it(screen):
    screen.send("start", **FALL, shown=["injury_type"], injury_type="minor")

    assert screen.send("start", **COUGH).url == "/form/part/pain/"
    assert screen.kept["injury_type"] == "minor"
    assert "injury_type" not in screen.visit.reported().answers
    screen.send("start", **FALL, shown=["injury_type"], injury_type="major")
    assert screen.kept["injury_type"] == "major"


@pytest.mark.hazard("H03")
def test_a_follow_up_that_no_rule_opens_is_not_taken_whatever_a_screen_says(screen):
    screen.send("start", **COUGH, shown=["injury_type", "nonsense"], injury_type="major")

    assert screen.visit.emergency_at is None
    assert "injury_type" not in screen.visit.reported().answers


def test_an_answer_to_a_follow_up_nobody_saw_is_not_taken(screen):
    answer = screen.send("start", **FALL, injury_type="minor")

    assert answer.url == "/form/part/start/?more#id_injury_type"
    assert "injury_type" not in screen.kept


def test_a_stale_answer_waits_with_its_question(screen):
    screen.send("start", **FALL, shown=["injury_type"], injury_type="minor")
    screen.send("start", **COUGH)

    page = screen.see("page", "start")
    assert waiting(page)["injury_type"][0] is True
    assert controls(page)["injury_type"] == ["minor"]


def test_the_age_is_told_with_the_day_it_counts_on(screen):
    (_closed, when) = waiting(screen.see("page", "about"))["pregnancy"]
    day = screen.visit.started_at.date().isoformat()
    sex, *ages = when[2]
    assert sex[:2] == ["has", "sex_birth"]
    assert [age[:4] for age in ages] == [["age", "birth_date", day, screen.visit.age]] * 2
    assert [age[4:] for age in ages] == [[">=", 12], ["<=", 55]]


def test_every_noun_of_a_condition_can_be_told(monkeypatch):
    definition = the_definition()
    pain = next(page for page in definition.pages if page.key == "pain")
    opens = (
        "num(pain_now) >= 8 and n_of(pain_pattern, hills, worse_move) >= 2 "
        "and at_least(2, not has(pain_timing, brief), unsure(pain_timing), neck_any)"
    )
    questions = tuple(
        replace(one, show_if=opens) if one.link_id == "course" else one for one in pain.questions
    )
    pages = tuple(
        replace(page, questions=questions) if page.key == "pain" else page
        for page in definition.pages
    )
    monkeypatch.setattr(Visit, "ruleset", prepare(replace(definition, pages=pages)))
    visit = Visit(patient=Patient(birth_date=born(40)), started_at=timezone.now())
    page = next(page for page in pages if page.key == "pain")
    told = json.loads(FollowUpForm(visit, page).later["course"].when)

    assert told == [
        "least",
        3,
        [
            ["number", "pain_now", ">=", 8],
            ["count", "pain_pattern", ["hills", "worse_move"], ">=", 2],
            [
                "least",
                2,
                [
                    ["not", ["has", "pain_timing", ["brief"]]],
                    ["has", "pain_timing", ["not_sure"]],
                    False,
                ],
            ],
        ],
    ]
