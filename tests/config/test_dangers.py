"""What must not be set where real patients are asked is refused in a sentence; a demo may."""

from typing import Any

import pytest

from tests.config.test_settings import check
from triage.config.dangers import dangers

KEY = "a key of fifty signs, of which no two neighbours match"
SOUND: dict[str, Any] = {
    "second_factor": True,
    "hosts": ["localhost", "127.0.0.1", "[::1]"],
    "https": False,
    "key": KEY,
}


def told(**changed: Any) -> list[str]:
    return [problem.id for problem in dangers(**{**SOUND, **changed})]


def test_the_defaults_are_sound():
    assert told() == []


@pytest.mark.hazard("H22")
@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"second_factor": False}, "triage.E011"),
        ({"hosts": ["*"], "https": True}, "triage.E012"),
        ({"key": KEY[:49]}, "triage.E013"),
        ({"key": "abab" * 20}, "triage.E013"),
        ({"hosts": ["localhost", "triage.example.org"]}, "triage.E014"),
        ({"hosts": [".localhost"]}, "triage.E014"),
    ],
)
def test_each_danger_is_told(changed, problem):
    assert told(**changed) == [problem]


def test_behind_https_any_name_will_do():
    assert told(hosts=["triage.example.org"], https=True) == []


@pytest.mark.hazard("H22")
def test_every_command_refuses_what_only_a_demo_may(tmp_path):
    lax = {
        "BACKSTOP_DATA_DIR": str(tmp_path),
        "BACKSTOP_SECOND_FACTOR": "0",
        "BACKSTOP_HOSTS": "*",
        "BACKSTOP_SECRET_KEY": "secret",
    }

    refused = check(**lax)
    demo = check(**lax, BACKSTOP_DEMO="1")

    assert (refused.returncode, demo.returncode) == (1, 0)
    for problem in ("triage.E011", "triage.E012", "triage.E013", "triage.E014"):
        assert problem in refused.stderr
    assert "secret" not in refused.stderr
