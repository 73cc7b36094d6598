"""What is asked: every question once, nothing chosen beforehand, and by the pinned release alone."""

from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from tests.builders import a_published_release, a_visit, the_definition
from tests.intake.screen import Screen, markup, questions_on
from triage.intake.presenters import SECONDS_A_QUESTION

QUESTIONS = [
    (page.key, question.link_id) for page in the_definition().pages for question in page.questions
]
# One visit can be asked everything: each answer here opens something.
EVERYTHING: dict[str, dict[str, Any]] = {
    "about": {"filled_by": "self", "sex_birth": "female", "pregnancy": "not_sure"},
    "where": {"main_area": "whole_back", "pain_areas": ("neck",), "leg_spread": "both_legs"},
    "start": {"duration": "gt_3m", "trigger": ("fall_accident", "posture_desk")},
    "pelvis": {"saddle_numb": "yes", "sexual_change": "yes"},
    "nerve": {"weakness": ("leg_one",)},
    "health": {"risk_history": ("cancer",), "belly_urine": ("belly_pain_new",)},
    "other": {"symptom_list": ("headache",)},
    "coping": {"tried": ("ice",), "function_limit": 9},
}


@pytest.fixture
def asked_everything(screen):
    for key, answers in EVERYTHING.items():
        screen.send(key, **answers)
    return screen


def test_there_are_44_questions():
    assert len(QUESTIONS) == len({link_id for _key, link_id in QUESTIONS}) == 44


@pytest.mark.hazard("H16")
def test_every_question_is_on_its_page_once(asked_everything):
    """A misspelt field that fails in silence would lose a red flag."""
    shown = {page.key: asked_everything.see("page", page.key) for page in the_definition().pages}

    for key, link_id in QUESTIONS:
        question = asked_everything.visit.ruleset.question(link_id)
        assert len([page for page in shown.values() if link_id in questions_on(page)]) == 1
        assert markup(shown[key]).ids.count(f"id_{link_id}") == 1, link_id
        values = [
            one.get("value")
            for one in markup(shown[key]).all("input")
            if one.get("name") == link_id
        ]
        assert set(values) == {option.code for option in question.options} or not question.options


@pytest.mark.hazard("H03")
def test_nothing_is_chosen_beforehand():
    screen = Screen.of(*a_visit())
    for page in the_definition().pages:
        answer = screen.see("page", page.key)
        for one in markup(answer).all("input"):
            assert "checked" not in one, (page.key, one)
        for area in markup(answer).all("textarea"):
            assert "value" not in area


def test_no_label_comes_as_markup():
    definition = the_definition()
    page = definition.pages[1]
    nasty = "<script>alert(1)</script>"
    question = replace(
        page.questions[0],
        text=f"Text {nasty}",
        help=f"Help {nasty}",
        why=f"Why {nasty}",
        options=tuple(
            replace(option, label=f"{option.label} {nasty}") for option in page.questions[0].options
        ),
    )
    changed = replace(page, title=f"Title {nasty}", questions=(question,))
    pages = (definition.pages[0], changed, *definition.pages[2:])
    a_published_release(replace(definition, pages=pages))
    screen = Screen.of(*a_visit())

    for answer in (screen.see("page", page.key), screen.send(page.key), screen.see("check")):
        assert b"&lt;script&gt;alert(1)" in answer.content
        assert b"<script>alert" not in answer.content


def test_a_page_with_nothing_to_ask_is_passed_over(screen):
    screen.send("where", main_area="low_back", pain_areas=("low_back",), leg_spread="no")

    assert screen.see("page", "neck", follow=False).url == reverse("intake:page", args=["other"])
    assert screen.send("neck", neck_features=("vision_eye",)).url == reverse(
        "intake:page", args=["other"]
    )
    assert screen.visit.tier is None


@pytest.mark.hazard("H06")
def test_a_visit_keeps_its_release_when_another_is_published(screen, release):
    definition = the_definition()
    first = definition.pages[0]
    asked = replace(first.questions[0], text="Who holds the pen?")
    changed = replace(first, questions=(asked, *first.questions[1:]))
    a_published_release(replace(definition, pages=(changed, *definition.pages[1:])))
    later = Screen.of(*a_visit(name="Priya Raman"))

    assert b"Who holds the pen?" in later.see("page", "about").content
    assert b"Who holds the pen?" not in screen.see("page", "about").content
    assert screen.visit.release == release != later.visit.release


@pytest.mark.hazard("H19")
def test_the_emergency_signs_are_asked_within_12_taps_and_a_minute(screen):
    """Somebody of 34 who may be pregnant is asked most before them. What the desk filled in costs no tap."""
    taps, asked = 1, 0
    for key, said in (
        ("about", {"filled_by": "self", "sex_birth": "female", "birth_date": "1992-03-12"}),
        ("about", {"filled_by": "self", "sex_birth": "female", "pregnancy": "no"}),
        ("emergency", {"emergency_now": ("none",)}),
    ):
        new = [name for name in said if name not in screen.kept]
        taps += len(new) + 1
        asked += len(new)
        answer = screen.send(key, **{**said, "birth_date": "1992-03-12"})

    assert answer.url == reverse("intake:page", args=["where"])
    assert "emergency_now" in screen.kept
    assert taps <= 12
    # The date is read though it is filled in.
    assert (asked + 1) * SECONDS_A_QUESTION <= 60
