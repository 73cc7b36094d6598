"""Let patients send, and write to a file what the disk was asked to do and when each was told "sent"."""

import pickle
import sys
from pathlib import Path

from recorder import Recorder  # type: ignore[import-not-found] # beside this script

recorder = Recorder()

from triage.config import database  # noqa: E402 (the recorder comes before any connection)

if sys.argv[3] == "normal":
    # What is wrong on purpose, so that the test is seen to find it.
    database.PRAGMAS["synchronous"] = 1

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402

from tests.builders import a_user, born, the_vignette  # noqa: E402
from triage.audit.models import Actor  # noqa: E402
from triage.intake.actions import save_answers, start_visit, submit  # noqa: E402


def main(number: int, file: Path) -> None:
    desk = a_user("the-desk")
    for one in range(number):
        visit = start_visit(name=f"Patient {one}", birth_date=born(26), by=desk)
        visit = save_answers(visit, "other", the_vignette("V09").answers, by=Actor.PATIENT)
        recorder.note(f"kept {visit.code}")
        submit(visit, by=Actor.PATIENT)
        recorder.note(f"sent {visit.code}")
    file.write_bytes(pickle.dumps([tuple(step) for step in recorder.steps]))
    # While Python still stands: SQLite asks the recorder for everything, to the last.
    connection.close()


main(int(sys.argv[1]), Path(sys.argv[2]))
