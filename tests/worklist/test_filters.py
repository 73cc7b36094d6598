"""What the list is narrowed to, and what nothing narrows away."""

import random
from urllib.parse import parse_qsl

import pytest
from django.http import QueryDict
from django.utils import timezone

from tests.builders import a_response, a_visit
from triage.engine.terms import Tier
from triage.intake.actions import ask_for_help
from triage.intake.models import Patient, Visit
from triage.worklist import actions
from triage.worklist.filters import STAGES, TIERS, wanted_by
from triage.worklist.models import Act, Kind

pytestmark = pytest.mark.usefixtures("release")

LISTS = 1_000


@pytest.fixture
def names(client_for, clinician):
    """Return how to get the names on the list an address shows."""
    client = client_for(clinician)

    def shown(query):
        page = (
            client.post("/", dict(parse_qsl(query)), follow=True)
            .content.decode()
            .partition("<main")[2]
        )
        known = ("Ada Marlow", "Marcus Bell", "Priya Raman", "Not Begun")
        return {name for name in known if f"<bdi>{name}</bdi></a>" in page}

    return shown


def test_each_filter_keeps_what_it_names_and_every_emergency(
    names, emergency, plain, under_way, clinician
):
    a_visit(name="Not Begun")
    actions.claim(plain, seen=0, by=clinician)
    ask_for_help(under_way, by=clinician)
    always = {"Ada Marlow"}

    assert names("tier=self_care") == always | {"Marcus Bell"}
    assert names("tier=open") == always | {"Priya Raman", "Not Begun"}
    assert names("state=sent") == always | {"Marcus Bell"}
    assert names("state=under_way") == always | {"Priya Raman"}
    assert names("state=not_begun") == always | {"Not Begun"}
    assert names("state=help") == always | {"Priya Raman"}
    assert names("state=mine") == always | {"Marcus Bell"}
    assert names("state=free") == always | {"Priya Raman", "Not Begun"}
    assert names(f"with={clinician.pk}") == always | {"Marcus Bell"}
    assert names("with=999") == always
    assert names("state=nonsense&tier=%00") == names("")
    assert names("tier=soon&q=nobody") == always


@pytest.mark.hazard("H01")
def test_no_filter_hides_an_emergency_in_a_thousand_lists():
    chance = random.Random(7)  # noqa: S311 (a story to be told again, not a secret)
    for _list in range(LISTS):
        query = f"tier={chance.choice(['', *TIERS])}&state={chance.choice(['', *STAGES])}"
        wanted = wanted_by(QueryDict(query), chance.choice(["", "zz", "a"]), 1)
        for _one in range(chance.randint(1, 30)):
            visit = Visit(
                started_at=timezone.now(),
                patient=Patient(name="Ada", birth_date=timezone.localdate()),
            )
            visit.urgency = chance.randint(0, 5)
            visit.emergency_at = chance.choice([None, timezone.now()])
            acts = {"acts": chance.choice([[], [Act(kind=Kind.CLAIM, number=1, acted_by_id=2)]])}
            vars(visit)["_prefetched_objects_cache"] = acts
            if visit.emergency_at or visit.tier is Tier.EMERGENCY:
                assert wanted.wants(visit, timezone.now())


def test_what_would_change_the_tier_is_told(client_for, clinician):
    visit = a_response("V02").visit
    client = client_for(clinician)

    page = client.get(f"/visits/{visit.code}/what-if/").content.decode()

    assert "If it were:" in page
    assert "No single answer does that." in page
    assert client.get("/visits/BBBBBB/what-if/").status_code == 404
