"""Run what touches the database once more, on PostgreSQL; say aloud when there is none.

    python tests/on_postgres.py [words for pytest]

Without words: the tests of a control of the hazard log in the rooms that keep what patients said,
and those of what writes. The engine, the pages' looks and the prints know no database, and the browser
asks the same views. `make test-long` runs the controls of content and trust here too.
"""

import os
import subprocess
import sys
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


def main(words: list[str]) -> int:
    """Run pytest with DATABASE_URL set; return what it returned."""
    with a_server() as server:
        if server is None:
            sys.stderr.write(NONE)
            return 0
        environ = {**os.environ, "DATABASE_URL": f"{server}/backstop"}
        runs = [words] if words else [hazards(), writers()]
        return max(run(one, environ) for one in runs)


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
