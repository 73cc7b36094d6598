"""The disk is full, the database locked or stopped: an honest page within ten seconds, and back by itself."""

import os
import resource
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from tests.durability.clinic import Clinic, Served
from tests.durability.conftest import KINDS
from tests.durability.patients import (
    CHECK,
    COPING,
    SENT,
    Form,
    Patients,
    body_of,
    headers_of,
    last_page_of,
)
from tests.durability.test_kills import NOTHING, forms_of, wrongs
from tests.postgres import OwnServer, a_database, programs

TEN_SECONDS = 10
Fault = Callable[[Clinic, Served], AbstractContextManager[None]]


def is_taken(server: Served, form: Form, path: str, fields: dict[str, str]) -> bool:
    """Post something while something is broken; return whether it was taken, having told the truth."""
    began = time.monotonic()
    status, headers, text = server.ask("POST", path, body_of(fields), headers_of(form))
    assert time.monotonic() - began < TEN_SECONDS
    if status == 302:
        assert headers["location"] == {CHECK: SENT, COPING: CHECK}[path]
        return True
    assert status == 503, status
    assert "Not saved. Tell the desk." in text
    assert form.code not in text
    return False


def both_are_taken(server: Served, sending: Form, saving: Form) -> tuple[bool, bool]:
    """Let one patient send and another save a page at once; return whether each was taken."""
    with ThreadPoolExecutor(2) as hands:
        sent = hands.submit(is_taken, server, sending, CHECK, {})
        saved = hands.submit(is_taken, server, saving, COPING, last_page_of(saving))
        return sent.result(), saved.result()


def all_are_sent(clinic: Clinic, server: Served, forms: list[Form]) -> None:
    """See that everybody can send once the fault is gone, without a hand being lifted."""
    with Patients(server, forms) as patients:
        patients.wait_until_sent(len(forms))
    assert len(patients.told.sent) == len(forms)
    assert wrongs(clinic, forms, patients.told) == NOTHING


# --- SQLite -----------------------------------------------------------------------------------------


@contextmanager
def full_disk(clinic: Clinic, server: Served) -> Iterator[None]:
    """Let no process of the server make a file longer than the shortest there is."""
    for pid in server.workers():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    yield
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    for pid in server.workers():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, unlimited)


