"""An upgrade changes no byte of what is kept, finished or killed half way.

There is no release yet, so the way from this one to the next is tried with a migration that only the
tests have. From the first tag on, each release is installed beside this one and upgraded to it.
"""

import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest

from tests.durability.clinic import ROOT, Clinic
from tests.durability.conftest import KINDS
from tests.postgres import a_database

pytestmark = [pytest.mark.long, pytest.mark.hazard("H06", "H24")]

VISITS, KILLS, SEED = 10_000, 20, 20_261
NEXT = {"DJANGO_SETTINGS_MODULE": "tests.durability.next_release.settings"}
STAFF = """
from triage.accounts.actions import add_staff
from triage.accounts.roles import Role
for name, role in (("reyes", Role.FRONT_DESK), ("okafor", Role.CLINICIAN)):
    add_staff(name, shown_name=name, roles=[role], by=None)
"""
# What a running house writes about itself, and what says which migrations were made.
OWN = {"django_migrations", "house_cache", "config_pulse", "django_session"}
# The migration may add columns, and the names of its own models' permissions.
NAMES = {"auth_permission", "django_content_type", "auth_group_permissions"}

Columns = dict[str, list[str]]


def filled(clinic: Clinic, visits: int) -> None:
    """Fill a clinic with made-up visits."""
    clinic.story(STAFF)
    clinic.environ["BACKSTOP_DEMO"] = "1"
    clinic.manage("make_visits", str(visits), "--played", "40")


class Records:
    """Every record of a clinic, past Django."""

    def __init__(self, clinic: Clinic) -> None:
        self._file = clinic.folder / "backstop.sqlite3"
        self._address = clinic.environ["DATABASE_URL"]

    def columns(self) -> Columns:
        """Return the columns of every table that holds records."""
        said = (
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' ORDER BY 1, ordinal_position"
            if self._address
            else "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c"
            " WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' ORDER BY 1, c.cid"
        )
        found: Columns = {}
        for table, column in self._asked(said):
            if table not in OWN | NAMES:
                found.setdefault(table, []).append(column)
        return found

    def hashes(self, columns: Columns) -> dict[str, str]:
        """Return a hash of each table, of these columns as they are stored."""
        return {table: self._hash(table, names) for table, names in columns.items()}

    def _hash(self, table: str, names: list[str]) -> str:
        told = ", ".join(f'"{name}"' for name in names)
        hashed, rows = sha256(), 0
        for row in self._asked(f'SELECT {told} FROM "{table}" ORDER BY "{names[0]}"'):  # noqa: S608 (our own names)
            hashed.update(repr(row).encode())
            rows += 1
        return f"{rows} {hashed.hexdigest()}"

    def _asked(self, said: str) -> Iterator[tuple[Any, ...]]:
        if self._address:
            with psycopg.connect(self._address) as line:
                yield from line.execute(said)
        else:
            with closing(sqlite3.connect(self._file)) as line:
                yield from line.execute(said)


def upgrading(clinic: Clinic) -> subprocess.Popen[bytes]:
    """Begin to migrate to the next release."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env={**clinic.environ, **NEXT},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def is_upgraded(records: Records) -> bool:
    return "another" in records.columns()["intake_response"]


@pytest.fixture
def copies(request: pytest.FixtureRequest, tmp_path: Path):
    """Return how to get one more copy of a clinic."""

    def another(clinic: Clinic, number: int) -> Iterator[Clinic]:
        folder = shutil.copytree(clinic.folder, tmp_path / f"copy-{number}")
        if not (like := clinic.environ["DATABASE_URL"]):
            yield Clinic(folder)
        else:
            server = request.getfixturevalue("postgres_server")
            with a_database(server, like=like) as address:
                yield Clinic(folder, address)
        shutil.rmtree(folder)

    return another


@pytest.mark.parametrize("kind", KINDS)
def test_an_upgrade_keeps_ten_thousand_visits_byte_for_byte_even_when_it_is_killed(
    kind, new_clinic, copies
):
    clinic = new_clinic(kind)
    filled(clinic, VISITS)
    columns = Records(clinic).columns()
    before = Records(clinic).hashes(columns)
    assert before["intake_visit"].startswith(f"{VISITS} ")

    for whole in copies(clinic, 0):
        begun = time.monotonic()
        assert upgrading(whole).wait() == 0
        took = time.monotonic() - begun
        assert is_upgraded(Records(whole))
        assert Records(whole).hashes(columns) == before

    dice, cut = Random(SEED), 0  # noqa: S311 (a game, not a secret)
    for number in range(1, KILLS + 1):
        for half in copies(clinic, number):
            process = upgrading(half)
            time.sleep(took * dice.uniform(0.3, 1))
            process.kill()
            process.wait()
            cut += not is_upgraded(Records(half))
            assert Records(half).hashes(columns) == before
            assert upgrading(half).wait() == 0
            assert is_upgraded(Records(half))
            assert Records(half).hashes(columns) == before
    print(f"{kind}: {took:.1f} s for {VISITS} visits; {KILLS} kills, {cut} of them before the end")  # noqa: T201 (shown with -s)

    assert cut > KILLS / 4


def releases() -> list[str]:
    """Return the tags of releases, and the present commit, which is the release to be."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        return []
    said = subprocess.run([git, "tag", "--list", "v*"], cwd=ROOT, check=True, capture_output=True)  # noqa: S603
    return [*said.stdout.decode().split(), "HEAD"]


@pytest.mark.parametrize("release", releases())
@pytest.mark.parametrize("kind", KINDS)
def test_each_release_is_upgraded_to_this_one(kind, release, empty_place, tmp_path):
    old_code = tmp_path / "code"
    old_code.mkdir()
    packed = subprocess.run(["git", "archive", release], cwd=ROOT, check=True, capture_output=True)  # noqa: S603, S607
    subprocess.run(["tar", "-x", "-C", str(old_code)], input=packed.stdout, check=True)  # noqa: S603, S607
    clinic = empty_place(kind)
    old = Clinic(clinic.folder, clinic.environ["DATABASE_URL"], code=old_code)
    old.open()
    filled(old, 300)
    columns = Records(clinic).columns()
    before = Records(clinic).hashes(columns)

    clinic.manage("migrate", "--verbosity", "0")

    assert Records(clinic).hashes(columns) == before
    assert "OK" in clinic.story(
        "from triage.config.start import reasons_not_to_start as r; print(r() or 'OK')"
    )
