"""Who was signed off: by day, a page at a time, found by what staff know of them."""

import re
from datetime import date, timedelta
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.builders import a_response, a_visit
from tests.worklist.opened import sign_off
from triage.intake.models import Visit
from triage.worklist import signed_views
from triage.worklist.models import Decision
from triage.worklist.search import found_by, matches

pytestmark = pytest.mark.usefixtures("release")


@pytest.fixture
def names(client_for, clinician):
    """Return how to get the names on the page of an address, in their order."""
    client = client_for(clinician)

    def shown(query: str = "") -> list[str]:
        page = client.post("/signed/", dict(parse_qsl(query)), follow=True).content.decode()
        return re.findall(r"<bdi>([^<]+)</bdi></a>", page.partition("<main")[2])

    return shown


@pytest.fixture
def three(clinician, another_clinician, monkeypatch):
    """Signed yesterday by one, and today by two."""
    yesterday = timezone.now() - timedelta(days=1)
    with monkeypatch.context() as then:
        then.setattr("triage.worklist.actions.signing.timezone.now", lambda: yesterday)
        sign_off(a_response(name="Old").visit, decision=Decision.ADVICE, by=clinician)
    sign_off(a_response(name="First").visit, decision=Decision.ADVICE, by=clinician)
    sign_off(a_response(name="Last").visit, decision=Decision.TODAY, by=another_clinician)


@pytest.mark.usefixtures("three")
def test_the_latest_stand_on_top_by_day(names, client_for, clinician):
    page = client_for(clinician).get("/signed/").content.decode().partition("<main")[2]

    assert names() == ["Last", "First", "Old"]
    assert page.index("Today") < page.index("First")
    assert page.index("First") < page.index("Old")
    assert 'href="/signed/"' in client_for(clinician).get("/").content.decode()


@pytest.mark.usefixtures("three")
def test_a_page_leads_to_the_older_ones_and_misses_nobody(
    names, client_for, clinician, monkeypatch
):
    monkeypatch.setattr(signed_views, "ON_A_PAGE", 2)
    first = client_for(clinician).get("/signed/").content.decode()
    older = re.search(r'href="/signed/\?(before=\d+)">Older', first)

    assert older
    assert names() == ["Last", "First"]
    last = client_for(clinician).get(f"/signed/?{older[1]}").content.decode()
    assert re.findall(r"<bdi>([^<]+)</bdi></a>", last.partition("<main")[2]) == ["Old"]
    assert "Older</a>" not in last


@pytest.mark.usefixtures("three")
def test_what_is_looked_for_is_found(names, another_clinician, client_for, clinician):
    assert names("q=old") == ["Old"]
    assert names(f"by={another_clinician.pk}") == ["Last"]
    assert names(f"by={another_clinician.pk}&q=old") == []
    assert names("by=x&before=%00") == ["Last", "First", "Old"]
    page = client_for(clinician).post("/signed/", {"q": "\x00"}, follow=True).content.decode()
    assert "No signed visit matches." in page


def test_nobody_yet(client_for, clinician, db):
    assert "No visit was signed off yet." in client_for(clinician).get("/signed/").content.decode()


@pytest.mark.usefixtures("three")
def test_no_page_counts_what_is_stored(client_for, clinician):
    client = client_for(clinician)
    client.get("/signed/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/signed/")

    assert len(asked) <= 10
    assert [one["sql"] for one in asked if "COUNT(" in one["sql"]] == []


@pytest.mark.parametrize(
    "sought",
    [
        *("tomás", "TOMÁS", "VEGA", "de  vega", "vegan", "%", "_"),
        *("004817", "004818"),
        *("1985-07-03", "3 Jul 1985", "3.7.1985", "03/07/1985", "7/3/1985"),
        *("1986-07-03", "4.7.1985"),
    ],
)
def test_the_database_finds_whom_the_list_finds(sought, db):
    visit, _ = a_visit(name="Tomás de Vega", birth_date=date(1985, 7, 3), identifier="EL-004817")

    assert Visit.objects.filter(found_by(sought)).exists() is matches(visit, sought)


def test_a_code_is_found_however_it_is_written(db):
    visit, _ = a_visit()

    for code in (visit.code, visit.code.lower(), f"{visit.code[:3]}-{visit.code[3:]}"):
        assert Visit.objects.filter(found_by(code)).exists()