@contextmanager
def locked_file(clinic: Clinic, server: Served) -> Iterator[None]:
    """Hold the lock of the writer, as another program would."""
    other = sqlite3.connect(clinic.folder / "backstop.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


@pytest.mark.sqlite
@pytest.mark.hazard("H09", "H23")
@pytest.mark.parametrize(
    ("break_it", "times"),
    [
        (full_disk, 1),
        pytest.param(full_disk, 70, marks=pytest.mark.long),
        pytest.param(locked_file, 30, marks=pytest.mark.long),
    ],
)
def test_what_sqlite_cannot_keep_is_not_called_sent(new_clinic, break_it, times, record_property):
    clinic = new_clinic("sqlite")
    forms = forms_of(clinic, 4)
    with Served(clinic) as server:
        for number in range(times):
            with break_it(clinic, server):
                assert both_are_taken(server, forms[0], forms[1]) == (False, False)
                assert number or server.ask("GET", "/healthz")[0] == 503
            assert server.ask("GET", "/healthz")[0] == 200
        all_are_sent(clinic, server, forms)
    record_property(f"times {break_it.__name__}", times)


# --- PostgreSQL -------------------------------------------------------------------------------------


@pytest.fixture
def own_server() -> Iterator[OwnServer]:
    if programs() is None:
        pytest.skip("the programs of PostgreSQL are not here")
    with OwnServer() as server:
        yield server


@pytest.fixture
def small_disk(own_server: OwnServer) -> Iterator[str]:
    """A place for tables with little room, in which PostgreSQL may keep a database."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    place = own_server.folder / "small"
    place.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", str(place)]
    if subprocess.run(mounting, check=False).returncode:  # noqa: S603 (our own words)
        pytest.skip("no small disk can be mounted here")
    own_server.give(place)
    try:
        with psycopg.connect(f"{own_server.address}/postgres", autocommit=True) as administration:
            administration.execute(f"CREATE TABLESPACE small LOCATION '{place}'")
        yield "small"
    finally:
        own_server.stop()
        subprocess.run(["umount", str(place)], check=True)  # noqa: S603, S607 (our own words)


def a_clinic_on(address: str, folder: Path) -> Clinic:
    clinic = Clinic(folder, address)
    clinic.open()
    return clinic


@contextmanager
def locked_table(clinic: Clinic, _server: Served) -> Iterator[None]:
    """Hold the table of the visits, as somebody who repairs something by hand would."""
    with psycopg.connect(clinic.environ["DATABASE_URL"]) as other:
        other.execute("LOCK TABLE intake_visit")
        yield
        other.rollback()


def ask_again_and_again(
    clinic: Clinic, fault: Fault, times: int, record_property: Callable[[str, object], None]
) -> list[tuple[bool, bool]]:
    """Break something so many times while two patients send; return what was taken, without a lie."""
    saving, *forms = forms_of(clinic, 4 * times + 41)
    sending, spare = forms[:times], forms[times:]
    told: list[tuple[bool, bool]] = []
    with Served(clinic) as server:
        with Patients(server, spare, people=2) as patients:
            for _ in range(times):
                patients.wait_until_sent(1)
                with fault(clinic, server):
                    told.append(both_are_taken(server, sending[0], saving))
                if told[-1][0]:
                    # There was room for one more: what it was told must be so, like the others.
                    patients.told.sent.add(sending.pop(0).code)
        forms = [saving, *sending, *spare]
        assert patients.told.slowest < TEN_SECONDS
        assert wrongs(clinic, forms, patients.told) == NOTHING
        all_are_sent(clinic, server, forms)
    record_property(f"times {fault.__name__}", times)
    return told


@pytest.mark.hazard("H09", "H23")
@pytest.mark.long
def test_what_a_stopped_postgres_cannot_keep_is_not_called_sent(
    own_server, tmp_path, record_property
):
    @contextmanager
    def stopped(_clinic: Clinic, _server: Served) -> Iterator[None]:
        own_server.stop()
        try:
            yield
        finally:
            own_server.start()

    clinic = a_clinic_on(f"{own_server.address}/postgres", tmp_path / "clinic")
    told = ask_again_and_again(clinic, stopped, 40, record_property)

    assert set(told) == {(False, False)}


@pytest.mark.hazard("H09", "H23")
@pytest.mark.long
def test_what_a_locked_postgres_cannot_keep_is_not_called_sent(new_clinic, record_property):
    told = ask_again_and_again(new_clinic("postgres"), locked_table, 30, record_property)

    assert set(told) == {(False, False)}


@pytest.mark.hazard("H09", "H23")
@pytest.mark.long
def test_what_a_postgres_without_room_cannot_keep_is_not_called_sent(
    own_server, small_disk, tmp_path, record_property
):
    @contextmanager
    def full(clinic: Clinic, _server: Served) -> Iterator[None]:
        filler = own_server.folder / small_disk / "filler"
        fill_up(filler)
        try:
            use_up_what_is_left(clinic)
            yield
        finally:
            filler.unlink()

    with a_database(own_server.address, place=small_disk) as address:
        clinic = a_clinic_on(address, tmp_path / "clinic")
        told = ask_again_and_again(clinic, full, 30, record_property)

    # Where older editions and what was taken back have left room, some can still be kept.
    assert sum(sent for sent, _ in told) < len(told) / 2
    record_property("forms not sent", sum(not sent for sent, _ in told))
    record_property("pages not saved", sum(not saved for _, saved in told))


def fill_up(filler: Path) -> None:
    """Write until there is no room left."""
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(2**16))
    with filler.open("ab", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(2**12))


def use_up_what_is_left(clinic: Clinic) -> None:
    """Write short lines into the audit trail until it takes none: its last page had room for some."""
    with (
        closing(psycopg.connect(clinic.environ["DATABASE_URL"], autocommit=True)) as other,
        suppress(psycopg.errors.DiskFull),
    ):
        named = other.execute(
            "SELECT string_agg(column_name, ', ') FROM information_schema.columns"
            " WHERE table_name = 'audit_auditevent' AND column_name <> 'id'"
        ).fetchone()
        assert named is not None
        short = (
            f"INSERT INTO audit_auditevent ({named[0]}) SELECT {named[0]} FROM audit_auditevent"  # noqa: S608 (its own words)
            " WHERE action <> 'intake.submitted' ORDER BY length(audit_auditevent::text) LIMIT 1"
        )
        while True:
            other.execute(short)


# --- Both -------------------------------------------------------------------------------------------


@pytest.mark.hazard("H23")
@pytest.mark.parametrize(
    ("kind", "restarts"),
    [("sqlite", 1), *(pytest.param(kind, 3, marks=pytest.mark.long) for kind in KINDS)],
)
def test_a_rolling_restart_fails_nobody(kind, restarts, new_clinic):
    clinic = new_clinic(kind)
    forms = forms_of(clinic, 60 * restarts)
    with Served(clinic) as server, Patients(server, forms, people=3) as patients:
        for _ in range(restarts):
            patients.wait_until_sent(2)
            server.restart_gently()
        assert patients.are_busy
    assert wrongs(clinic, forms, patients.told) == NOTHING
