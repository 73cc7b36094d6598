"""The list: who stands where, what it says of each, and how much it asks of the database."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import a_filled_in_visit, a_published_release, a_response, a_visit, the_vignette
from tests.worklist.conftest import begun_ago
from tests.worklist.opened import sign_off
from triage.audit.models import Actor
from triage.intake.actions import ask_for_help, submit
from triage.intake.models import Visit
from triage.worklist.models import Decision

pytestmark = pytest.mark.usefixtures("release")


@pytest.fixture
def see(client_for, clinician):
    """Return how a clinician gets a page of the list as text, tags and line ends left out."""
    client = client_for(clinician)

    def seen(sought=""):
        response = client.post("/", {"q": sought}, follow=True)
        assert response.status_code == 200
        return _words(response.content.decode())

    return seen


def _words(html: str) -> str:
    main = re.sub(r"<div data-alerts.*?(?=<main)", "", html, flags=re.DOTALL)
    main = re.sub(r'<form class="filters".*?</form>', "", main, flags=re.DOTALL)
    return " ".join(re.sub(r"<(?!/?q>)[^>]*>", " ", main).split())


def _names(html: str) -> list[str]:
    return re.findall(r"<bdi>([^<]+)</bdi></(?:a|b)>", html)


def test_the_most_urgent_come_first_then_who_waits_longest(client_for, clinician):
    for name, vignette in (
        ("First routine", "V11"),
        ("First emergency", "V02"),
        ("Nothing matched", "V01"),
        ("Soon", "V10"),
        ("Second emergency", "V04"),
        ("Same day", "V03"),
    ):
        a_response(vignette, name=name)
    a_visit(name="Not begun")

    page = client_for(clinician).get("/").content.decode()

    assert _names(page) == [
        "First emergency",
        "Second emergency",
        "Same day",
        "Soon",
        "First routine",
        "Nothing matched",
        "Not begun",
    ]


@pytest.mark.hazard("H19")
def test_an_emergency_in_an_unfinished_form_stands_among_the_emergencies(see):
    a_response("V03", name="Same day")
    a_filled_in_visit("V02", name="Still filling in")

    page = see()

    assert page.index("Still filling in") < page.index("Same day")
    assert "Filling in checking the answers, last answer" in page


def test_a_line_says_who_why_and_what_is_open(see, emergency):
    age = the_vignette("V02").age
    first, second = (emergency.ruleset.rule(rule).title for rule in emergency.findings[:2])

    page = see()

    assert f"Ada Marlow {age}, born 1 Jan" in page
    assert f"{emergency.code[:3]}-{emergency.code[3:]} {first}; {second} and 3 more" in page
    assert "1 not sure" in page


@pytest.mark.hazard("H15")
def test_an_unfinished_form_without_a_finding_has_no_result(see, under_way):
    page = see()

    assert "No result yet Priya Raman" in page
    assert "Filling in part 3 of" in page
    assert "Where it hurts" in page


def test_who_has_not_begun_is_said_to_be_so(see):
    a_visit()

    assert "Not begun" in see()


def test_who_asks_for_help_is_named_on_top(see, under_way):
    ask_for_help(under_way, by=Actor.PATIENT)

    page = see()

    assert "Asks for help: Priya Raman" in page
    assert "Asks for help part 3 of" in page


@pytest.mark.hazard("H19")
def test_an_emergency_that_was_taken_back_stays_on_top_and_says_so(see, taken_back):
    assert "Emergency Daniel Frost" in see()
    assert "An emergency answer was given and later changed; No rule fired" in see()


def test_a_form_handed_in_unfinished_says_by_whom_and_how_much_is_missing(
    see, under_way, front_desk
):
    submit(under_way, incomplete=True, by=front_desk)

    page = see()

    assert "Handed in unfinished L. Reyes, " in page
    assert re.search(r"\d+ not answered", page)


def test_a_form_left_on_an_earlier_day_stands_last(see):
    old, _ = a_visit(name="From yesterday")
    begun_ago(old, timedelta(days=2))
    a_visit(name="Just come")

    page = see()

    assert page.index("Just come") < page.index("Left unfinished on an earlier day")
    assert page.index("Left unfinished on an earlier day") < page.index("From yesterday")


def test_the_page_says_how_old_it_is(see):
    a_published_release()

    assert re.search(r"Updated \d\d:\d\d:\d\d , every 15 seconds\.", see())


@pytest.mark.hazard("H01")
def test_no_search_hides_an_emergency(see, emergency, plain):
    a_response("V10", name="Bernard Achebe")

    page = see("marcus")

    assert "Marcus Bell" in page
    assert "Ada Marlow" in page
    assert "Bernard Achebe" not in page
    assert "Only visits that match “marcus” are shown, with all emergencies" in page


def test_a_search_without_a_match_says_so(see, plain):
    assert "No visit matches." in see("nobody")


def _queries(client) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/").status_code == 200
    return len(queries)


def test_the_list_asks_at_most_ten_questions_however_long_it_is(client_for, clinician):
    client = client_for(clinician)
    a_response("V02")
    client.get("/")
    few = _queries(client)
    for vignette in ("V01", "V02", "V03", "V10"):
        a_response(vignette)
    a_visit()
    sign_off(Visit.objects.all()[0], decision=Decision.TODAY, by=clinician)

    assert _queries(client) == few <= 10


def test_without_the_script_the_page_loads_itself_again(client_for, clinician):
    page = client_for(clinician).get("/").content.decode()

    assert '<noscript><meta http-equiv="refresh" content="15"></noscript>' in page


def test_sample_content_is_called_so(see, plain):
    assert "Sample content, not approved for clinical use." in see()


def test_content_with_a_clinical_owner_is_not(see, plain):
    type(plain.release).objects.update(clinical_owner="Dr C. Moreau")

    assert "Sample content" not in see()
