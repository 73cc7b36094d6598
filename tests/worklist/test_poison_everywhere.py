"""No page about a broken record breaks: each address that takes the code of a visit leads on."""

import re
from collections.abc import Iterable, Iterator

import pytest
from django.contrib.messages import get_messages
from django.db import OperationalError, connection, transaction
from django.test import Client

from tests.builders import a_filled_in_visit, a_response
from tests.worklist.poison import (
    POISON,
    a_broken_copy,
    break_one,
    broken_records,
    check_nothing,
)
from triage.accounts.access import access_table
from triage.accounts.actions import add_staff
from triage.accounts.roles import Role
from triage.intake.models import Visit
from triage.worklist import broken

pytestmark = [pytest.mark.hazard("H17"), pytest.mark.usefixtures("release", "_no_paper", "_quiet")]

CODE = re.compile(r"<\w+:code>")
PART = re.compile(r"<\w+:page>")
# Answers, findings, a moment and an assessment; the third is no text, which PostgreSQL never takes in.
A_FEW = (8, 22, 32, 46)
ALL_ROLES = [Role.CLINICIAN, Role.FRONT_DESK, Role.AUTHOR]


def somebody(roles: list[Role]) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(add_staff("somebody", shown_name="S", roles=roles, by=None))
    return client


def addresses_of(visit: Visit) -> list[str]:
    """Return every address of a visit, from the resolver."""
    rows = [row.address for row in access_table() if CODE.search(row.address)]
    assert len(rows) > 20
    return [PART.sub("about", CODE.sub(visit.code, row)) for row in rows]


def asked(client: Client, visit: Visit) -> Iterator[tuple[str, int]]:
    """Open every address of a visit, and post to it; whatever is written is taken back."""
    for address in addresses_of(visit):
        for method in (client.get, client.post):
            with transaction.atomic():
                status = method(address).status_code
                transaction.set_rollback(True)
            yield f"{method.__name__} {address}", status


def breaking(client: Client, like: Visit, kinds: Iterable[int]) -> tuple[int, list[str]]:
    """Return how many kinds of poison got in, and where one of them broke a page."""
    check_nothing()
    took, failed = 0, list[str]()
    for number in kinds:
        with transaction.atomic():
            if visit := a_broken_copy(like, number):
                took += 1
                failed += [
                    f"{POISON[number]!r:.80}: {page.replace(visit.code, 'CODE')} {status}"
                    for page, status in asked(client, visit)
                    if status >= 500
                ]
            transaction.set_rollback(True)
    return took, failed


def test_a_few_kinds_of_poison_break_no_page(db):
    took, failed = breaking(somebody(ALL_ROLES), a_response("V02").visit, A_FEW)

    assert failed == []
    assert took == (len(A_FEW) if connection.vendor == "sqlite" else len(A_FEW) - 1)


@pytest.mark.long
@pytest.mark.parametrize("roles", [ALL_ROLES, [Role.FRONT_DESK]], ids=["all", "desk"])
@pytest.mark.parametrize("is_sent", [True, False], ids=["sent", "under way"])
def test_no_kind_of_poison_breaks_any_page(db, roles, is_sent):
    like = a_response("V02").visit if is_sent else a_filled_in_visit("V02")
    own = [n for n, (table, *_) in enumerate(POISON) if is_sent or table != "intake_response"]
    took, failed = breaking(somebody(roles), like, own)
    print(f"{took} of {len(own)} kinds got in, on {len(addresses_of(like))} addresses each")  # noqa: T201 (shown with -s)

    assert failed == []


@pytest.mark.long
def test_no_page_about_many_breaks_on_all_of_them_at_once(db):
    broken_records()
    client = somebody([*Role])
    plain = [row.address for row in access_table() if not set("<(^") & set(row.address)]

    failed = [one for one in plain if client.get(one).status_code >= 500]

    assert len(plain) > 40
    assert failed == []


@pytest.fixture
def nameless(db) -> Visit:
    """A visit whose patient has a name that is no text."""
    visit = a_response("V02").visit
    break_one(visit, "intake_patient", "birth_date", "2026-99-99")
    return visit


@pytest.mark.sqlite
def test_a_clinician_is_led_to_the_record_and_the_desk_to_the_list(
    nameless, client_for, clinician, front_desk
):
    code = f"{nameless.code[:3]}-{nameless.code[3:]}"
    paper = f"/documents/{nameless.code}/handout.pdf"

    doctor, desk = client_for(clinician).get(paper), client_for(front_desk).get(paper, follow=True)

    assert doctor.url == f"/visits/{nameless.code}/"
    assert desk.redirect_chain == [("/", 302)]
    assert f"The record {code} is broken. See this patient in person" in desk.content.decode()
    assert [str(one)[:10] for one in get_messages(doctor.wsgi_request)] == ["The record"]


def test_a_mistake_in_the_code_is_not_laid_at_the_door_of_the_record(
    db, client_for, clinician, monkeypatch
):
    visit = a_response("V02").visit
    monkeypatch.setattr("triage.worklist.act_views.last_seen", lambda _visit: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        client_for(clinician).get(f"/visits/{visit.code}/override/")


def test_a_database_that_is_away_is_no_broken_record(monkeypatch):
    def away(*_names: str) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(Visit.objects, "only", away)

    assert not broken.is_broken("ABCDEF")


def test_a_code_that_nobody_has_is_no_broken_record(db):
    assert not broken.is_broken("ZZZZZZ")
