"""The list and a visit ask the same, and take about as long, however many visits are stored."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.durability.clinic import Clinic
from tests.house.source import ROOT
from triage.accounts.models import User
from triage.intake.models import Visit

SCRIPT = Path(__file__).with_name("timing.py")
FEW, SOME, MANY = 100, 2_000, 100_000
ADDRESSES = ("/", "/visits/CODE/", "/signed/")
MOST_QUERIES = 10
LEAST_OF = 15
MOST_TIMES = 2.0


def _asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def asked(client: Client, code: str) -> list[int]:
    """Return how many questions each page asks; once a minute a session notes that it is used."""
    addresses = [one.replace("CODE", code) for one in ADDRESSES]
    return [min(_asked(client, one) for _time in range(2)) for one in addresses]


@pytest.mark.usefixtures("release", "db")
def test_many_stored_visits_cost_no_query(
    client_for, clinician: User, front_desk: User, monkeypatch
):
    monkeypatch.setattr(settings, "BACKSTOP_DEMO", True)
    client = client_for(clinician)
    call_command("make_visits", str(FEW), "--open", "30", "--played", "10")
    code = Visit.objects.open().most_urgent_first()[0].code
    few = asked(client, code)

    call_command("make_visits", str(SOME - FEW), "--open", "0", "--played", "10")

    assert Visit.objects.count() == SOME
    assert asked(client, code) == few
    assert max(few) <= MOST_QUERIES


@contextmanager
def timed(folder: Path, visits: int) -> Iterator[Callable[[str], dict[str, Any]]]:
    """Give a way to ask a clinic with so many visits for a page, in a process of its own."""
    clinic = Clinic(folder)
    clinic.environ |= {"BACKSTOP_DEMO": "1", "BACKSTOP_SECOND_FACTOR": "0"}
    clinic.open()
    clinic.manage("make_demo")
    clinic.manage("make_visits", str(visits), "--open", "30", "--played", "30")
    with subprocess.Popen(  # noqa: S603 (our own script)
        [sys.executable, str(SCRIPT)],
        env=clinic.environ,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        say, hear = process.stdin, process.stdout
        assert say is not None
        assert hear is not None

        def ask(address: str) -> dict[str, Any]:
            say.write(f"{address}\n")
            say.flush()
            told: dict[str, Any] = json.loads(hear.readline())
            assert told["status"] == 200
            return told

        yield ask
        say.close()


@pytest.mark.long
def test_many_stored_visits_take_at_most_twice_the_time(tmp_path: Path):
    with ExitStack() as both:
        few = both.enter_context(timed(tmp_path / "few", FEW))
        many = both.enter_context(timed(tmp_path / "many", MANY))
        for address in ADDRESSES:
            # Turn by turn, so that whatever else the machine does falls on both alike.
            rounds = [(few(address), many(address)) for _round in range(LEAST_OF + 1)][1:]
            short, longer = (min(one["took"] for one in side) for side in zip(*rounds, strict=True))
            queries = {min(one["asked"] for one in side) for side in zip(*rounds, strict=True)}
            stored = rounds[0][1]["stored"]
            times = longer / short
            told = (
                f"{address} {queries} queries, {short * 1000:.1f} ms, with {stored} {times:.2f} x"
            )
            print(told)  # noqa: T201 (shown with -s)
            assert stored >= MANY
            assert len(queries) == 1
            assert max(queries) <= MOST_QUERIES
            assert times <= MOST_TIMES, address
