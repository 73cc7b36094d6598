"""The patient's pages of questions."""

import pytest
from django.urls import reverse

from tests.builders import a_user, a_visit, born, the_definition
from tests.intake.screen import Screen, controls, markup, mistakes, questions_on
from triage.engine.terms import Tier
from triage.intake.actions import hand_over, start_visit


def address(key):
    return reverse("intake:page", args=[key])


# --- Leaving a page ---------------------------------------------------------------------------------


def test_going_on_keeps_the_answers_and_asks_the_next_page(screen):
    answer = screen.send("about", filled_by="carer", birth_date="1992-03-12", sex_birth="male")

    assert answer.url == address("emergency")
    assert screen.kept == {
        "filled_by": "carer",
        "birth_date": "1992-03-12",
        "sex_birth": "male",
    }
    assert controls(screen.see("page", "about"))["filled_by"] == ["carer"]
    assert screen.visit.reached == ["about"]


@pytest.mark.hazard("H19")
@pytest.mark.parametrize(
    ("key", "go", "leads_to"),
    [
        ("where", "back", "/form/part/emergency/"),
        ("about", "back", "/form/"),
        ("where", "stop", "/form/paused/"),
        ("where", "help", "/form/help/"),
    ],
)
def test_every_way_off_a_page_keeps_what_was_said(screen, key, go, leads_to):
    said = {"about": {"sex_birth": "other"}, "where": {"leg_spread": "both_legs"}}[key]
    answer = screen.send(key, go, **said)

    assert answer.url == leads_to
    assert screen.kept == {"birth_date": "1992-03-12", **said}
    assert (screen.visit.help_asked_at is not None) == (go == "help")


def test_the_way_back_passes_over_a_page_with_nothing_to_ask(screen):
    screen.send("where", main_area="low_back", pain_areas=("low_back",), leg_spread="no")

    assert screen.send("other", "back").url == address("health")


@pytest.mark.parametrize("go", ["next", "", "anything"])
def test_a_page_with_something_missing_stays_and_keeps_the_rest(screen, go):
    answer = screen.send("pain", go, pain_now=7, pain_pattern=("hills",))

    assert answer.status_code == 200
    assert set(mistakes(answer)) == {"pain_timing", "course"}
    assert screen.kept["pain_now"] == 7
    assert controls(answer)["pain_pattern"] == ["hills"]
    assert controls(answer)["pain_now"] == ["7"]
    assert screen.visit.reached == []
    assert b"<title>Error: Part" in answer.content


def test_a_mistake_keeps_what_was_typed(screen):
    answer = screen.client.post(
        address("about"),
        {
            "filled_by": "self",
            "birth_date_day": "31",
            "birth_date_month": "2",
            "birth_date_year": "92",
        },
    )

    shown = controls(answer)
    assert [shown[f"birth_date_{part}"] for part in ("day", "month", "year")] == [
        ["31"],
        ["2"],
        ["92"],
    ]
    assert screen.kept["birth_date"] == "1992-03-12"
    assert screen.kept["filled_by"] == "self"


# --- An emergency -----------------------------------------------------------------------------------


@pytest.mark.hazard("H19")
@pytest.mark.parametrize("go", ["next", "back", "stop", "help"])
def test_an_emergency_leads_to_the_stop_page_whatever_was_pressed(screen, go):
    answer = screen.send("emergency", go, emergency_now=("chest_pressure",))

    assert answer.url == reverse("intake:emergency")
    assert screen.visit.tier is Tier.EMERGENCY


@pytest.mark.hazard("H19")
def test_an_emergency_beside_something_missing_leads_to_the_stop_page(screen):
    screen.send("where", main_area="neck", pain_areas=("neck",), leg_spread="no")
    answer = screen.send("nerve", numbness=("one_side_body",))

    assert answer.url == reverse("intake:emergency")
    assert "nerve" not in screen.visit.reached


@pytest.mark.hazard("H19")
def test_an_emergency_ticked_beside_none_of_these_counts(screen):
    screen.send("emergency", emergency_now=("none",))
    answer = screen.send("emergency", emergency_now=("limb_dead", "none"))

    assert answer.url == reverse("intake:emergency")
    assert screen.kept["emergency_now"] == ("limb_dead",)


@pytest.mark.hazard("H03")
@pytest.mark.parametrize("ticked", [(), ("none", "not_sure")])
def test_a_none_that_was_taken_back_stands_no_longer(screen, ticked):
    screen.send("emergency", emergency_now=("none",))
    answer = screen.send("emergency", "stop", emergency_now=ticked)

    assert answer.url == reverse("intake:paused")
    assert "emergency_now" not in screen.kept


