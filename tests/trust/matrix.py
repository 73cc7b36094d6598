"""Who may enter which address: what is written in `access.txt`, and what the house does."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.test.client import Client

from tests.trust.addresses import Address, every_address
from tests.trust.world import PERSONAS, World

FILE = Path(__file__).parent / "access.txt"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
CLOSED = {401, 403}
ELSEWHERE = (
    "/accounts/sign-in/?next=",
    "/accounts/second-factor/?next=",
    "/accounts/show/code/?next=",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One address, the methods it knows, and the personas it lets in."""

    address: str
    methods: frozenset[str]
    admitted: frozenset[str]

    def __str__(self) -> str:
        methods = " ".join(method for method in METHODS if method in self.methods)
        everybody = self.admitted == set(PERSONAS)
        who = ["everybody"] if everybody else [one for one in PERSONAS if one in self.admitted]
        return f"{self.address} | {methods} | {' '.join(who)}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a persona was answered."""

    is_open: bool
    status: int
    body: str


def written() -> dict[str, Row]:
    """Return the rows of the file that people review."""
    text = FILE.read_text() if FILE.exists() else ""
    lines = [one for one in text.splitlines() if one and not one.startswith("#")]
    return {row.address: row for row in map(_row, lines)}


def found(world: World) -> Iterator[Row]:
    """Return every row: as it is written, or as the house behaves where nothing is written yet."""
    known = written()
    for address in every_address():
        if address.pattern in known:
            yield known[address.pattern]
            continue
        answers = {one: ask(world, one, "GET", address.filled(world)) for one in PERSONAS}
        admitted = frozenset(one for one, answer in answers.items() if answer.is_open)
        yield Row(address.pattern, methods_of(world, address, admitted), admitted)


def methods_of(world: World, address: Address, admitted: frozenset[str]) -> frozenset[str]:
    """Return the methods an address knows, as those who are let in find them."""
    insider = next((one for one in PERSONAS if one in admitted), "stranger")
    path = address.filled(world)
    return frozenset(one for one in METHODS if ask(world, insider, one, path).status != 405)


def ask(world: World, persona: str, method: str, path: str) -> Answer:
    """Ask for a page and take back whatever that changed."""
    browser: Client = world.browser(persona)
    with transaction.atomic():
        reply = browser.generic(method, path)
        transaction.set_rollback(True)
    target = reply.headers.get("Location", "")
    to_the_kiosk = target == "/form/kiosk/" and path != target
    is_open = not (reply.status_code in CLOSED or target.startswith(ELSEWHERE) or to_the_kiosk)
    content = b"".join(reply) if reply.streaming else reply.content
    return Answer(is_open, reply.status_code, content.decode(errors="replace"))


def _row(line: str) -> Row:
    address, methods, who = (part.strip() for part in line.rsplit(" | ", 2))
    admitted = PERSONAS if who == "everybody" else who.split()
    return Row(address, frozenset(methods.split()), frozenset(admitted))
