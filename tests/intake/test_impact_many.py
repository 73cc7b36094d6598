"""What a draft would have made of a hundred thousand past responses is told while one waits."""

from pathlib import Path

import pytest

from tests.durability.clinic import Clinic

MANY = 100_000
MOST_SECONDS, MOST_MEGABYTES = 10, 300


@pytest.mark.long
def test_a_hundred_thousand_responses_are_replayed_in_ten_seconds(tmp_path: Path) -> None:
    clinic = Clinic(tmp_path / "data")
    clinic.environ |= {"BACKSTOP_DEMO": "1"}
    clinic.open()
    clinic.manage("make_demo")
    clinic.manage("make_visits", str(MANY), "--open", "0", "--short-trail")

    told = clinic.script("replay")

    print(told)  # noqa: T201 figures to report
    assert told["responses"] >= MANY
    assert told["down"] > 0
    assert told["seconds"] < MOST_SECONDS
    assert told["megabytes"] < MOST_MEGABYTES
