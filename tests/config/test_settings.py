"""The settings as a whole, read by a Django of their own."""

import subprocess
import sys
from pathlib import Path

from tests.house.source import ROOT


def check(*options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "check", *options]
    return subprocess.run(  # noqa: S603 - our own program
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path):
    (tmp_path / "file").touch()

    done = check(BACKSTOP_DATA_DIR=str(tmp_path / "file"), BACKSTOP_DEMO="maybe", BACKSTOP_TYPO="1")

    assert done.returncode == 1
    for problem in ("triage.E001", "triage.E005", "triage.E006"):
        assert problem in done.stderr
    assert "HINT: Let BACKSTOP_DATA_DIR name a folder you may write." in done.stderr
    assert "Traceback" not in done.stderr


def test_behind_https_django_has_nothing_to_add(tmp_path: Path):
    done = check("--deploy", BACKSTOP_DATA_DIR=str(tmp_path), BACKSTOP_HTTPS="1")

    assert done.returncode == 0
    assert "no issues" in done.stdout + done.stderr
