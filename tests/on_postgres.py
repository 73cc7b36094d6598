"""Run what touches the database once more, on PostgreSQL; say aloud when there is none.

    python tests/on_postgres.py [words for pytest]
    python tests/on_postgres.py long [paths]

Without words: the tests of a control of the hazard log in the rooms that keep what patients said,
and those of what writes. The engine, the pages' looks and the prints know no database, and the browser
asks the same views. `long` is what `make test-long` runs here: who gets in, what is kept of a patient,
the controls of content, and the tests of trust that take minutes; those in the paths given, if any are.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.postgres import a_server

ROOMS = ("accounts", "audit", "config", "content", "intake", "worklist")
# They start their own servers on both kinds, ask no database, print what the others wrote, or take
# minutes.
ELSEWHERE = (
    "content",
    "trust",
    "durability",
    "engine",
    "ui",
    "house",
    "journeys",
    "bench",
    "documents",
    "planted",
    "mutants",
)
NONE = "SKIPPED: the tests on PostgreSQL, for no server runs here and none can be started.\n"
QUICK = "not long and not browser"
WRITES = (
    "actions",
    "races",
    "release",
    "trail",
    "submitting",
    "saving",
    "sign_in",
    "kiosk",
    "link",
)
LONGER = (
    (("tests/content",), f"hazard and {QUICK}"),
    (
        ("tests/trust", "tests/accounts/test_sessions.py", "tests/accounts/test_second_factor.py"),
        QUICK,
    ),
    (("tests/trust/test_matrix.py", "tests/trust/test_fuzz.py"), "long"),
)


def main(words: list[str]) -> int:
    """Run pytest with DATABASE_URL set; return what it returned."""
    with a_server() as server:
        if server is None:
            sys.stderr.write(NONE)
            return 0
        environ = {**os.environ, "DATABASE_URL": f"{server}/backstop"}
        match words:
            case []:
                runs = [hazards(), writers()]
            case ["long", *paths]:
                runs = list(longer(paths))
            case _:
                runs = [words]
        return max((run(one, environ) for one in runs), default=0)


def hazards() -> list[str]:
    """Return the words for all tests of the hazard log that ask a database."""
    return ["tests", *(f"--ignore=tests/{one}" for one in ELSEWHERE), "-m", f"hazard and {QUICK}"]


def writers() -> list[str]:
    """Return the words for the other tests of what writes."""
    files = [
        str(path)
        for room in ROOMS
        for path in sorted(Path("tests", room).glob("test_*.py"))
        if any(word in path.stem for word in WRITES)
    ]
    return [*files, "-m", f"not hazard and {QUICK}"]


def longer(paths: list[str]) -> Iterator[list[str]]:
    """Return the words for what only `make test-long` runs here, as far as it lies in the paths."""
    for places, chosen in LONGER:
        if here := [one for one in places if not paths or one.startswith(tuple(paths))]:
            yield [*here, "-m", chosen]


def run(words: list[str], environ: dict[str, str]) -> int:
    """Run pytest on PostgreSQL with a database of its own."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--numprocesses",
        "2",
        "--create-db",
        "-p",
        "no:cacheprovider",
        *words,
    ]
    return subprocess.run(command, env=environ, check=False).returncode  # noqa: S603 (our own words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
