"""Every address, every kind of person, every method: who gets in, and what a refusal gives away."""

import os
from collections.abc import Collection

import pytest

from tests.trust.addresses import every_address
from tests.trust.matrix import FILE, METHODS, Answer, Row, ask, found, written
from tests.trust.world import (
    DRAFT,
    ERASED_NAME,
    NAME,
    NOTE,
    NUMBER,
    OTHER_NAME,
    OTHER_WORDS,
    PERSONAS,
    WORDS,
    World,
)
from triage.content.models import Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_quiet", "_no_paper")]

HEAD = """\
# Who may enter which address: the address | the methods it knows | who gets in.
# A review reads this file, not the code. For an address that is new, or whose line was taken out,
#   WRITE_ACCESS=1 .venv/bin/pytest tests/trust/test_matrix.py -k written_down_with
# writes what the house does now. Read what `git diff` shows: it is a proposal, not a proof.
"""
# Who may read what. Everybody else must never be sent these words, whatever they ask for.
BOTH = {"all", "root"}
READERS = {
    NAME: {"desk", "clinician", "manager", "patient", *BOTH},
    NUMBER: {"desk", "clinician", "manager", "patient", *BOTH},
    WORDS: {"clinician", "patient", *BOTH},
    OTHER_NAME: {"desk", "clinician", "manager", "other", *BOTH},
    OTHER_WORDS: {"clinician", "other", *BOTH},
    NOTE: {"clinician", *BOTH},
    DRAFT: {"author", "approver", "auditor", "manager", *BOTH},
    ERASED_NAME: set(),
}
# `make test-long` sends everybody. These are let in like others, or like nobody.
SELDOM = {"link", "used", "withdrawn", "revoked", "all", "root"}
OFTEN = [one for one in PERSONAS if one not in SELDOM]
# They are let into hardly anything.
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
    for persona in personas:
        answer = ask(world, persona, method, path)
        if is_wrong(row, persona, method, answer) or answer.status >= 500:
            told.append(f"{persona}: {answer.status}")
        told += [
            f"{persona} read: {words}"
            for words, readers in READERS.items()
            if words in answer.body and persona not in readers
        ]
    return told


def is_wrong(row: Row, persona: str, method: str, answer: Answer) -> bool:
    """Return whether somebody was let in who may not, or kept from reading what they may."""
    if persona in row.admitted:
        # Who may read may still be refused to write.
        return method == "GET" and not answer.is_open
    # Which methods there are may be told before anybody asks who it is.
    tells_nothing = answer.status == 405 or (method == "OPTIONS" and not answer.body)
    return answer.is_open and not tells_nothing


def is_as_written(world: World, row: Row, method: str, path: str) -> bool:
    """Return whether an address knows a method as it is written, for those who are let in."""
    insider = next((one for one in PERSONAS if one in row.admitted), None)
    return insider is None or (ask(world, insider, method, path).status != 405) == (
        method in row.methods
    )


@pytest.mark.hazard("H22")
@pytest.mark.parametrize("address", EVERY_ROW)
def test_who_gets_in_is_who_is_written_down(world, address):
    row = written()[address.pattern]

    path = address.filled(world)
    let_in = [one for one in OFTEN if one in row.admitted]
    shut_out = [one for one in OFTEN if one not in row.admitted]
    if address.pattern.startswith("/admin/"):
        # No page of it shows a patient, and each takes long to draw: one of those let in is enough here.
        let_in = let_in[:1]
    assert wrong(world, row, "GET", path, [*let_in, *shut_out]) == []
    assert wrong(world, row, "POST", path, OUTSIDE) == []
    assert is_as_written(world, row, "GET", path)
    assert is_as_written(world, row, "POST", path)


@pytest.mark.long
@pytest.mark.parametrize("address", EVERY_ROW)
def test_so_it_is_for_every_method_and_every_record(world, address, record_property):
    row, usual = written()[address.pattern], address.filled(world)
    visits = (world.sent, world.signed, world.other, world.broken, world.erased)
    records = {address.filled(world, visit=one) for one in visits}
    records |= {address.filled(world, release=one) for one in world.releases.values()}
    records |= {address.filled(world, missing=True)}
    asked = [(method, usual) for method in METHODS]
    asked += [(method, path) for path in sorted(records - {usual}) for method in ("GET", "POST")]
    record_property("requests", len(asked) * len(PERSONAS))

    # Which methods a record allows is for its own tests; here it is who gets in, what leaks and
    # what breaks.
    assert [(*one, told) for one in asked if (told := wrong(world, row, *one))] == []


def test_a_refusal_is_the_same_whether_the_record_is_there_or_not(world):
    """Else somebody could find out which codes are in use."""
    rows = written()
    for address in every_address():
        there, missing = address.filled(world), address.filled(world, missing=True)
        if there == missing:
            continue
        # Who is in the admin may learn that a part of the content is there.
        for persona in OUTSIDE if address.pattern.startswith("/admin/") else OFTEN:
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
            "/form/check/",
            f"/admin/content/release/{world.releases[Status.IN_REVIEW].pk}/change/",
        ):
            body = ask(world, persona, "GET", path).body
            for words in READERS:
                if words in body:
                    seen[words].add(persona)

    assert {words for words, who in seen.items() if who} == {
        words for words, readers in READERS.items() if readers
    }
    assert "clinician" in seen[WORDS]
