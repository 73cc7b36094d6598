"""What is known from earlier visits: told beside the visit, never instead of it."""

import re

import pytest
from django.db import connection

from tests.builders import a_response, a_visit, born, the_vignette
from tests.worklist.opened import sign_off
from triage.engine.terms import Answer
from triage.intake.models import Response
from triage.worklist.earlier import Sign, differences_between
from triage.worklist.models import Decision

pytestmark = pytest.mark.usefixtures("release")


@pytest.fixture
def see(client_for, clinician):
    """Return how a clinician gets the page of a visit as text."""
    client = client_for(clinician)

    def seen(response: Response) -> str:
        html = client.get(f"/visits/{response.visit.code}/").content.decode()
        return " ".join(re.sub(r"<[^>]*>", " ", html.partition("<main")[2]).split())

    return seen


def signs(then: dict[str, Answer], now: dict[str, Answer]) -> dict[str, Sign]:
    before, after = a_response("V01", then), a_response("V01", now)
    assert before.visit.patient == after.visit.patient
    return {one.name: one.sign for one in differences_between(before, after)}


@pytest.mark.usefixtures("db")
def test_what_changed_is_told_by_what_it_means():
    told = signs(
        {
            "pain_now": 4,
            "function_limit": 6,
            "weakness": ("leg_one",),
            "weakness_course": "slow",
            "course": "better",
        },
        {"pain_now": 8, "function_limit": 3, "weakness": ("no",), "course": "same"},
    )

    assert told["Pain now"] is Sign.WORSE
    assert told["Function limit"] is Sign.BETTER
    assert told["Weakness"] is Sign.GONE
    assert told["Course"] is Sign.CHANGED
    assert list(told.values()) == sorted(told.values(), key=list(Sign).index)


@pytest.mark.usefixtures("db")
def test_one_tick_more_is_new_and_one_less_is_no_longer():
    assert signs({"numbness": ("leg_one",)}, {"numbness": ("leg_one", "arm_one")}) == {
        "Numbness or tingling": Sign.NEW
    }
    assert signs({"numbness": ("leg_one", "arm_one")}, {"numbness": ("arm_one",)}) == {
        "Numbness or tingling": Sign.GONE
    }


@pytest.mark.hazard("H03")
@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("now", ["not_sure", None])
def test_what_is_open_now_is_never_told_as_gone(now):
    then: dict[str, Answer] = {"saddle_numb": "yes", "ces_since": "gt_2w_stable", "worry": "yes"}
    changed: dict[str, Answer] = {"saddle_numb": "not_sure", "ces_since": "gt_2w_stable"}
    if now:
        changed["worry"] = now

    told = signs(then, changed)

    assert told["Saddle / perineal numbness"] is Sign.OPEN
    assert told["Fear of movement"] in {Sign.OPEN, Sign.GONE} - ({Sign.GONE} if now else set())


def test_the_last_visits_stand_beside_this_one(see, clinician):
    first = a_response("V01")
    sign_off(first.visit, decision=Decision.ADVICE, by=clinician)
    second = a_response("V01", {"saddle_numb": "yes", "ces_since": "le_2w", "pain_now": 9})

    page = see(second)

    assert "Earlier visits Found by name and date of birth alone." in page
    assert "Advice and handout, Dr N. Okafor" in page
    assert "New: Saddle / perineal numbness No Yes" in page
    assert re.search(r"Worse: Pain now \d of 10 9 of 10", page)
    assert "The other answers are the same, or were not asked then." in page
    assert "Earlier visits" not in see(first)


def test_an_unfinished_visit_shows_the_earlier_ones_without_comparing(see, db):
    a_response("V01")
    visit, _ = a_visit(birth_date=born(the_vignette("V01").age))

    assert visit.patient.visits.count() == 2
    page = see(Response(visit=visit))
    assert "Earlier visits" in page
    assert "What changed" not in page


def test_two_visits_that_say_the_same_say_so(see, db):
    a_response("V01")

    assert "All answers that can be compared are the same." in see(a_response("V01"))


@pytest.mark.hazard("H17")
def test_a_broken_earlier_record_hides_nothing_of_this_one(see, db):
    first, second = a_response("V02"), a_response("V02")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake_response SET assessment = '{}' WHERE id = %s", [first.pk])

    page = see(second)

    assert "The earlier visits cannot be shown." in page
    assert "CES-01" in page


def test_the_timeline_tells_the_complaint_and_what_was_tried(see, db):
    page = see(
        a_response("V01", {"duration": "w2_6", "tried": ("ice", "heat"), "tried_help": "no_change"})
    )

    assert "Timeline The complaint Duration" in page
    assert "Tried so far Ice or cold pack; Heat" in page
    assert "Did treatment help No change" in page


def test_what_was_not_tried_is_not_made_up(see, db):
    assert re.search(r"What has been tried (Not said\.|Tried so far)", see(a_response("V02")))
