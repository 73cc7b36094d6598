"""Five hundred races on a real database: one winner each, the loser told, both sides in the trail."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

SCRIPT = Path(__file__).with_name("race.py")
ROUNDS = 125


def run(*arguments: str, folder: Path) -> str:
    """Run a command of the project with a data folder of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BACKSTOP_")}
    settings = {
        "BACKSTOP_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "triage.config.settings",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(  # noqa: S603 (our own commands)
        [sys.executable, *arguments],
        env={**kept, **settings},
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


@pytest.mark.hazard("H13")
@pytest.mark.long
def test_of_two_who_act_at_once_one_wins_and_the_other_is_told(tmp_path):
    run("manage.py", "migrate", "--verbosity", "0", folder=tmp_path)

    told = json.loads(run(str(SCRIPT), str(ROUNDS), folder=tmp_path))

    races = 4 * ROUNDS
    assert told == {"races": races, "one_winner": races, "in_trail": races, "signed": ROUNDS}
