"""Setting up says in one plain sentence what stands in the way."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.source import ROOT


@pytest.fixture
def elsewhere(tmp_path):
    (tmp_path / "deploy").mkdir()
    shutil.copy(ROOT / "deploy" / "setup.sh", tmp_path / "deploy")
    return tmp_path


def set_up(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    script = str(folder / "deploy" / "setup.sh")
    environment = {"PATH": "/usr/bin:/bin", **environment}
    return subprocess.run([script], env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own script


def test_an_old_python_is_told_in_one_sentence(elsewhere):
    old = elsewhere / "python"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2\n[ "$1" = --version ]\n')
    old.chmod(0o755)

    done = set_up(elsewhere, PYTHON=str(old))

    assert done.returncode == 1
    assert done.stderr.startswith("Backstop needs Python 3.11 or newer, this is Python 3.9.2:")
    assert done.stderr.count("\n") == 1


def test_a_folder_that_cannot_be_written_is_told_in_one_sentence(elsewhere):
    # A file in the place of the data folder stops even root.
    (elsewhere / "var").touch()

    done = set_up(elsewhere)

    assert done.returncode == 1
    assert done.stderr == f"Backstop cannot write in {elsewhere}: use a folder of your own.\n"
