"""The numbers: counted right, sure as they say, and pointing at nobody."""

import csv
import io
import math
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import a_filled_in_visit, a_response, a_visit, the_definition
from tests.worklist.opened import sign_off
from triage.audit.models import Actor, AuditEvent
from triage.engine.terms import Tier
from triage.intake.actions import ask_for_help, submit
from triage.intake.models import Response, Visit
from triage.ui.sheets import safe_cell
from triage.worklist import actions
from triage.worklist.models import Decision, Kind
from triage.worklist.tallies.cells import SMALL, breakdown, cell, share
from triage.worklist.tallies.drawings import HEIGHT, bars_of
from triage.worklist.tallies.gather import gather
from triage.worklist.tallies.intervals import Z, wilson
from triage.worklist.tallies.tables import Table, rules_of, times_of

# --- How sure a share is ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    # From Newcombe RG, Statistics in Medicine 1998; 17: 857-872, table I, method 3.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_the_published_one(count, of, low, high):
    found = wilson(count, of)

    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(0, 400), st.integers(0, 400))
def test_an_interval_holds_its_share_and_solves_its_equation(one, other):
    count, of = min(one, other), max(one, other)
    found = wilson(count, of)

    assert 0 <= found.low <= found.high <= 1
    if of:
        observed = count / of
        assert found.low <= observed <= found.high
        for bound in {found.low, found.high} - {0.0, 1.0}:
            reach = Z * math.sqrt(bound * (1 - bound) / of)
            assert math.isclose(abs(observed - bound), reach, abs_tol=1e-9)


def test_a_share_of_less_than_nothing_is_refused():
    with pytest.raises(ValueError, match="no share"):
        wilson(3, 2)


# --- Nobody is pointed at ---------------------------------------------------------------------------


@given(st.lists(st.integers(0, 30), min_size=2, max_size=6))
def test_no_hidden_part_follows_from_the_others(counts):
    told = breakdown(counts)

    assert [one for one, count in zip(told, counts, strict=True) if one == str(count)] == [
        str(count)
        for one, count in zip(told, counts, strict=True)
        if one not in {SMALL, "5 or more"}
    ]
    hidden = [one for one, count in zip(told, counts, strict=True) if one != str(count)]
    assert all(told[place] == SMALL for place, count in enumerate(counts) if 0 < count < 5)
    if any(count >= 5 for count in counts):
        assert len(hidden) != 1


@pytest.mark.parametrize(
    ("count", "of", "told"),
    [
        (0, 0, ("", "0–100 %", "few cases")),  # noqa: RUF001
        (1, 3, ("", "", "too few to tell")),
        (0, 10, ("0 %", "0–28 %", "few cases")),  # noqa: RUF001
        (3, 40, ("", "0–23 %", "")),  # noqa: RUF001
        (38, 40, ("", "77–100 %", "")),  # noqa: RUF001
        (20, 40, ("50 %", "35–65 %", "")),  # noqa: RUF001
    ],
)
def test_a_share_says_how_sure_it_is_and_gives_no_small_count_away(count, of, told):
    assert share(count, of) == told


def test_few_are_told_as_few():
    assert [cell(count) for count in (0, 1, 4, 5, 40)] == ["0", SMALL, SMALL, "5", "40"]


# --- What is counted --------------------------------------------------------------------------------


def row_of(table: Table, name: str) -> dict[str, str]:
    row = next(one for one in table.rows if one[0] == name)
    return dict(zip(table.head, row, strict=True))


def all_cases():
    return gather(timezone.now() - timedelta(days=7))


@pytest.mark.usefixtures("release", "db")
def test_a_rule_is_counted_with_what_came_of_it(clinician):
    for number in range(12):
        visit = a_response("V02", name=f"Patient {number}").visit
        sign_off(visit, decision=Decision.HOSPITAL, by=clinician)
        final = "serious" if number < 6 else "none"
        if number < 11:
            details = {"final": final}
            actions.note(visit, Kind.FINAL, words="x", details=details, seen=0, by=clinician)

    row = row_of(rules_of(all_cases()), "CES-01")

    assert row["Fired"] == "12"
    assert (row["Serious cause"], row["No cause found"], row["Not noted"]) == (
        "6",
        "5 or more",
        SMALL,
    )
    assert (row["Share"], row["95 % interval"]) == ("55 %", "28–79 %")  # noqa: RUF001
    assert row["Beware"] == "few cases"


@pytest.mark.usefixtures("release", "db")
def test_a_correction_counts_once_as_it_was_corrected(clinician):
    visit = a_response("V01").visit
    actions.correct(
        visit,
        answers={"saddle_numb": "yes", "ces_since": "le_2w"},
        reason="Misread.",
        seen=0,
        by=clinician,
    )

    cases = all_cases()

    assert len(cases.all) == 1
    assert "CES-01" in cases.all[0].fired


