"""The pages of `docs/safety/` that are made: the hazard log, and how Backstop is tested."""

import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.house.marks import BOTH, NEITHER, SQLITE, Test, all_tests, seeds
from tests.house.source import ROOT

SAFETY = ROOT / "docs" / "safety"
MADE_BY = "<!-- Made by tests/house/safety_pages.py: change what it is made from. -->"


def hazards() -> list[dict[str, Any]]:
    """Return the hazard log as it is written."""
    log: list[dict[str, Any]] = tomllib.loads((SAFETY / "hazards.toml").read_text())["hazard"]
    return log


def proofs() -> dict[str, list[Test]]:
    """Return the tests of each hazard."""
    tests = all_tests()
    return {one["id"]: [t for t in tests if one["id"] in t.hazards] for one in hazards()}


def hazard_log() -> str:
    """Return the hazard log as a page."""
    proved = proofs()
    parts = [
        MADE_BY,
        "# Hazard log",
        (
            "What can go wrong for a patient, what is done about it, and the tests that prove it. Severity and "
            "risk are **provisional**: nobody has signed this log. A clinical safety officer at the site "
            "sets them. Risk runs from 1 to 5, before and with the controls. The data is in `hazards.toml`."
        ),
        *(_hazard(one, proved[one["id"]]) for one in hazards()),
    ]
    return "\n\n".join(parts) + "\n"


def _hazard(one: dict[str, Any], tests: list[Test]) -> str:
    before, after = one["risk"]
    controls = "\n".join(f"- {said}" for said in one["controls"])
    proved = "\n".join(f"- `{test.path}`: {_sentence(test)}" for test in tests)
    return "\n\n".join(
        [
            f"## {one['id']} {one['title']}",
            (
                f"{one['severity'].capitalize()}; risk {before}, with the controls {after}. "
                f"Comes about by: {'; '.join(one['causes'])}."
            ),
            controls,
            f"The clinic: {one['clinic'] or 'nothing more.'}",
            f"Proved by {len(tests)}, {_reach(tests)}:\n\n{proved}",
        ]
    )


def _reach(tests: list[Test]) -> str:
    """Say how many tests run on which database."""
    counted = Counter(test.reach for test in tests)
    return ", ".join(
        f"{counted[where]} {where}" for where in (BOTH, SQLITE, NEITHER) if counted[where]
    )


def _sentence(test: Test) -> str:
    words = test.name.removeprefix("test_").replace("_", " ")
    return f"{words} (long)" if "long" in test.marks else words


def how_it_is_tested() -> str:
    """Return how much is tested, room by room, and the numbers the chance begins with."""
    tests = all_tests()
    rooms = sorted({test.room for test in tests})
    rows = [_room(room, [test for test in tests if test.room == room]) for room in rooms]
    rows.append(_room("**all**", tests))
    tried = [
        f"| `{path}` | {', '.join(f'`{one}`' for one in words)} |"
        for path, words in seeds().items()
    ]
    parts = [
        MADE_BY,
        "# How Backstop is tested",
        (
            "Counted from the tests themselves: functions, each of which may try many examples. `make test` runs "
            "all but the long ones, on SQLite, and those of what writes once more on PostgreSQL; "
            "`make test-long` runs the long ones."
        ),
        "\n".join(
            ["| Room | Tests | in a browser | of a hazard | long |", "|---|---|---|---|---|", *rows]
        ),
        "## Seeds and numbers of examples",
        "What is left to chance begins with a number that is written down, so that it can be done again.",
        "\n".join(["| File | |", "|---|---|", *tried]),
        (SAFETY / "by-people.txt").read_text().strip(),
    ]
    return "\n\n".join(parts) + "\n"


def _room(room: str, tests: list[Test]) -> str:
    def count(mark: str) -> int:
        return sum(mark in test.marks for test in tests)

    return f"| {room} | {len(tests)} | {count('browser')} | {count('hazard')} | {count('long')} |"


PAGES: Mapping[Path, Callable[[], str]] = {
    SAFETY / "hazard-log.md": hazard_log,
    SAFETY / "how-it-is-tested.md": how_it_is_tested,
}
