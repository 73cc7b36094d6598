"""The summaries of a day in one PDF."""

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from tests.builders import a_response, a_visit
from tests.documents.checkers import checked
from tests.documents.made_up import everything_ticked
from tests.documents.reading import pages_of
from triage.audit.models import AuditEvent
from triage.documents import pdf
from triage.documents.kept import forget_all
from triage.documents.proofread import MisprintError, Promise, proofread
from triage.documents.views import days

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("release")]

DAY = "documents:day"


def readable(code: str) -> str:
    return f"{code[:3]}-{code[3:]}"


@pytest.mark.hazard("H02")
def test_each_summary_keeps_its_pages_its_numbers_and_its_own_patient(client_for, clinician):
    names = {"V01": "Ada Marlow", "V02": "Tomas Okafor"}
    sent = {name: a_response(vignette, name=name) for vignette, name in names.items()}
    a_visit(name="Nobody Yet")

    answer = client_for(clinician).get(reverse(DAY))

    assert checked(answer.content) == []
    first, *pages = pages_of(answer.content)
    assert [name for name in names.values() if name in first] == []
    assert all(readable(one.visit.code) in first for one in sent.values())
    owners = [next(name for name in names.values() if name in page) for page in pages]
    assert owners[0] == "Tomas Okafor"
    assert owners[-1] == "Ada Marlow"
    for name, response in sent.items():
        own = [page for page, owner in zip(pages, owners, strict=True) if owner == name]
        for number, page in enumerate(own, start=1):
            assert f"Page {number} of {len(own)}" in page
            assert readable(response.visit.code) in page
            assert [other for other in names.values() if other != name and other in page] == []
        assert AuditEvent.objects.about(response.visit).filter(
            action="documents.summary_read", user=clinician
        )


@pytest.mark.long
def test_a_long_day_comes_in_parts(client_for, clinician, monkeypatch):
    monkeypatch.setattr(days, "MOST", 1)
    codes = {a_response("V01").visit.code, a_response("V06").visit.code}

    parts = [client_for(clinician).get(reverse(DAY), {"part": part}).content for part in (1, 2)]

    listed = [pages_of(part)[0] for part in parts]
    assert all("of 2." in page for page in listed)
    assert {code for code in codes for page in listed if readable(code) in page} == codes


@pytest.mark.parametrize("asked", [{"day": "2001-02-03"}, {"day": "2001-99-99", "part": "x"}])
def test_another_day_has_its_own(asked, client_for, clinician):
    if "part" not in asked:
        a_response("V01")

    answer = client_for(clinician).get(reverse(DAY), asked)

    assert answer.status_code == 404
    assert "Nothing was sent on this day." in answer.content.decode()


def test_another_day_is_chosen_on_a_page_of_its_own(client_for, clinician):
    a_response("V01")

    page = client_for(clinician).get(reverse(DAY), {"choose": "1"})

    assert page.status_code == 200
    assert 'type="date"' in page.content.decode()
    assert "Nothing was sent" not in page.content.decode()


@pytest.mark.long
def test_a_full_visit_is_printed_as_close_as_alone(client_for, clinician):
    full = a_response("V02", everything_ticked())
    alone = client_for(clinician).get(reverse("documents:summary", args=[full.visit.code]))

    of_the_day = client_for(clinician).get(reverse(DAY))

    assert pages_of(of_the_day.content)[1:] == pages_of(alone.content)


@pytest.mark.hazard("H11")
@pytest.mark.parametrize(
    "broken",
    [
        {"assessment": "[1]"},
        pytest.param({"answers": "[1]"}, marks=pytest.mark.long),
    ],
    ids="".join,
)
def test_a_visit_that_cannot_be_read_is_named_and_stops_no_other(broken, client_for, clinician):
    good, bad = a_response("V01", name="Ada Marlow"), a_response("V06", name="Ida Lind")
    (column, written), *_ = broken.items()
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE intake_response SET {column} = %s WHERE id = %s",  # noqa: S608 (our own column)
            [written, bad.pk],
        )

    answer = client_for(clinician).get(reverse(DAY))

    first, *pages = pages_of(answer.content)
    assert f"NOT IN HERE, since it could not be printed: {readable(bad.visit.code)}" in first
    assert all("Ada Marlow" in page for page in pages)
    assert AuditEvent.objects.about(good.visit).filter(action="documents.summary_read").exists()
    assert not AuditEvent.objects.about(bad.visit).filter(action="documents.summary_read").exists()


def test_only_clinicians_are_handed_it(client_for, front_desk, author):
    assert client_for(front_desk).get(reverse(DAY)).status_code == 403
    assert client_for(author).get(reverse(DAY)).status_code == 403


@pytest.mark.hazard("H11")
def test_where_one_has_a_gap_all_are_offered_one_by_one(client_for, clinician, monkeypatch):
    def fail(_told: object, _promises: object) -> None:
        raise MisprintError("On paper 1 texts are missing, 0 outside the page, 0 too pale.")

    response = a_response("V01")
    forget_all()
    monkeypatch.setattr(pdf, "proofread", fail)

    answer = client_for(clinician).get(reverse(DAY), {"day": timezone.localdate().isoformat()})

    assert answer.status_code == 503
    assert reverse("documents:summary", args=[response.visit.code]) in answer.content.decode()


@pytest.mark.hazard("H02")
@pytest.mark.parametrize(
    "pages",
    [
        ["ada 1", "ada 2", "tom 1"],
        ["ada 1", "tom 1", "nobody"],
        ["ada tom 1"],
        ["ada 1", "ada 2"],
    ],
)
def test_pages_of_nobody_of_two_or_without_their_text_are_not_handed_out(pages):
    promises = [Promise(("ada1",), ("ada",)), Promise(("tom2",), ("tom",))]

    with pytest.raises(MisprintError):
        proofread({"pages": pages, "outside": 0, "pale": 0}, promises)