def test_the_stop_page_comes_once_for_each_sign(screen):
    assert screen.send("emergency", emergency_now=("limb_dead",)).url == "/form/emergency/"
    assert screen.send("emergency", emergency_now=("limb_dead",)).url == address("where")
    assert screen.send("nerve", numbness=("one_side_body",)).url == "/form/emergency/"


# --- Questions that open and close ------------------------------------------------------------------


def test_questions_that_an_answer_opens_are_asked_on_the_same_page(screen):
    said = {
        "duration": "d1_7",
        "onset_speed": "sudden",
        "trigger": ("fall_accident",),
        "prior_episodes": "first",
    }
    answer = screen.send("start", **said)

    assert answer.url == f"{address('start')}?more#id_injury_type"
    page = screen.see("page", "start", query="?more")
    assert b"have opened a few more questions" in page.content
    assert "injury_type" in questions_on(page)
    assert set(mistakes(screen.send("start", **said))) == {"injury_type"}
    assert screen.send("start", **said, injury_type="minor").url == address("pain")


def test_a_follow_up_that_was_just_hidden_is_not_required(screen):
    screen.send("start", trigger=("fall_accident",))
    assert "injury_type" in screen.asked_on("start")

    answer = screen.send(
        "start",
        duration="d1_7",
        onset_speed="sudden",
        trigger=("cough_sneeze",),
        prior_episodes="first",
    )
    assert answer.url == address("pain")
    assert "injury_type" not in screen.asked_on("start")


def test_a_stale_answer_comes_back_with_its_question(screen):
    screen.send("start", trigger=("fall_accident",))
    screen.send("start", trigger=("fall_accident",), injury_type="minor")
    screen.send("start", trigger=("cough_sneeze",))
    assert screen.kept["injury_type"] == "minor"
    assert "injury_type" not in screen.visit.reported().answers

    screen.send("start", trigger=("fall_accident",))
    assert controls(screen.see("page", "start"))["injury_type"] == ["minor"]


def test_a_corrected_birth_date_counts_for_the_page_it_is_on(screen):
    """At 80 nobody is asked about being pregnant, also when the page was drawn for somebody of 34."""
    screen.send("about", sex_birth="female")
    assert "pregnancy" in screen.asked_on("about")

    answer = screen.send(
        "about", filled_by="self", birth_date=born(80).isoformat(), sex_birth="female"
    )
    assert answer.url == address("emergency")


# --- Addresses and titles ---------------------------------------------------------------------------


@pytest.mark.hazard("H22")
def test_no_address_or_title_says_who_somebody_is():
    desk = a_user("the-desk")
    visit = start_visit(name="Zebedee Quux", birth_date=born(77), identifier="MRN-9", by=desk)
    screen = Screen.of(visit, hand_over(visit, by=desk))
    said = [("welcome",), ("paused",), ("help",), ("check",)]

    for name in [*said, *(("page", page.key) for page in the_definition().pages)]:
        answer = screen.see(*name)
        title = answer.content.decode().split("<title>")[1].split("</title>")[0]
        told = f"{title} {answer.wsgi_request.get_full_path()}".lower()
        for part in ("zebedee", "quux", "mrn", str(born(77).year)):
            assert part not in told


def test_a_page_says_how_far_it_is(screen):
    title = screen.see("page", "emergency").content.decode().split("<title>")[1]

    assert title.startswith("Part 2 of 10: First, some urgent signs")


# --- A page that goes away without a press ----------------------------------------------------------


@pytest.mark.hazard("H09")
def test_what_is_kept_of_a_page_that_went_away_is_no_page_that_was_left(screen):
    answer = screen.send("coping", "keep", own_words="It hurts.")

    assert (answer.status_code, answer.content) == (204, b"")
    assert screen.kept["own_words"] == "It hurts."
    assert screen.visit.reached == []
    assert screen.visit.help_asked_at is None


@pytest.mark.hazard("H01")
def test_an_emergency_on_a_page_that_went_away_alerts_at_once_and_stops_when_it_is_left(screen):
    screen.send("emergency", "keep", emergency_now=("limb_dead",))
    assert screen.visit.tier is Tier.EMERGENCY

    answer = screen.send("emergency", emergency_now=("limb_dead",))
    assert answer.url == reverse("intake:emergency")
    again = screen.send("emergency", emergency_now=("limb_dead",))
    assert again.url == reverse("intake:page", args=["where"])


@pytest.mark.hazard("H02", "H21")
@pytest.mark.parametrize("go", ["next", "keep"])
def test_a_page_of_the_visit_before_says_nothing_of_this_one(screen, go):
    other, _ = a_visit(name="Priya Raman")
    answer = screen.send("coping", go, own_words="Of another.", visit=other.code)

    assert answer.url == reverse("intake:welcome")
    assert "own_words" not in screen.kept
    named = {
        one["name"]: one.get("value") for one in markup(screen.see("page", "coping")).all("input")
    }
    assert named["visit"] == screen.visit.code
