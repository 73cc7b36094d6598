"""What somebody typed is in no log of the database, even when the database refuses it."""

import contextlib

import psycopg
import pytest
import yaml

from tests.durability.clinic import ROOT, Clinic
from tests.postgres import OwnServer, a_database, programs

NAME = "Zebulon Quillfeather"
REFUSED = (
    # Nothing where something must be; too long; no date; no JSON; no number; no such thing.
    "INSERT INTO accounts_user (username) VALUES (%s)",
    "INSERT INTO intake_patient (identifier) VALUES (repeat(%s, 100))",
    "UPDATE intake_patient SET birth_date = CAST(%s AS text)::date",
    "UPDATE intake_visit SET answers = CAST(%s AS text)::jsonb",
    "INSERT INTO intake_patient (name, identifier, birth_date) VALUES (%s, NULL, now())",
    "SELECT CAST(%s AS text)::integer",
    "SELECT no_such_function(%s)",
)


def settings_in_compose() -> list[str]:
    """Return what the deployment sets, to be tried as it is."""
    compose = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())
    return list(compose["services"]["db"]["command"][2::2])


def written_of(settings: list[str], folder) -> str:
    """Return what a server with these settings writes while it refuses things that hold a name."""
    with OwnServer(*settings) as server, a_database(server.address) as address:
        Clinic(folder, address).manage("migrate", "--verbosity", "0")
        with psycopg.connect(address, autocommit=True) as line:
            for statement in REFUSED:
                with contextlib.suppress(psycopg.Error):
                    line.execute(statement, [NAME])
                # And once more as a statement that holds the words itself.
                with contextlib.suppress(psycopg.Error):
                    line.execute(statement.replace("%s", f"'{NAME}'"))
        return server.log.read_text()


@pytest.mark.hazard("H22")
@pytest.mark.skipif(programs() is None, reason="no PostgreSQL can be started here")
def test_the_log_of_postgres_holds_nothing_of_a_patient(tmp_path):
    told = written_of(settings_in_compose(), tmp_path / "one")

    assert "ready to accept connections" in told
    assert NAME not in told
    assert "INSERT" not in told


@pytest.mark.long
@pytest.mark.skipif(programs() is None, reason="no PostgreSQL can be started here")
def test_without_those_settings_it_would(tmp_path):
    assert written_of([], tmp_path / "one").count(NAME) >= len(REFUSED)
