"""Every address, every kind of person, every method: who gets in, and what a refusal gives away."""

import os
from collections.abc import Collection

import pytest

from tests.trust.addresses import every_address
from tests.trust.matrix import FILE, METHODS, Row, ask, found, written
from tests.trust.world import DRAFT, NAME, NOTE, NUMBER, PERSONAS, WORDS, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_quiet", "_no_paper")]

HEAD = """\
# Who may enter which address: the address | the methods it knows | who gets in.
# A review reads this file, not the code. For an address that is new, or whose line was taken out,
#   WRITE_ACCESS=1 .venv/bin/pytest tests/trust/test_matrix.py -k written_down_with
# writes what the house does now. Read what `git diff` shows: it is a proposal, not a proof.
"""
# Who may read what. Everybody else must never be sent these words, whatever they ask for.
READERS = {
    NAME: {"desk", "clinician", "manager", "patient"},
    NUMBER: {"desk", "clinician", "manager", "patient"},
    WORDS: {"clinician", "patient"},
    NOTE: {"clinician"},
    DRAFT: {"author", "approver", "auditor", "manager"},
}
# They are let into hardly anything; `make test-long` sends them all.
OUTSIDE = ("stranger", "other", "nobody", "half", "locked")
EVERY_ROW = [pytest.param(one, id=one.pattern) for one in every_address()]


def test_every_address_is_written_down_with_who_may_enter(world):
    if os.environ.get("WRITE_ACCESS"):
        rows = list(found(world))
        FILE.write_text(HEAD + "".join(f"{row}\n" for row in rows))

    assert [one.pattern for one in every_address()] == list(written())


def wrong(
    world: World, row: Row, method: str, path: str, personas: Collection[str] = PERSONAS
) -> list[str]:
    """Return what differs from what is written, for everybody who asks in one way."""
    told = []
    insider = next((one for one in PERSONAS if one in row.admitted), None)
    for persona in personas:
        answer = ask(world, persona, method, path)
        if answer.is_open != (persona in row.admitted):
            told.append(f"{persona}: {answer.status}")
        if answer.status >= 500 or (persona == insider and _is_odd(answer.status, method, row)):
            told.append(f"{persona}: {method} gave {answer.status}")
        told += [
            f"{persona} read: {words}"
            for words, readers in READERS.items()
            if words in answer.body and persona not in readers
        ]
    return told


def _is_odd(status: int, method: str, row: Row) -> bool:
    return (status == 405) == (method in row.methods)


@pytest.mark.hazard("H22")
@pytest.mark.parametrize("address", EVERY_ROW)
def test_who_gets_in_is_who_is_written_down(world, address):
    row = written()[address.pattern]

    assert wrong(world, row, "GET", address.filled(world)) == []
    assert wrong(world, row, "POST", address.filled(world), OUTSIDE) == []


@pytest.mark.long
@pytest.mark.parametrize("address", EVERY_ROW)
def test_so_it_is_for_every_method_and_every_record(world, address):
    row = written()[address.pattern]
    paths = {address.filled(world, visit=one) for one in (world.sent, world.signed, world.other)}

    for path in sorted({*paths, address.filled(world, missing=True)}):
        for method in METHODS:
            # What a record allows is for its own tests; here it is who gets in, and what leaks.
            told = [one for one in wrong(world, row, method, path) if f"{method} gave" not in one]
            assert told == [], (method, path)


def test_a_refusal_is_the_same_whether_the_record_is_there_or_not(world):
    """Else somebody could find out which codes are in use."""
    rows = written()
    for address in every_address():
        there, missing = address.filled(world), address.filled(world, missing=True)
        if there == missing:
            continue
        # Who is in the admin may learn that a part of the content is there.
        for persona in OUTSIDE if address.pattern.startswith("/admin/") else PERSONAS:
            if persona not in rows[address.pattern].admitted:
                first, second = (ask(world, persona, "GET", one) for one in (there, missing))
                assert first.status == second.status, (persona, address.pattern)


def test_the_marks_can_be_found_at_all(world):
    """Else a leak would go unseen because nobody ever sees these words."""
    seen: dict[str, set[str]] = {words: set() for words in READERS}
    for persona in PERSONAS:
        for path in (
            "/",
            "/signed/",
            f"/visits/{world.signed.code}/",
            "/form/done/",
            f"/admin/content/release/{world.in_review.pk}/change/",
        ):
            body = ask(world, persona, "GET", path).body
            for words in READERS:
                if words in body:
                    seen[words].add(persona)

    assert {words for words, readers in seen.items() if not readers} == set()
    assert "clinician" in seen[WORDS]
