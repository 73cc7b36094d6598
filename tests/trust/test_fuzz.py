"""Nonsense, sent to every address by everybody: the house may refuse it, and never breaks on it."""

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.trust.addresses import Address, every_address
from tests.trust.world import PERSONAS, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_quiet", "_no_paper")]

SEED = 20_260
NASTY = [
    "", " ", "0", "-1", "1", "99999999999999999999", "1e309", "NaN", "1,5", "\uff11\uff12", "true", "null",
    "None", "undefined", "[]", "{}", "[[[[", '{"a":', "'", '"', "';--", "1 OR 1=1", "%00", "\x00", "\ud800",
    "\u202e", "\u200b", "\ufeff", "e\u0301" * 60, "\U0001f635" * 40, "A" * 5_000, "../../etc/passwd",
    "<script>alert(1)</script>", "{{7*7}}", "{% debug %}", "${7*7}", "=1+1", "\r\nSet-Cookie: x=y", "2026-02-30",
    "9999-12-31", "0000-00-00", "31", "02", "1899", "javascript:alert(1)", "//elsewhere.example", "\\\\", "~",
]  # fmt: skip
NAMES = [
    "next", "code", "key", "page", "q", "tier", "stage", "sort", "p", "e", "o", "all", "_popup", "_to_field",
    "csrfmiddlewaretoken", "decision", "note", "seen", "name", "birth_date_0", "birth_date_1", "birth_date_2",
    "identifier", "how", "go", "check", "more", "paper", "archive", "large", "chosen", "give", "login",
    "password", "credential", "action", "_selected_action", "_save", "form-TOTAL_FORMS", "pages-TOTAL_FORMS",
    "condition", "file", "own_words", "age", "reason", "answers", "_continue", "object_id", "date", "day",
]  # fmt: skip
KINDS = [
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "application/json",
    "text/xml",
    "x",
]
METHODS = ["GET"] * 4 + ["POST"] * 5 + ["HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"]


def nonsense(dice: random.Random) -> dict[str, str]:
    """Return a few fields that mean nothing."""
    fields = {dice.choice(NAMES): dice.choice(NASTY) for _ in range(dice.randint(0, 6))}
    return {name: value.encode(errors="replace").decode() for name, value in fields.items()}


def sent(browser: Client, world: World, address: Address, dice: random.Random) -> Any:
    """Send one request that no page of ours would send, and return the answer."""
    path = address.filled(world, missing=dice.random() < 0.2)
    if dice.random() < 0.15:
        path = (
            path.rstrip("/") + "/" + dice.choice(["%00", "%ff%fe", "..%2f", ";x", "%2e%2e/", "🦴/"])
        )
    method, fields = dice.choice(METHODS), nonsense(dice)
    headers = {"accept": dice.choice(["*/*", "application/json", "text/html", "\xff"])}
    match dice.randint(0, 3):
        case 0:
            return browser.get(path, fields, headers=headers)
        case 1:
            return browser.post(path, fields, headers=headers)
        case _:
            body = dice.choice(NASTY).encode(errors="surrogatepass")
            kind = dice.choice(KINDS)
            return browser.generic(method, path, body, kind, headers=headers)


def requests(world: World, number: int) -> Iterator[tuple[int, str]]:
    """Send so many requests, each taken back; tell how each went, and all there is to say of it."""
    dice = random.Random(SEED)  # noqa: S311 (a game, not a secret)
    addresses = every_address()
    for place in range(number):
        address = addresses[place % len(addresses)]
        persona = dice.choice(PERSONAS)
        with transaction.atomic():
            reply = sent(world.browser(persona), world, address, dice)
            transaction.set_rollback(True)
        asked = reply.request
        said = f"{persona} {asked['REQUEST_METHOD']} {asked['PATH_INFO']} {asked['QUERY_STRING']}"
        yield reply.status_code, f"{place}: {said} {reply.exc_info}"


@pytest.mark.parametrize(
    "number", [pytest.param(500), pytest.param(20_000, marks=pytest.mark.long)]
)
def test_nothing_that_is_sent_breaks_the_house(world, number, record_property):
    told = list(requests(world, number))
    record_property("requests", number)

    assert [said for status, said in told if status >= 500] == []
    # The nonsense reaches the pages, and is not all turned away at the door.
    statuses = Counter(status for status, _said in told)
    assert statuses[200] > number / 50
