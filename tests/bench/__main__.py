"""What Backstop costs beside named baselines, as a table.

    make bench
    .venv/bin/python -m tests.bench [PART ...]

Each part runs in processes of its own and alone. PostgreSQL is measured too where
BACKSTOP_BENCH_POSTGRES names a server, as postgres://user@host. BACKSTOP_BENCH_VISITS says how many
visits are stored, BACKSTOP_BENCH_FOLDER where they are kept: made once, they are used again.
"""

# ruff: noqa: T201 a script prints

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.bench.ratio import Line, table

ROOT = Path(__file__).parents[2]
VISITS = int(os.environ.get("BACKSTOP_BENCH_VISITS", "1000000"))
FEW, STILL_OPEN = 1_000, 300
FOLDER = Path(os.environ.get("BACKSTOP_BENCH_FOLDER", ROOT / "var" / "bench"))
POSTGRES = os.environ.get("BACKSTOP_BENCH_POSTGRES", "")
QUIET = {"BACKSTOP_DEMO": "1", "DATABASE_URL": ""}


def run(*words: str, **environment: str) -> str:
    """Run a Python of ours and return what it prints."""
    told = subprocess.run(  # noqa: S603 our own command
        [sys.executable, *words],
        cwd=ROOT,
        env={**os.environ, **QUIET, **environment},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return told.stdout


def measured(part: str, *words: str, **environment: str) -> list[Line]:
    """Return the lines of one part."""
    print(f"measuring {part} {environment.get('DATABASE_URL', '')}", file=sys.stderr, flush=True)
    last = run("-m", f"tests.bench.{part}", *words, **environment).strip().splitlines()[-1]
    return [Line(**one) for one in json.loads(last)]


def stored(count: int) -> Path:
    """Return the folder of an SQLite with so many visits, made now if it is not there."""
    folder = FOLDER / str(count)
    if not (folder / "made").exists():
        folder.mkdir(parents=True, exist_ok=True)
        _fill(count, BACKSTOP_DATA_DIR=str(folder))
        (folder / "made").touch()
    return folder


def stored_on_postgres(count: int) -> str:
    """Return the address of a PostgreSQL database with so many visits, made now if need be."""
    address = f"{POSTGRES}/backstop_bench_{count}"
    made = FOLDER / f"postgres-{count}"
    if not made.exists():
        import psycopg  # noqa: PLC0415 only where there is a server

        made.parent.mkdir(parents=True, exist_ok=True)
        with psycopg.connect(f"{POSTGRES}/postgres", autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS backstop_bench_{count}")
            server.execute(f"CREATE DATABASE backstop_bench_{count}")
        _fill(count, DATABASE_URL=address, BACKSTOP_DATA_DIR=str(FOLDER))
        made.touch()
    return address


def _fill(count: int, **environment: str) -> None:
    for words in (
        ["migrate", "--verbosity", "0"],
        ["load_sample_content"],
        ["make_demo"],
        ["make_visits", str(count), "--open", str(STILL_OPEN), "--no-trail"],
    ):
        run("manage.py", *words, **environment)


def impact() -> list[Line]:
    """Past responses replayed."""
    return measured("impact", BACKSTOP_DATA_DIR=str(stored(VISITS)))


def worklist() -> list[Line]:
    """Staff pages with little and much stored, on both databases."""
    files = [str(stored(count) / "backstop.sqlite3") for count in (VISITS, FEW)]
    lines = measured("stored", *files)
    if POSTGRES:
        lines += measured("stored", *(stored_on_postgres(count) for count in (VISITS, FEW)))
    return lines


def writes() -> list[Line]:
    """Submissions by several writers, on both databases."""
    lines = measured("writes")
    if POSTGRES:
        address = stored_on_postgres(FEW)
        lines += measured("writes", DATABASE_URL=address)
    return lines


PARTS: dict[str, Callable[[], list[Line]]] = {
    "impact": impact,
    "worklist": worklist,
    "pages": lambda: measured("pages"),
    "documents": lambda: measured("documents") + measured("paper"),
    "writes": writes,
    "server": lambda: measured("server"),
    "slow_tablet": lambda: measured("slow_tablet"),
}


def main(parts: list[str]) -> None:
    """Measure, print the table, and keep it as JSON beside the visits."""
    lines = [one for part in parts or PARTS for one in PARTS[part]()]
    print(table(lines))
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = FOLDER / "bench.json"
    kept.write_text(json.dumps([vars(one) for one in lines], indent=1) + "\n", encoding="utf-8")
    print(f"\nThe same as JSON: {kept}")


if __name__ == "__main__":
    main(sys.argv[1:])
