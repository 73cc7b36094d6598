"""Every emergency that nobody has taken note of is in sight, whatever the list, the filter, the page or the role."""

import random
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from tests.builders import a_published_release, a_visit
from triage.engine.terms import Tier
from triage.intake.models import Patient, Visit
from triage.worklist import actions
from triage.worklist.filters import STAGES, TIERS
from triage.worklist.models import Escalation, Step

SEED = 20261122
ON_A_LIST = 12
AT_THE_LIST = ("clinician", "front_desk", "manager")
ELSEWHERE = ("author", "approver", "auditor")
CODE = r"([2-9A-Z]{3})-([2-9A-Z]{3})"

# At most so many at once are promised to be seen without scrolling.
MOST = 80
ON_THE_SCREEN = 30
NAMES = ("W" * 120, "נ" * 60 + " כהן", "患者" * 60, "i", "Anna-Maria O'Sullivan-Featherstonehaugh")


def shuffled(visits: list[Visit], chance: random.Random) -> list[Visit]:
    """Place the visits anew; return those whose emergency waits, the longest first."""
    for visit in visits:
        visit.urgency = chance.choice([0, *Tier])
        since = timezone.now() - timedelta(minutes=chance.randint(0, 90))
        visit.emergency_at = (
            since if visit.urgency == Tier.EMERGENCY else chance.choice([None, since])
        )
        visit.saved_at = chance.choice([None, timezone.now()])
        visit.help_asked_at = chance.choice([None, timezone.now()])
    Visit.objects.bulk_update(visits, ["urgency", "emergency_at", "saved_at", "help_asked_at"])
    waiting = [one for one in visits if one.emergency_at and not hasattr(one, "acknowledgement")]
    return sorted(waiting, key=lambda one: (one.emergency_at, one.pk))


def a_query(chance: random.Random, holder: int) -> dict[str, str]:
    """Return filters, sought words and pages as somebody may ask for them."""
    return {
        "tier": chance.choice(["", *TIERS]),
        "state": chance.choice(["", *STAGES]),
        "with": chance.choice(["", str(holder), "999"]),
        "q": chance.choice(["", "zz", "Patient 3", "1992"]),
        # The list knows neither: asked for all the same, they hide nobody.
        "page": chance.choice(["", "2", "99"]),
        "sort": chance.choice(["", "name", "-waiting"]),
    }


def try_lists(how_many: int, client_for, people, clinician) -> None:
    """Make lists by chance, and look at each in every role."""
    chance = random.Random(SEED)  # noqa: S311 (a story to be told again, not a secret)
    visits = [a_visit(name=f"Patient {number}")[0] for number in range(ON_A_LIST)]
    for visit in visits[:3]:
        actions.acknowledge(visit, by=clinician)
        actions.claim(visit, seen=0, by=clinician)
    visits = list(Visit.objects.select_related("acknowledgement"))
    clients = {name: client_for(person) for name, person in people.items()}
    for _list in range(how_many):
        waiting = [one.code for one in shuffled(visits, chance)]
        emergencies = {
            one.code for one in visits if one.urgency == Tier.EMERGENCY or one.emergency_at
        }
        for name, client in clients.items():
            bar = client.get("/alerts/").content.decode()
            told = re.search(r"(\d+) emergenc(y|ies) not acknowledged", bar)
            assert int(told[1] if told else 0) == len(waiting)
            if name in AT_THE_LIST:
                assert ["".join(code) for code in dict.fromkeys(re.findall(CODE, bar))] == waiting
        name = chance.choice(AT_THE_LIST)
        asked = a_query(chance, clinician.pk)
        page = clients[name].post("/", asked, follow=True).content.decode()
        rows = page.partition("<tbody")[2]
        shown = ["".join(code) for code in re.findall(rf'class="num">{CODE}</span></small>', rows)]
        assert emergencies <= set(shown)
        urgency = {one.code: one.urgency for one in visits}
        assert [urgency[code] for code in shown] == sorted(
            (urgency[code] for code in shown), reverse=True
        )


@pytest.fixture
def people(request, db):
    a_published_release()
    return {name: request.getfixturevalue(name) for name in (*AT_THE_LIST, *ELSEWHERE)}


@pytest.mark.hazard("H01")
def test_no_list_hides_an_emergency_from_anybody(client_for, people, clinician):
    try_lists(8, client_for, people, clinician)


@pytest.mark.hazard("H01")
@pytest.mark.long
def test_none_of_a_thousand_lists_hides_an_emergency_from_anybody(client_for, people, clinician):
    try_lists(1_000, client_for, people, clinician)


# --- On the screen ----------------------------------------------------------------------------------

