"""Many people download at once from a real server: nobody is handed somebody else's paper."""

import json
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.documents.reading import pages_of
from tests.durability.clinic import Clinic, Served

MAKE = """
import json
from django.test import Client
from tests.builders import a_response
from triage.accounts.actions import add_staff
from triage.accounts.roles import Role
visits = {}
for number in range(COUNT):
    response = a_response(("V01", "V02", "V06")[number % 3], name=f"Canary {number:03} Bird")
    visits[response.visit.code] = f"Canary {number:03} Bird"
keys = []
for number in range(10):
    client = Client()
    roles = [Role.CLINICIAN]
    client.force_login(add_staff(f"doc{number}", shown_name="Dr D", roles=roles, by=None))
    keys.append(client.cookies["sessionid"].value)
print(json.dumps([visits, keys]))
"""


def wrong_pages(answer: bytes, code: str, canary: str) -> list[str]:
    """Return the pages that do not hold their own canary and code, and nobody else's."""
    pages = pages_of(answer)
    mark = f"{code[:3]}-{code[3:]}"
    return [
        page
        for page in pages
        if canary not in page or mark not in page or page.replace(canary, "").count("Canary")
    ]


@pytest.mark.long
@pytest.mark.hazard("H02")
@pytest.mark.parametrize(("visits", "downloads"), [(50, 500)])
def test_each_pdf_holds_only_its_own_canary(visits, downloads, tmp_path: Path, capsys):
    clinic = Clinic(tmp_path)
    clinic.environ["BACKSTOP_DEMO"] = "1"
    clinic.manage("migrate", "--verbosity", "0")
    told = clinic.story(MAKE.replace("COUNT", str(visits)))
    canaries, keys = json.loads(told.strip().splitlines()[-1])
    server = Served(clinic, workers=2)
    codes, waited = list(canaries), list[int]()

    def downloaded(number: int, tries: int = 60) -> list[str]:
        code, kind = codes[number % visits], ("summary", "handout")[number // visits % 2]
        wish = urllib.request.Request(  # noqa: S310 (our own server)
            server.address(f"/documents/{code}/{kind}.pdf"),
            # Each visit is asked for by one user after the other.
            headers={"Cookie": f"sessionid={keys[(number + number // visits) % len(keys)]}"},
        )
        with urllib.request.urlopen(wish, timeout=300) as answer:  # noqa: S310 (our own server)
            paper = answer.read()
            if answer.headers["Content-Type"] == "application/pdf":
                assert answer.headers["Cache-Control"] == "no-store"
                return wrong_pages(paper, code, canaries[code])
        # Where many print at once on a slow machine, the record itself is shown, below the alerts of
        # all: never another's.
        record = paper.partition(b"<main")[2].partition(b"</main>")[0]
        assert record.count(b"Canary") == record.count(canaries[code].encode()) > 0
        waited.append(number)
        time.sleep(0.5)
        return downloaded(number, tries - 1) if tries else ["never printed"]

    with server, ThreadPoolExecutor(10) as people:
        wrong = [page for pages in people.map(downloaded, range(downloads)) for page in pages]

    told = f"{downloads} downloads of {visits} visits: {len(wrong)} wrong, {len(waited)} waited"
    with capsys.disabled():
        print(f"\n{told}")  # noqa: T201 (the figure is asked for)
    assert wrong == []
