"""A setting that cannot be used is told in words, and breaks nothing else."""

from pathlib import Path

import pytest
from django.core.checks import Error
from django.test import override_settings

from triage.config.checks import settings_can_be_used
from triage.config.environment import Environment, Problem

FOLDER = Path("/nowhere")


def told(env: Environment) -> list[str]:
    return [f"{problem.id} {problem.message} {problem.hint}" for problem in env.problems]


@pytest.mark.parametrize(
    ("written", "on"), [("1", True), ("yes", True), ("ON", True), ("0", False), ("", False)]
)
def test_a_flag_is_on_or_off(written, on):
    env = Environment({"BACKSTOP_DEMO": written}, FOLDER)

    assert env.flag("BACKSTOP_DEMO") is on
    assert env.problems == []


def test_a_flag_that_is_neither_is_off_and_told():
    env = Environment({"BACKSTOP_DEMO": "maybe"}, FOLDER)

    assert env.flag("BACKSTOP_DEMO") is False
    assert told(env) == [
        "triage.E001 BACKSTOP_DEMO is `maybe`, which is neither on nor off. Use 1 or 0."
    ]


def test_what_is_not_set_has_its_default():
    env = Environment({}, FOLDER)

    assert env.text("BACKSTOP_CLINIC_NAME") == "Sample Clinic"
    assert env.dialled("BACKSTOP_EMERGENCY_NUMBER") == "your emergency number (911, 999 or 112)"
    assert env.time_zone("BACKSTOP_TIME_ZONE") == "UTC"
    assert env.problems == []


def test_hosts_are_parted_by_commas():
    env = Environment({"BACKSTOP_HOSTS": "a.example, b.example,"}, FOLDER)

    assert env.names("BACKSTOP_HOSTS") == ["a.example", "b.example"]


def test_a_relative_folder_lies_in_the_project_and_an_absolute_one_where_it_says():
    assert Environment({}, FOLDER).folder("BACKSTOP_DATA_DIR") == FOLDER / "var"
    elsewhere = Environment({"BACKSTOP_DATA_DIR": "/srv/backstop"}, FOLDER)
    assert elsewhere.folder("BACKSTOP_DATA_DIR") == Path("/srv/backstop")


@pytest.mark.parametrize("written", ["Mars/Base", "../../etc/passwd", "/etc/passwd"])
def test_a_time_zone_that_does_not_exist_is_told_and_utc_holds(written):
    env = Environment({"BACKSTOP_TIME_ZONE": written}, FOLDER)

    assert env.time_zone("BACKSTOP_TIME_ZONE") == "UTC"
    assert told(env)[0].startswith("triage.E002 ")


def test_an_emergency_number_without_a_number_is_told():
    env = Environment({"BACKSTOP_EMERGENCY_NUMBER": "for help"}, FOLDER)

    assert "911" in env.dialled("BACKSTOP_EMERGENCY_NUMBER")
    assert told(env)[0].startswith("triage.E003 ")


def test_a_size_of_paper_nobody_makes_is_told_and_a4_holds():
    assert Environment({"BACKSTOP_PAPER": "Letter"}, FOLDER).paper("BACKSTOP_PAPER") == "letter"
    env = Environment({"BACKSTOP_PAPER": "foolscap"}, FOLDER)

    assert env.paper("BACKSTOP_PAPER") == "A4"
    assert told(env)[0].startswith("triage.E011 ")


def test_a_database_url_that_cannot_be_used_is_told_without_its_password():
    env = Environment({"DATABASE_URL": "mysql://me:hunter2@db/backstop"}, FOLDER)

    database = env.database("DATABASE_URL", sqlite_file=FOLDER / "file")

    assert database["ENGINE"].endswith("sqlite3")
    assert told(env)[0].startswith("triage.E004 ")
    assert "hunter2" not in told(env)[0]


def test_a_slip_of_the_pen_is_told_with_the_name_that_was_meant():
    env = Environment(
        {
            "BACKSTOP_CLINC_NAME": "Elm Street",
            "BACKSTOP_XXXXXXXXXXXXXXXXXXXXXXXX": "1",
            "HOME": "/",
        },
        FOLDER,
    )

    env.refuse_unknown_names()

    slip, nonsense = told(env)
    assert slip.endswith("Did you mean BACKSTOP_CLINIC_NAME?")
    assert "Known: BACKSTOP_CLINIC_NAME" in nonsense


def test_every_problem_is_a_system_check():
    problem = Problem("triage.E001", "It is wrong.", "Mend it.")

    with override_settings(SETTING_PROBLEMS=(problem,)):
        assert settings_can_be_used(None) == [
            Error("It is wrong.", hint="Mend it.", id="triage.E001")
        ]
