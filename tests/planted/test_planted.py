"""The tests of the tests: every planted bug is noticed."""

import subprocess
import sys

import pytest

from tests.house.source import ROOT
from tests.planted.defects import DEFECTS


def test_there_are_thirty_bugs_and_each_has_its_name():
    assert len({one.name for one in DEFECTS}) == len(DEFECTS) >= 30


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda one: one.name)
def test_a_bug_can_still_be_planted(defect):
    assert (ROOT / defect.path).read_text().count(defect.right) == 1
    assert [one for one in defect.tests if not (ROOT / one).is_file()] == []


@pytest.mark.long
def test_every_bug_is_noticed(record_property):
    command = [sys.executable, "tests/planted/plant.py"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 (our own command)

    assert done.returncode == 0, done.stdout
    record_property("bugs noticed", done.stdout.count("noticed: "))
