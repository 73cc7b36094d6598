"""Started wrongly, Backstop serves nobody, and says in one plain sentence each why."""

import shutil
import subprocess
import sys
from pathlib import Path
from socket import socket

import pytest

from tests.durability.clinic import ROOT, Clinic

# What is set, and the word that the sentence must hold.
WRONG: list[tuple[dict[str, str], str]] = [
    ({"BACKSTOP_SECOND_FACTOR": "0"}, "a password alone would open"),
    ({"BACKSTOP_HOSTS": "*", "BACKSTOP_HTTPS": "1"}, "holds `*`"),
    ({"BACKSTOP_SECRET_KEY": "short"}, "can be guessed"),
    ({"BACKSTOP_HOSTS": "triage.example.org"}, "BACKSTOP_HTTPS is off"),
    ({"BACKSTOP_HTTPS": "perhaps"}, "neither on nor off"),
    ({"BACKSTOP_DEMO": "perhaps"}, "neither on nor off"),
    ({"BACKSTOP_DEBUG": "1"}, "BACKSTOP_DEBUG=1 shows what patients said"),
    ({"BACKSTOP_CLINC_NAME": "Elm Street"}, "Did you mean BACKSTOP_CLINIC_NAME?"),
    ({"BACKSTOP_TIME_ZONE": "Mars/Base"}, "not a known time zone"),
    ({"BACKSTOP_EMERGENCY_NUMBER": "help"}, "holds no number to call"),
    ({"BACKSTOP_STAFFED": "always"}, "BACKSTOP_STAFFED cannot be read"),
    ({"BACKSTOP_IDLE_KIOSK": "5"}, "BACKSTOP_IDLE_KIOSK is `5`"),
    ({"BACKSTOP_IDLE_TABLET": "an hour"}, "BACKSTOP_IDLE_TABLET is `an hour`"),
    ({"BACKSTOP_ALERT_SOUND_AFTER": "soon"}, "which is no number"),
    ({"BACKSTOP_ALERT_MAIL_AFTER": "-1"}, "which is no number"),
    ({"BACKSTOP_MAIL_URL": "http://mail.example.org"}, "BACKSTOP_MAIL_URL cannot be used"),
    ({"BACKSTOP_KEEP_DAYS": "0"}, "no number of days"),
    ({"DATABASE_URL": "mysql://me:hunter2@db/backstop"}, "DATABASE_URL cannot be used"),
    ({"DATABASE_URL": "postgres://me:hunter2@db"}, "it names no database"),
    ({"BACKSTOP_DATA_DIR": "/dev/null/data"}, "The data folder cannot be used"),
    ({"BACKSTOP_STATIC_ROOT": "/dev/null/files"}, "run `manage.py collectstatic`"),
    # What is no number at all gunicorn itself refuses first, in its own words.
    ({"WEB_CONCURRENCY": "1000"}, "WEB_CONCURRENCY is `1000`"),
    ({"WEB_CONCURRENCY": "0"}, "WEB_CONCURRENCY is `0`"),
]


def started(clinic: Clinic, **settings: str) -> tuple[int, str]:
    """Start gunicorn as in production; return how it ended and what it said."""
    with socket() as one:
        one.bind(("127.0.0.1", 0))
        bind = f"127.0.0.1:{one.getsockname()[1]}"
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn_conf.py"],
        cwd=ROOT,
        env={**clinic.environ, "BIND": bind, **settings},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stderr + done.stdout


def sentences(said: str) -> list[str]:
    return [line for line in said.splitlines() if line.startswith("- ")]


@pytest.mark.long
@pytest.mark.parametrize(("settings", "word"), WRONG, ids=lambda one: str(one)[:40])
def test_each_wrong_setting_is_told_in_one_sentence_and_nobody_is_served(
    settings, word, opened_folder: Path, tmp_path
):
    clinic = Clinic(shutil.copytree(opened_folder, tmp_path / "clinic"))

    code, said = started(clinic, **settings)

    assert code != 0
    assert [word in one for one in sentences(said)] == [True], said
    assert "Traceback" not in said
    assert "hunter2" not in said


@pytest.mark.long
def test_without_tables_nobody_is_served(tmp_path):
    code, said = started(Clinic(tmp_path / "clinic"))

    assert code != 0
    assert ["manage.py migrate" in one for one in sentences(said)] == [True], said


@pytest.mark.long
def test_everything_that_is_wrong_is_told_at_once(tmp_path):
    wrong = {"BACKSTOP_DEMO": "perhaps", "BACKSTOP_TIME_ZONE": "Mars/Base", "BACKSTOP_TYPO": "1"}

    code, said = started(Clinic(tmp_path / "clinic"), **wrong)

    assert code != 0
    assert len(sentences(said)) == 4, said