@pytest.mark.usefixtures("release", "db")
def test_an_override_counts_for_the_rules_that_had_set_the_tier(client_for, clinician, author):
    for number in range(5):
        visit = a_response("V02", name=f"Patient {number}").visit
        actions.open_answers(visit, by=clinician)
        actions.override(visit, tier=Tier.SOON, reason="Old.", seen=0, by=clinician)

    page = words(client_for(author).get("/numbers/"))

    assert re.search(r"CES-01 New saddle numbness 5 0 5 100 % 57–100 % few cases", page)  # noqa: RUF001
    overrides = page.partition("Tiers that clinicians changed")[2]
    assert "CES-08" not in overrides


@pytest.mark.usefixtures("release", "db")
def test_times_are_told_from_five_on(clinician):
    for number in range(4):
        a_response("V01", name=f"Patient {number}")
    few = row_of(times_of(all_cases()), "From the start to sending")
    a_response("V01")
    Visit.objects.update(started_at=timezone.now() - timedelta(minutes=7, seconds=30))

    enough = row_of(times_of(all_cases()), "From the start to sending")

    assert (few["Visits"], few["Half within"]) == (SMALL, "")
    assert (enough["Visits"], enough["Half within"]) == ("5", "7 min")


@pytest.mark.usefixtures("release", "db")
def test_where_patients_stop_is_told_by_the_last_part(client_for, clinician):
    for number in range(5):
        visit, _ = a_visit(name=f"Patient {number}")
        ask_for_help(visit, by=Actor.PATIENT)
    Visit.objects.update(started_at=timezone.now() - timedelta(hours=3))
    for number in range(5):
        visit = a_filled_in_visit("V01", name=f"Other {number}")
        submit(visit, incomplete=True, by=clinician)

    page = words(client_for(clinician).get("/numbers/"))

    last = the_definition().pages[-1].title
    assert "None 5 5" in page
    assert f"{last} 5 0" in page


# --- The page and the export ------------------------------------------------------------------------


def words(response) -> str:
    html = response.content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


@pytest.mark.usefixtures("release")
@pytest.mark.parametrize(
    ("person", "status"),
    [("clinician", 200), ("manager", 200), ("author", 200), ("front_desk", 403), ("auditor", 403)],
)
def test_who_reads_the_numbers(person, status, client_for, request):
    client = client_for(request.getfixturevalue(person))

    assert client.get("/numbers/").status_code == status
    assert client.get("/numbers/rules.csv").status_code == status


@pytest.mark.usefixtures("release")
def test_who_does_not_see_the_list_sees_no_day(client_for, author, clinician):
    a_response("V02")

    assert "Visits for each day" in words(client_for(clinician).get("/numbers/?days=7"))
    assert "Visits for each day" not in words(client_for(author).get("/numbers/"))
    assert client_for(author).get("/numbers/days.csv").status_code == 404


@pytest.mark.usefixtures("release")
def test_the_page_asks_the_same_of_the_database_however_many_there_are(client_for, clinician):
    client = client_for(clinician)
    a_response("V02")
    client.get("/numbers/")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get("/numbers/")
        return len(queries)

    few = asked()
    for number in range(5):
        a_response("V03", name=f"Patient {number}")
    assert asked() == few <= 12


@pytest.mark.hazard("H17")
@pytest.mark.usefixtures("release")
def test_a_broken_row_is_left_out_and_said_to_be(client_for, clinician):
    broken, _healthy = a_response("V02"), [a_response("V02", name=f"P {n}") for n in range(5)]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake_response SET assessment = '{}' WHERE id = %s", [broken.pk])

    page = words(client_for(clinician).get("/numbers/"))

    assert "1 stored row cannot be read and is not counted." in page
    assert "CES-01 New saddle numbness 5" in page
    assert Response.objects.count() == 6


@pytest.mark.usefixtures("release")
def test_the_export_holds_what_the_page_shows_and_is_noted(client_for, clinician):
    for number in range(6):
        a_response("V02", name=f"Patient {number}")

    answer = client_for(clinician).get("/numbers/rules.csv?days=7")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert rows[0][:3] == ["Rule", "Title", "Fired"]
    assert ["CES-01", "New saddle numbness", "6"] in [row[:3] for row in rows]
    assert AuditEvent.objects.get(action="worklist.numbers_exported").user == clinician


@given(st.text())
def test_no_cell_of_an_export_is_a_formula(text):
    written = safe_cell(text)

    assert not written.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert written.endswith(text.replace("\x00", ""))


def test_bars_are_as_high_as_what_they_count():
    days = [date(2026, 6, 1), date(2026, 6, 2)]
    bars = bars_of([(1, 0, 0, 0, 3, 0), (0, 0, 0, 0, 0, 2)], days)

    assert [(one.tier, one.height) for one in bars.blocks] == [
        ("emergency", HEIGHT / 4),
        ("self_care", HEIGHT * 3 / 4),
        ("open", HEIGHT / 2),
    ]
    assert bars.blocks[0].y == HEIGHT * 3 / 4
