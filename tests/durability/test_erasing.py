"""What is erased is gone from the files too, while Backstop runs; where it cannot be, that is said."""

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.durability.clinic import Clinic, Served
from tests.postgres import OwnServer, a_database, programs
from tests.trust.world import NAME, NUMBER, WORDS

pytestmark = pytest.mark.hazard("H22")

STORY = """
from datetime import date
from triage.accounts.actions import add_staff
from triage.accounts.roles import Role
from triage.audit.models import Actor
from triage.intake.actions import save_answers, start_visit, submit
from triage.intake.models import Visit
from django.utils import timezone
desk = add_staff("desk", shown_name="L. Reyes", roles=[Role.FRONT_DESK], by=None)
for number in range(8):
    visit = start_visit(
        name="{name}", birth_date=date(1950, 1, 1), identifier="{number}", by=desk
    )
    for page in visit.ruleset.definition.pages:
        if any(question.link_id == "own_words" for question in page.questions):
            save_answers(visit, page.key, {{"own_words": "{words}"}}, by=Actor.PATIENT)
    submit(visit, incomplete=True, by=desk)
Visit.objects.update(closed_at=timezone.now())
print(visit.code)
"""


def a_patient_with_many_visits(clinic: Clinic) -> str:
    """Return the code of a visit of somebody whose marks lie all over the database."""
    return clinic.story(STORY.format(name=NAME, number=NUMBER, words=WORDS)).split()[-1]


def found(files: list[Path]) -> set[str]:
    held = b"".join(file.read_bytes() for file in files if file.is_file())
    return {mark for mark in (NAME, NUMBER, WORDS) if mark.encode() in held}


def of_sqlite(clinic: Clinic) -> list[Path]:
    return list(clinic.folder.glob("backstop.sqlite3*"))


@pytest.mark.sqlite
def test_while_backstop_runs_nothing_is_left_in_the_file(new_clinic):
    clinic = new_clinic("sqlite")
    with Served(clinic) as server:
        code = a_patient_with_many_visits(clinic)
        assert server.ask("GET", "/healthz")[0] == 200
        assert found(of_sqlite(clinic)) == {NAME, NUMBER, WORDS}

        clinic.manage("erase_patient", code, "--yes")

        assert found(of_sqlite(clinic)) == set()
        assert server.ask("GET", "/healthz")[0] == 200


@pytest.mark.long
@pytest.mark.sqlite
def test_whoever_still_reads_the_old_bytes_is_told_of(new_clinic):
    clinic = new_clinic("sqlite")
    code = a_patient_with_many_visits(clinic)
    with closing(sqlite3.connect(clinic.folder / "backstop.sqlite3")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM intake_patient").fetchone()

        refusal = clinic.refusal("erase_patient", code, "--yes")

        assert "its files may still hold what was in them" in refusal
        assert found(of_sqlite(clinic)) == {NAME, NUMBER, WORDS}
    assert "hold nothing that was erased" in clinic.manage("forget_bytes")
    assert found(of_sqlite(clinic)) == set()


@pytest.mark.long
@pytest.mark.skipif(programs() is None, reason="no PostgreSQL can be started here")
def test_postgres_writes_its_tables_anew(tmp_path):
    with OwnServer() as server, a_database(server.address) as address:
        clinic = Clinic(tmp_path / "clinic", address)
        clinic.open()
        with Served(clinic) as backstop:
            code = a_patient_with_many_visits(clinic)
            assert backstop.ask("GET", "/healthz")[0] == 200
            assert found(tables(server, address)) == {NAME, NUMBER, WORDS}

            clinic.manage("erase_patient", code, "--yes")

            assert found(tables(server, address)) == set()
            with psycopg.connect(address) as holder:
                holder.execute("SELECT count(*) FROM intake_patient")
                assert "stop Backstop" in clinic.refusal("forget_bytes").replace("Stop", "stop")
            assert "hold nothing that was erased" in clinic.manage("forget_bytes")


def tables(server: OwnServer, address: str) -> list[Path]:
    """Return the files of the tables, once all of it is in them."""
    with psycopg.connect(address, autocommit=True) as line:
        line.execute("CHECKPOINT")
    return list((server.folder / "data" / "base").rglob("*"))
