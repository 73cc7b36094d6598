"""Whatever is on the list: most urgent first, then longest wait, and nobody is missing."""

import re
from random import Random

import pytest
from django.utils import timezone
from django.utils.safestring import SafeString

from tests.builders import a_visit
from triage.engine.terms import Tier
from triage.intake.models import Visit
from triage.worklist.board import Board, board_of, place_of

pytestmark = [pytest.mark.hazard("H01"), pytest.mark.usefixtures("release")]


def _board() -> Board:
    today = timezone.localdate()
    return board_of(
        Visit.objects.open().most_urgent_first(),
        lambda visit: SafeString(visit.code),
        lambda visit: place_of(visit, today),
    )


def test_any_list_is_in_order(db):
    visits = [a_visit(name=f"Patient {number}")[0] for number in range(20)]
    chance = Random(20260612)  # noqa: S311 (nothing is kept secret by it)
    for _ in range(40):
        for visit in visits:
            visit.urgency = chance.choice([0, *Tier])
        Visit.objects.bulk_update(visits, ["urgency"])

        shown = [str(code) for _place, rows in _board().ordered for code in rows]

        assert shown == [
            visit.code for visit in sorted(visits, key=lambda visit: (-visit.urgency, visit.pk))
        ]


@pytest.mark.hazard("H12")
def test_every_tier_on_the_list_has_a_word_and_a_shape_of_its_own(client_for, clinician):
    for tier in [0, *Tier]:
        visit, _ = a_visit()
        Visit.objects.filter(pk=visit.pk).update(urgency=tier)

    page = client_for(clinician).get("/").content.decode().partition("<tbody")[2]
    badges = re.findall(
        r'class="badge" data-tier="(\w+)">.*?<path[^>]* d="([^"]+)"/></svg>([^<]+)</span>', page
    )

    assert len(badges) == len(Tier) + 1
    for part in zip(*badges, strict=True):
        assert len(set(part)) == len(badges), part


def test_the_groups_say_how_soon(db):
    for tier in [0, *Tier]:
        visit, _ = a_visit()
        Visit.objects.filter(pk=visit.pk).update(urgency=tier)

    names = [place.name for place, _rows in _board().ordered]

    assert names[:4] == ["Emergency", "Same day", "Soon", "Routine"]
    assert names[-1] == "No result yet"
