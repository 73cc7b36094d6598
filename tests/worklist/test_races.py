"""Races on a real database: one winner each, the loser told, both sides in the trail."""

from pathlib import Path

import pytest

from tests.durability.clinic import Clinic, a_clinic_on_postgres

SCRIPT = Path(__file__).with_name("race.py")
# Each round races a claim, an override, a correction and a sign-off, then four mixed pairs.
A_ROUND = 8
ROUNDS = 125
SOME = 3


def race(clinic: Clinic, rounds: int) -> None:
    """Let two people do the same at the same moment, again and again."""
    clinic.furnish()
    told = clinic.script(SCRIPT, rounds)
    print(told)  # noqa: T201 (a figure of the long run)
    assert told == dict.fromkeys(("races", "one_winner", "in_trail", "kept"), A_ROUND * rounds)


@pytest.mark.hazard("H13")
def test_of_two_who_act_at_once_one_wins_and_the_other_is_told(tmp_path):
    race(Clinic(tmp_path), SOME)


@pytest.mark.hazard("H13")
@pytest.mark.long
def test_a_thousand_races_on_sqlite(tmp_path):
    race(Clinic(tmp_path), ROUNDS)


@pytest.mark.hazard("H13")
@pytest.mark.long
def test_a_thousand_races_on_postgresql(tmp_path):
    with a_clinic_on_postgres(tmp_path) as clinic:
        race(clinic, ROUNDS)
