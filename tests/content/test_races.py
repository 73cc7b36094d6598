"""Of two authors who save the same at once, one wins and the other is told: on a real database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

SCRIPT = Path(__file__).with_name("race.py")
FEW, MANY = 8, 200


def run(*arguments: str, folder: Path) -> str:
    """Run a command of the project with a data folder of its own, on the database of the environment."""
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


def raced(times: int, folder: Path) -> None:
    run("manage.py", "migrate", "--verbosity", "0", folder=folder)

    told = json.loads(run(str(SCRIPT), str(times), folder=folder))

    print(told)  # noqa: T201 the count is the point
    assert told == {"races": times, "one_winner": times, "in_history": times}


@pytest.mark.long
@pytest.mark.hazard("H04")
def test_of_two_authors_who_save_at_once_one_is_told(tmp_path):
    raced(FEW, tmp_path)


@pytest.mark.long
@pytest.mark.hazard("H04")
def test_of_two_authors_who_save_at_once_one_is_told_two_hundred_times(tmp_path):
    raced(MANY, tmp_path)
