"""Who had to be seen that day and was not, when the clinic closed: in red, and on every list."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tests.builders import a_response
from triage.intake.models import Visit
from triage.ui.hours import hours_from
from triage.worklist.rows import is_late

pytestmark = pytest.mark.usefixtures("release")

EVERY_DAY = "Mon-Sun 00:00-{:%H:%M}"


@pytest.mark.hazard("H01")
@pytest.mark.parametrize(
    ("begun", "is_late"),
    [(timedelta(days=1), True), (timedelta(0), False)],
)
def test_who_was_not_seen_by_closing_time_is_told_in_words(begun, is_late, client_for, clinician):
    visit = a_response("V03").visit
    Visit.objects.filter(pk=visit.pk).update(started_at=timezone.now() - begun)

    page = client_for(clinician).get("/").content.decode()

    assert ("Not seen by closing time" in page) is is_late


def test_nobody_waits_late_without_need(client_for, clinician, plain):
    Visit.objects.filter(pk=plain.pk).update(started_at=timezone.now() - timedelta(days=1))

    assert "closing time" not in client_for(clinician).get("/").content.decode()


@pytest.fixture
def closes(settings):
    """Return how to set when the clinic closes on every day."""

    def at(moment: datetime) -> None:
        settings.BACKSTOP_STAFFED = hours_from(EVERY_DAY.format(timezone.localtime(moment)))

    return at


@pytest.mark.hazard("H01")
def test_who_came_today_waits_too_long_from_the_minute_of_closing(closes, db):
    visit = a_response("V03").visit
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    closes(noon)

    assert not is_late(visit, noon)
    assert is_late(visit, noon + timedelta(seconds=1))


@pytest.mark.hazard("H01")
def test_no_filter_hides_who_waited_too_long(closes, client_for, clinician):
    a_response("V03", name="Ada Marlow")
    a_response("V10", name="Marcus Bell")
    client = client_for(clinician)
    closes(timezone.localtime().replace(hour=0, minute=1))

    asked = {"q": "nobody", "tier": "routine", "state": "help"}
    page = client.post("/", asked, follow=True).content.decode().partition("<main")[2]

    assert "Ada Marlow" in page
    assert "Not seen by closing time" in page
    assert "Marcus Bell" not in page
