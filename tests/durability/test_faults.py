"""The disk is full, the database locked or stopped: an honest page within ten seconds, and back by itself."""

import resource
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.durability.clinic import Clinic, Served
from tests.durability.patients import CSRF, SENT, Form, Patients
from tests.durability.test_kills import NOTHING, forms_of, wrongs
from tests.postgres import OwnServer, programs

TEN_SECONDS = 10


def sends_honestly(server: Served, form: Form) -> bool:
    """Send a form while something is broken; return whether it was taken, having told the truth."""
    began = time.monotonic()
    status, headers, text = server.ask(
        "POST",
        "/form/check/",
        f"csrfmiddlewaretoken={CSRF}",
        {
            "Cookie": f"backstop_visit={form.token}; csrftoken={CSRF}",
            "Content-Type": "application/x-www-form-urlencoded",
        },
    )
    assert time.monotonic() - began < TEN_SECONDS
    if status == 302:
        assert headers["location"] == SENT
        return True
    assert status == 503, status
    assert "Not saved. Tell the desk." in text
    assert form.code not in text
    return False


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
def locked_database(clinic: Clinic, server: Served) -> Iterator[None]:
    """Hold the lock of the writer, as another program would."""
    other = sqlite3.connect(clinic.folder / "backstop.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


@pytest.mark.sqlite
@pytest.mark.hazard("H09", "H23")
@pytest.mark.parametrize(
    "break_it", [full_disk, pytest.param(locked_database, marks=pytest.mark.long)]
)
@pytest.mark.parametrize("times", [1, pytest.param(17, marks=pytest.mark.long)])
def test_what_sqlite_cannot_keep_is_not_called_sent(new_clinic, break_it, times):
    clinic = new_clinic("sqlite")
    forms = forms_of(clinic, 4)
    with Served(clinic) as server:
        for _ in range(times):
            with break_it(clinic, server):
                assert not sends_honestly(server, forms[0])
                assert server.ask("GET", "/healthz")[0] == 503
            assert server.ask("GET", "/healthz")[0] == 200
        all_are_sent(clinic, server, forms)


# --- PostgreSQL -------------------------------------------------------------------------------------


@pytest.fixture
def own_server() -> Iterator[OwnServer]:
    if programs() is None:
        pytest.skip("the programs of PostgreSQL are not here")
    with OwnServer() as server:
        yield server


@pytest.mark.hazard("H09", "H23")
@pytest.mark.parametrize("times", [1, 66])
@pytest.mark.long
def test_what_a_stopped_postgres_cannot_keep_is_not_called_sent(own_server, tmp_path, times):
    clinic = Clinic(tmp_path / "clinic", f"{own_server.address}/postgres")
    clinic.open()
    forms = forms_of(clinic, times + 6)
    with Served(clinic) as server:
        with Patients(server, forms, people=2) as patients:
            for number in range(times):
                patients.wait_until_sent(1)
                own_server.stop()
                assert not sends_honestly(server, forms[-1 - number])
                own_server.start()
        assert wrongs(clinic, forms, patients.told) == NOTHING
        all_are_sent(clinic, server, forms)


# --- Both -------------------------------------------------------------------------------------------


@pytest.mark.hazard("H23")
@pytest.mark.parametrize("kind", [pytest.param("sqlite", marks=pytest.mark.long), "postgres"])
def test_a_rolling_restart_fails_nobody(kind, new_clinic):
    clinic = new_clinic(kind)
    forms = forms_of(clinic, 120)
    with Served(clinic) as server, Patients(server, forms, people=3) as patients:
        for _ in range(2):
            patients.wait_until_sent(2)
            server.restart_gently()
        assert patients.are_busy
    assert wrongs(clinic, forms, patients.told) == NOTHING