OUT_OF_SIGHT = """() => [...document.querySelectorAll(".alert__list li, .alert__list .num, .alert__head h2")]
  .filter(one => {
    const box = one.getBoundingClientRect();
    return box.top < 0 || box.left < 0 || box.bottom > innerHeight || box.right > innerWidth || !box.height;
  }).map(one => one.textContent)"""


@pytest.fixture
def crowd(transactional_db: None, front_desk) -> list[Visit]:
    """As many visits as are promised, under names as long as any, and a mail that could not be sent."""
    visits = [a_visit(name="Patient", by=front_desk)[0]]
    patients = [
        Patient(name=NAMES[number % len(NAMES)], birth_date=visits[0].patient.birth_date)
        for number in range(MOST - 1)
    ]
    Patient.objects.bulk_create(patients)
    common = {
        "release": visits[0].release,
        "started_at": timezone.now(),
        "started_by": front_desk,
        "answers": visits[0].answers,
    }
    Visit.objects.bulk_create(Visit(patient=patient, **common) for patient in patients)
    visits = list(Visit.objects.all())
    at = timezone.now()
    Escalation.objects.create(visit=visits[0], step=Step.MAIL, due_at=at, try_at=at, failed_at=at)
    return visits


SIZES = ((1280, 720), (768, 1024))
CROWDS = (1, 2, 6, 7, MOST)
PLACES = {
    "clinician": ("/?tier=soon", "/signed/", "/visits/{code}/", "/visits/{code}/examination/"),
    "front_desk": ("/?tier=soon", "/visits/start/", "/keys/"),
    "manager": ("/?state=sent", "/numbers/", "/devices/", "/admin/"),
    # Who may see no patient is told how many there are.
    "auditor": ("/audit/",),
}


def look_for_all(page, live_server, crowd, who: str, sizes, crowds) -> None:
    """Look whether every emergency is in sight on the pages of a role."""
    for how_many in crowds:
        chosen = [one.pk for one in crowd[:how_many]]
        now = timezone.now()
        Visit.objects.filter(pk__in=chosen).update(emergency_at=now, urgency=Tier.EMERGENCY)
        for address in PLACES[who]:
            page.goto(live_server.url + address.format(code=crowd[0].code))
            named = page.locator(".alert__list li").count()
            assert named == (how_many if who in AT_THE_LIST else 0), (who, address)
            for width, height in sizes:
                page.set_viewport_size({"width": width, "height": height})
                assert page.evaluate(OUT_OF_SIGHT) == [], (who, how_many, address, width)
                told = f"{how_many} emergenc"
                assert page.locator(".alert__head h2").inner_text().startswith(told)


@pytest.mark.long
@pytest.mark.hazard("H01")
def test_as_many_emergencies_as_are_promised_are_seen_without_scrolling(
    browse_as, live_server, clinician, crowd
):
    look_for_all(browse_as(clinician), live_server, crowd, "clinician", SIZES, (1, MOST))


@pytest.mark.hazard("H01")
@pytest.mark.long
@pytest.mark.parametrize("who", PLACES)
def test_as_many_are_seen_by_every_role_on_every_kind_of_page(
    browse_as, live_server, crowd, who, request
):
    page = browse_as(request.getfixturevalue(who))
    look_for_all(page, live_server, crowd, who, SIZES, CROWDS)


@pytest.mark.hazard("H01")
@pytest.mark.long
@pytest.mark.parametrize("who", AT_THE_LIST)
def test_of_the_thousand_lists_some_are_looked_at_on_the_screen(
    browse_as, live_server, crowd, who, clinician, request
):
    chance = random.Random(SEED)  # noqa: S311 (a story to be told again, not a secret)
    page = browse_as(request.getfixturevalue(who))
    for _list in range(ON_THE_SCREEN):
        waiting = [one.code for one in shuffled(crowd, chance)]
        asked = {name: said for name, said in a_query(chance, clinician.pk).items() if name != "q"}
        page.goto(f"{live_server.url}/?{urlencode(asked)}")
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            shown = page.locator(".alert__list .num").all_inner_texts()
            assert [one.replace("-", "") for one in shown] == waiting
            assert page.evaluate(OUT_OF_SIGHT) == []


@pytest.mark.hazard("H01")
def test_the_count_stays_in_sight_when_the_page_is_scrolled(
    browse_as, live_server, front_desk, crowd
):
    Visit.objects.update(emergency_at=timezone.now(), urgency=Tier.EMERGENCY)
    page = browse_as(front_desk)
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(live_server.url)

    page.evaluate("scrollTo(0, document.body.scrollHeight)")

    box = page.get_by_role("heading", name=f"{MOST} emergencies not acknowledged").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 100
