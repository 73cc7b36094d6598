"""What a backup file is: sealed, whole, and told apart from everything else."""

import inspect
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.builders import a_response
from triage.audit.models import AuditEvent
from triage.config import copying
from triage.config.backup import BackupError, back_up, read_seal
from triage.config.copying import CopyError, copy_records, digest, kept_models
from triage.config.restore import RestoreError, _put_in_place, _refuse_file_in_use, _set_aside
from triage.config.second_database import is_of_this_version, sqlite_file
from triage.intake.models import Response

pytestmark = [pytest.mark.hazard("H24"), pytest.mark.sqlite]

DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda whole: whole[: len(whole) // 2],
    "changed": lambda whole: whole.replace(b"Ada Marlow", b"Eve Marlow"),
    "empty": lambda _: b"",
    "something else": lambda _: b"no database " * 500,
}


@pytest.fixture
def kept(tmp_path, transactional_db):
    """A backup of somebody's answers."""
    a_response()
    file = tmp_path / "backups" / "kept"
    call_command("backup", str(file))
    return file


def test_a_backup_is_read_back_is_noted_and_never_overwrites(kept, capsys):
    assert read_seal(kept).rows > 1000
    assert kept.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in kept.parent.iterdir()] == ["kept"]
    assert AuditEvent.objects.filter(action="config.backed_up").count() == 1
    call_command("backup", f"{kept}-2")
    assert "read back and found whole" in capsys.readouterr().out
    with pytest.raises(CommandError, match="never overwrites another"):
        call_command("backup", str(kept))
    with pytest.raises(CommandError, match="There are records here already"):
        call_command("restore", str(kept))


def test_a_damaged_backup_is_refused(kept, tmp_path):
    whole, broken = kept.read_bytes(), tmp_path / "broken"
    for name, damage in DAMAGE.items():
        broken.write_bytes(damage(whole))
        with pytest.raises(BackupError, match="damaged"):
            print(name, read_seal(broken))  # noqa: T201 (what the failure was about)
    with closing(sqlite3.connect(kept)) as opened:
        opened.execute("DELETE FROM intake_patient")
        opened.commit()
    with pytest.raises(BackupError, match="does not hold what was written"):
        read_seal(kept)


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(BackupError, match="could not be written"):
        back_up(tmp_path / "file" / "kept")


def test_there_is_no_backup_where_there_is_no_file(tmp_path):
    with pytest.raises(BackupError, match="There is no file"):
        read_seal(tmp_path / "nothing")
    with pytest.raises(CommandError, match="There is no file"):
        call_command("restore", str(tmp_path / "nothing"), "--replace")


def test_a_move_goes_to_postgres_alone():
    with pytest.raises(CommandError, match="Set DATABASE_URL"):
        call_command("move_to_postgres")


# --- One database beside another --------------------------------------------------------------------


@pytest.fixture
def second(tmp_path, db, monkeypatch):
    """An empty database beside the one in use, which holds somebody's answers."""
    # Django lets a test use only the databases of the settings: step behind that.
    guarded = inspect.getclosurevars(BaseDatabaseWrapper.ensure_connection)
    connect = guarded.nonlocals["real_ensure_connection"]
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", connect)
    a_response()
    with sqlite_file(tmp_path / "second") as name:
        call_command("migrate", database=name, verbosity=0)
        yield name


def test_every_record_is_copied_as_it_is_or_none(second, monkeypatch):
    counts = copy_records("default", second)

    assert counts["intake.Response"] == 1
    assert is_of_this_version(second)
    assert Response.objects.using(second).get().answers == Response.objects.get().answers
    assert [m for m in kept_models() if digest(m, "default") != digest(m, second)] == []

    monkeypatch.setattr(copying, "digest", lambda model, using: f"{model} {using}")
    with pytest.raises(CopyError, match="not the same in both"):
        copy_records("default", second)
    monkeypatch.setattr(copying, "digest", digest)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake_patient SET birth_date = 'never'")
    with pytest.raises(CopyError, match=r"intake\.Patient holds a record that cannot be copied"):
        copy_records("default", second)
    assert Response.objects.using(second).count() == 1


# --- Files ------------------------------------------------------------------------------------------


def test_a_file_somebody_holds_is_not_replaced(tmp_path):
    place = tmp_path / "place"
    with closing(sqlite3.connect(place)) as holder:
        holder.execute("PRAGMA journal_mode=WAL")
        holder.execute("CREATE TABLE one (x)")

        with pytest.raises(RestoreError, match="stop Backstop first"):
            _refuse_file_in_use(place)


def test_what_is_replaced_is_set_aside_whole(tmp_path, monkeypatch):
    monkeypatch.setattr("triage.config.restore.connection.close", lambda: None)
    place, copy = tmp_path / "place", tmp_path / "copy"
    place.write_bytes(b"damaged " * 500)
    (tmp_path / "place-wal").write_bytes(b"newest")
    copy.write_bytes(b"new")

    _put_in_place(copy, place)

    assert place.read_bytes() == b"new"
    aside = sorted(one.read_bytes()[:7] for one in tmp_path.glob("place.replaced-*"))
    assert aside == [b"damaged", b"newest"]


def test_what_cannot_be_put_in_place_says_where_the_old_records_are(tmp_path, monkeypatch):
    def full(_copy: Path, _place: Path) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("triage.config.restore.connection.close", lambda: None)
    monkeypatch.setattr("triage.config.restore.keep", full)
    place, copy = tmp_path / "place", tmp_path / "copy"
    copy.write_bytes(b"new")
    with pytest.raises(RestoreError, match="no records here before"):
        _put_in_place(copy, place)
    place.write_bytes(b"damaged " * 500)

    with pytest.raises(RestoreError, match=r"No space left.*place\.replaced-\w+: give it back"):
        _put_in_place(copy, place)

    aside = next(tmp_path.glob("place.replaced-*"))
    assert aside.read_bytes() == b"damaged " * 500


def test_setting_aside_names_the_reason(tmp_path):
    file = tmp_path / "file"
    file.touch()

    _set_aside(file, "moved")

    assert [one.name.split("-")[0] for one in tmp_path.iterdir()] == ["file.moved"]
