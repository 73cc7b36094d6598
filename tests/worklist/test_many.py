"""The list and a visit ask the same, however many visits are stored; with -s it tells how long they take."""

import time

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from triage.accounts.models import User
from triage.intake.models import Visit

pytestmark = pytest.mark.usefixtures("release", "db")

FEW = 100
MOST_QUERIES = 10
TIMES = 5


def made(count: int, *, still_open: int) -> None:
    call_command("make_visits", str(count), "--open", str(still_open), "--played", "10")


def asked_and_took(client: Client, address: str) -> tuple[int, float]:
    """Return how many queries a page asks, and the least seconds it takes: what others do on the machine only adds."""
    client.get(address)
    # Once a minute a session notes that it is used.
    asked = min(_asked(client, address) for _time in range(2))
    took = []
    for _time in range(TIMES):
        start = time.perf_counter()
        client.get(address)
        took.append(time.perf_counter() - start)
    return asked, min(took)


def _asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("many", [2_000, pytest.param(100_000, marks=pytest.mark.long)])
def test_many_stored_visits_cost_no_query(
    client_for, clinician: User, front_desk: User, monkeypatch, many
):
    monkeypatch.setattr(settings, "BACKSTOP_DEMO", True)
    client = client_for(clinician)
    made(FEW, still_open=30)
    visit = Visit.objects.open().most_urgent_first()[0]
    addresses = ("/", f"/visits/{visit.code}/", "/signed/")
    few = [asked_and_took(client, one) for one in addresses]

    made(many - FEW, still_open=0)
    lot = [asked_and_took(client, one) for one in addresses]

    assert Visit.objects.count() == many
    for address, (queries, took), (more_queries, longer) in zip(addresses, few, lot, strict=True):
        print(f"{address} {queries} queries, {took * 1000:.0f} ms, then {longer * 1000:.0f} ms")  # noqa: T201 (shown with -s)
        assert more_queries == queries <= MOST_QUERIES, address
