"""A backup holds all that was acknowledged before it, and nothing else passes for a backup."""

import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.durability.clinic import Clinic, Served
from tests.durability.conftest import KINDS
from tests.durability.patients import Patients
from tests.durability.test_kills import forms_of

pytestmark = pytest.mark.hazard("H24")


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup of a clinic with one form, and what was frozen there."""

    file: Path
    frozen: Any


@pytest.fixture(scope="session")
def kept(opened_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A backup that is not written to."""
    clinic = Clinic(tmp_path_factory.mktemp("kept") / "clinic")
    shutil.copytree(opened_folder, clinic.folder, dirs_exist_ok=True)
    forms_of(clinic, 1)
    with sqlite3.connect(clinic.folder / "backstop.sqlite3") as database:
        database.execute("INSERT INTO django_session VALUES ('key', 'canary', '2030-01-01')")
    database.close()
    clinic.manage("backup", str(clinic.folder / "kept"))
    return Kept(clinic.folder / "kept", clinic.script("frozen"))


def drill(source: Clinic, server: Served, target: Clinic, number: int, told: set[str]) -> None:
    """Back up while patients send, restore elsewhere, and look for all who were told before."""
    file = source.folder / f"backup-{number}"
    with Patients(server, forms_of(source, 200), people=2) as patients:
        patients.wait_until_sent(3)
        before = set(patients.told.sent)
        source.manage("backup", str(file))
        assert len(patients.told.sent) > len(before)
    told |= before
    target.manage("restore", str(file), "--replace")

    rows = target.script("count")
    assert [code for code in told if rows[code]["responses"] != 1] == []
    assert [code for code, row in rows.items() if not row["whole"]] == []
    assert told


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_under_load_holds_all_that_was_acknowledged(kind, new_clinic, empty_place):
    source, target = new_clinic(kind), empty_place(kind)
    with Served(source) as server:
        drill(source, server, target, 0, set())


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_twenty_drills_under_load_miss_nothing(kind, new_clinic, empty_place):
    source, target = new_clinic(kind), empty_place(kind)
    told: set[str] = set()
    with Served(source) as server:
        for number in range(20):
            drill(source, server, target, number, told)


@pytest.mark.long
@pytest.mark.parametrize("source", KINDS)
@pytest.mark.parametrize("target", KINDS)
def test_what_is_frozen_comes_back_as_it_was(source, target, new_clinic, empty_place, tmp_path):
    old, new = new_clinic(source), empty_place(target)
    forms_of(old, 3)
    before = old.script("frozen")

    old.manage("backup", str(tmp_path / "kept"))
    new.manage("restore", str(tmp_path / "kept"))

    assert new.script("frozen") == before
    # The next record gets a number that is free.
    assert len(forms_of(new, 1)) == 1


@pytest.mark.long
def test_moving_to_postgres_keeps_everything(new_clinic, empty_place):
    old, new = new_clinic("sqlite"), empty_place("postgres")
    forms_of(old, 3)
    before = old.script("frozen")
    new.folder.rmdir()
    shutil.copytree(old.folder, new.folder)

    assert "is the same" in new.manage("move_to_postgres")

    assert new.script("frozen") == before
    assert len(forms_of(new, 1)) == 1
    # Nobody goes on with the old file by mistake, and nobody moves twice.
    assert not (new.folder / "backstop.sqlite3").exists()
    shutil.copytree(old.folder, new.folder, dirs_exist_ok=True)
    assert new.refusal("move_to_postgres") == (
        "CommandError: There are records in that PostgreSQL database already."
    )


def test_a_move_without_an_address_is_refused(empty_place):
    assert "Set DATABASE_URL" in empty_place("sqlite").refusal("move_to_postgres")


def test_a_place_with_records_is_not_written_over(new_clinic, kept):
    clinic = new_clinic("sqlite")

    assert "There are records here already" in clinic.refusal("restore", str(kept.file))
    assert "never overwrites another" in clinic.refusal("backup", str(kept.file))


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.long)])
def test_a_running_clinic_is_not_written_over(kind, new_clinic, kept):
    clinic = new_clinic(kind)
    with Served(clinic) as server:
        assert server.ask("GET", "/healthz")[0] == 200

        assert "stop Backstop first" in clinic.refusal("restore", str(kept.file), "--replace")

        assert server.ask("GET", "/healthz")[0] == 200


def test_what_is_damaged_or_merely_copied_is_refused(opened_folder, kept, empty_place, tmp_path):
    place, broken, whole = empty_place("sqlite"), tmp_path / "broken", kept.file.read_bytes()
    copied = opened_folder / "backstop.sqlite3"

    assert "not a backup made by" in place.refusal("restore", str(copied))
    for damage in (
        whole[: len(whole) // 2],
        whole.replace(b"Patient 0", b"Patient 9"),
        b"",
    ):
        broken.write_bytes(damage)
        assert "damaged" in place.refusal("restore", str(broken))
    assert "There is no file" in place.refusal("restore", str(tmp_path / "nothing"))
    assert not (place.folder / "backstop.sqlite3").exists()


def test_a_damaged_database_gives_way_to_a_backup_and_is_set_aside(empty_place, kept):
    clinic = empty_place("sqlite")
    database = clinic.folder / "backstop.sqlite3"
    database.write_bytes(b"no database at all " * 1000)

    clinic.manage("restore", str(kept.file), "--replace")

    assert clinic.script("frozen") == kept.frozen
    assert len(list(clinic.folder.glob("backstop.sqlite3.replaced-*"))) == 1


def test_web_sessions_are_in_no_backup(kept):
    held = kept.file.read_bytes()

    assert b"Patient 0" in held
    assert b"canary" not in held
