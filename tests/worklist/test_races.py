"""Races on a real database: one winner each, the loser told, both sides in the trail."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.durability.clinic import Clinic
from tests.house.source import ROOT
from tests.postgres import a_database, a_server

SCRIPT = Path(__file__).with_name("race.py")
# Each round races a claim, an override, a correction and a sign-off, then four mixed pairs.
A_ROUND = 8
ROUNDS = 125
SOME = 3


def race(clinic: Clinic, rounds: int) -> None:
    """Let two people do the same at the same moment, again and again."""
    clinic.manage("migrate", "--verbosity", "0")
    done = subprocess.run(  # noqa: S603 (our own script)
        [sys.executable, str(SCRIPT), str(rounds)],
        env=clinic.environ,
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    print(done.stdout)  # noqa: T201 (shown with -s)
    assert json.loads(done.stdout) == dict.fromkeys(
        ("races", "one_winner", "in_trail", "kept"), A_ROUND * rounds
    )


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
    with a_server() as server:
        if server is None:
            pytest.skip("no PostgreSQL runs here and none can be started")
        with a_database(server) as address:
            race(Clinic(tmp_path, address), ROUNDS)
