"""What Backstop costs beside named baselines, as a table.

    make bench
    .venv/bin/python -m tests.bench [PART ...]

Each part runs in processes of its own and alone. PostgreSQL is measured too where a server runs or
can be started. BACKSTOP_BENCH_VISITS says how many visits are stored, BACKSTOP_BENCH_FOLDER where the
SQLite with them is kept: made once, it is used again. A whole run puts its table into docs/speed.md;
so does the part `load`, which takes twelve minutes more and has a table of its own there.
"""

# ruff: noqa: T201 a script prints

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.ratio import Line, table
from tests.postgres import a_database, a_server

ROOT = Path(__file__).parents[2]
VISITS = int(os.environ.get("BACKSTOP_BENCH_VISITS", "1000000"))
FEW, STILL_OPEN = 1_000, 300
FOLDER = Path(os.environ.get("BACKSTOP_BENCH_FOLDER", ROOT / "var" / "bench"))
PAGE = ROOT / "docs" / "speed.md"
LOAD_VISITS = 100_000
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


@contextmanager
def stored_on_postgres(server: str, count: int) -> Iterator[str]:
    """Give the address of a new PostgreSQL database with so many visits."""
    with a_database(server) as address, TemporaryDirectory() as folder:
        _fill(count, DATABASE_URL=address, BACKSTOP_DATA_DIR=folder)
        yield address


def _fill(count: int, **environment: str) -> None:
    for words in (
        ["migrate", "--verbosity", "0"],
        ["load_sample_content"],
        ["make_demo"],
        ["make_visits", str(count), "--open", str(STILL_OPEN), "--short-trail"],
    ):
        run("manage.py", *words, **environment)


def impact() -> list[Line]:
    """Past responses replayed."""
    return measured("impact", BACKSTOP_DATA_DIR=str(stored(VISITS)))


def worklist() -> list[Line]:
    """Staff pages with little and much stored, on both databases."""
    files = [str(stored(count) / "backstop.sqlite3") for count in (VISITS, FEW)]
    lines = measured("stored", *files)
    with a_server() as server:
        if server is not None:
            with (
                stored_on_postgres(server, VISITS) as many,
                stored_on_postgres(server, FEW) as few,
            ):
                lines += measured("stored", many, few)
    return lines


def writes() -> list[Line]:
    """Submissions by several writers, on both databases, each new."""
    lines = measured("writes")
    with a_server() as server:
        if server is not None:
            with a_database(server) as address:
                lines += measured("writes", DATABASE_URL=address)
    return lines


def load() -> list[Line]:
    """A full clinic for five minutes, on both databases."""
    lines = measured("load", BACKSTOP_DATA_DIR=str(stored(LOAD_VISITS)))
    with a_server() as server:
        if server is not None:
            with stored_on_postgres(server, LOAD_VISITS) as address:
                lines += measured("load", DATABASE_URL=address)
    return lines


PARTS: dict[str, Callable[[], list[Line]]] = {
    "impact": impact,
    "worklist": worklist,
    "pages": lambda: measured("pages") + measured("walk"),
    "documents": lambda: measured("documents") + measured("paper"),
    "writes": writes,
    "server": lambda: measured("server"),
    "slow_tablet": lambda: measured("slow_tablet"),
}


BESIDE = {"load": load}
"""Parts that a whole run leaves out."""


def main(parts: list[str]) -> None:
    """Measure and print the table; keep that of a whole run, and not that of a part."""
    lines: list[Line] = []
    for part in parts or PARTS:
        lines += (PARTS | BESIDE)[part]()
        # A part that fails loses none that were measured before it.
        print(table(lines), flush=True)
    name = "bench" if not parts else parts[0] if parts == list(BESIDE) else ""
    if name:
        keep(name, lines)


def keep(name: str, lines: list[Line]) -> None:
    """Keep a table as JSON beside the visits, and as Markdown in the documentation."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = FOLDER / f"{name}.json"
    kept.write_text(json.dumps([vars(one) for one in lines], indent=1) + "\n", encoding="utf-8")
    before, begin, rest = PAGE.read_text("utf-8").partition(f"<!-- {name} -->\n")
    _, end, after = rest.partition(f"<!-- /{name} -->")
    PAGE.write_text(f"{before}{begin}{table(lines)}\n{end}{after}", encoding="utf-8")
    print(f"\nKept in {kept} and {PAGE}")


if __name__ == "__main__":
    main(sys.argv[1:])
