"""Every hazard has its tests, and the safety pages say what is."""

import os
import re

import pytest

from tests.house.marks import BOTH, NEITHER, all_tests
from tests.house.safety_pages import PAGES, hazards, proofs
from tests.house.source import name_of

RENEW = "renew it with  WRITE_DOCS=1 .venv/bin/pytest tests/house/test_safety.py"


def test_there_are_twenty_five_hazards_in_order():
    assert [one["id"] for one in hazards()] == [f"H{number:02}" for number in range(1, 26)]


@pytest.mark.parametrize("hazard", [one["id"] for one in hazards()])
def test_every_hazard_is_proved_by_a_test_that_make_test_runs(hazard):
    assert [test for test in proofs()[hazard] if "long" not in test.marks]


@pytest.mark.parametrize("hazard", [one["id"] for one in hazards()])
def test_what_asks_a_database_is_proved_on_both(hazard):
    reached = {test.reach for test in proofs()[hazard]}

    assert BOTH in reached or reached == {NEITHER}


def test_no_test_names_a_hazard_that_is_not_in_the_log():
    known = {one["id"] for one in hazards()}

    assert {id_ for test in all_tests() for id_ in test.hazards} <= known


@pytest.mark.parametrize("hazard", hazards(), ids=lambda one: one["id"])
def test_a_hazard_is_told_whole(hazard):
    assert set(hazard) == {"id", "title", "severity", "risk", "causes", "controls", "clinic"}
    assert hazard["severity"] in {"significant", "considerable", "major", "catastrophic"}
    before, after = hazard["risk"]
    assert 1 <= after <= before <= 5
    assert hazard["causes"]
    assert hazard["controls"]
    # What stays at 4 is not for a program alone.
    assert hazard["clinic"] or after < 4


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_made_page_says_what_is(path):
    if os.environ.get("WRITE_DOCS"):
        path.write_text(PAGES[path]())

    assert path.read_text() == PAGES[path](), f"{path.name} is out of date: {RENEW}"


def test_what_no_machine_can_check_is_listed_as_not_done():
    page = next(path for path in PAGES if path.name == "how-it-is-tested.md").read_text()

    told = page.partition("## Not done yet")[2]

    for who in ("clinician", "patient", "screen reader", "outside"):
        assert re.search(who, told, re.IGNORECASE)
