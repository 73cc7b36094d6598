"""Files from strangers that hold no content pack, or one that nobody could work with."""

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.content.mistakes import GOOD
from tests.engine.builders import a_rule
from triage.content.pack_file import LARGEST, MOST, write_pack
from triage.engine import codec
from triage.engine.spelling import MOST as COMPARED
from triage.engine.terms import Fact, Tier

PACK = codec.encode(GOOD)


def changed(**changes: Any) -> bytes:
    return json.dumps({**PACK, **changes}).encode()


def in_rule(**changes: Any) -> bytes:
    first, *others = PACK["rules"]
    return changed(rules=[{**first, **changes}, *others])


def without(name: str) -> bytes:
    return json.dumps({key: value for key, value in PACK.items() if key != name}).encode()


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("pack.json", write_pack(GOOD))
    return file.getvalue()


def crowd(name: str, when: str, count: int = MOST, **changes: Any) -> bytes:
    """Return a pack with as many rules as are allowed, each with a condition of its own."""
    rules = tuple(
        a_rule(f"{name}-{number}", Tier.SOON, when.format(number=number)) for number in range(count)
    )
    return write_pack(replace(GOOD, rules=rules, **changes)).encode()


def in_facts(when: str) -> tuple[Fact, ...]:
    """Return as many facts as an unknown name is compared with, all much like one another."""
    return tuple(Fact(f"the_same_name_with_{number:04}", when) for number in range(COMPARED - 10))


def filled(one: bytes) -> bytes:
    """Return a list of as many of these as a file can hold."""
    return b"[" + one + (b"," + one) * ((LARGEST - 2) // (len(one) + 1) - 1) + b"]"


def doubling() -> tuple[Fact, ...]:
    """Return facts of which each holds the one before twice."""
    first = Fact("f0", "has(weak, yes) and has(weak, no)")
    return (first, *(Fact(f"f{n}", f"f{n - 1} and not f{n - 1}") for n in range(1, 10)))


HOSTILE: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "blanks": lambda: b" \n\t ",
    "no JSON": lambda: b"hello",
    "half a file": lambda: write_pack(GOOD).encode()[:500],
    "two documents": lambda: b"{} {}",
    "a trailing comma": lambda: b'{"schema": 1,}',
    "a comment": lambda: b"// pack\n{}",
    "single quotes": lambda: b"{'schema': 1}",
    "null": lambda: b"null",
    "a number": lambda: b"1",
    "a text": lambda: b'"pack"',
    "a list": lambda: b"[]",
    "an empty object": lambda: b"{}",
    "100 MB": lambda: b"[" + b"1," * 50_000_000 + b"1]",
    "100 MB of blanks": lambda: b" " * 100_000_000,
    "depth 100,000 of lists": lambda: b"[" * 100_000,
    "depth 100,000 of objects": lambda: b'{"a":' * 100_000,
    "depth 21, closed": lambda: b"[" * 21 + b"]" * 21,
    "depth behind a quote": lambda: b'["\\"' + b'",' + b"[" * 100,
    "a key twice": lambda: b'{"schema": 1, "schema": 1}',
    "a key twice, deep": lambda: b'{"rules": [{"id": "A", "id": "B"}]}',
    "NaN": lambda: b'{"schema": NaN}',
    "Infinity": lambda: b'{"schema": Infinity}',
    "minus Infinity": lambda: b'{"schema": -Infinity}',
    "a fraction": lambda: b'{"schema": 1.0}',
    "a huge exponent": lambda: b'{"schema": 1e999}',
    "a number of 10,000 digits": lambda: b'{"schema": ' + b"9" * 10_000 + b"}",
    "an unknown field": lambda: changed(script="x"),
    "an unknown field of a rule": lambda: in_rule(script="x"),
    "a prototype": lambda: changed(__proto__={}),
    "a later schema": lambda: changed(schema=2),
    "schema 0": lambda: changed(schema=0),
    "schema as text": lambda: changed(schema="1"),
    "schema true": lambda: changed(schema=True),
    "no schema": lambda: without("schema"),
    "no rules": lambda: without("rules"),
    "no title": lambda: without("title"),
    "YAML": lambda: b"---\nschema: 1\n",
    "YAML with a directive": lambda: b"%YAML 1.2\n---\n",
    "YAML without a sign": lambda: b"schema: 1\nrules: []\n",
    "XML": lambda: b'<?xml version="1.0"?><pack/>',
    "XML with entities": lambda: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    "HTML": lambda: b"<html></html>",
    "zip": zipped,
    "gzip": lambda: gzip.compress(write_pack(GOOD).encode()),
    "PDF": lambda: b"%PDF-1.7",
    "an image": lambda: b"\x89PNG\r\n\x1a\n" + bytes(100),
    "UTF-16": lambda: write_pack(GOOD).encode("utf-16"),
    "Latin 1": lambda: '{"title": "é"}'.encode("latin-1"),
    "zero bytes": lambda: bytes(1_000),
    "half a character": lambda: changed(title="\ud800"),
    "a zero in a text": lambda: changed(title="a\x00b"),
    "a list for a text": lambda: changed(title=["x"]),
    "a text for a list": lambda: changed(rules="x"),
    "an object for a list": lambda: changed(rules={}),
    "null for a text": lambda: changed(title=None),
    "a tier by its number": lambda: in_rule(tier=5),
    "an unknown tier": lambda: in_rule(tier="whenever"),
    "Python in a condition": lambda: in_rule(when="__import__('os').system('true')"),
    "a condition that never ends": lambda: in_rule(when="not " * 5_000 + "incomplete"),
    "a condition of brackets": lambda: in_rule(when="(" * 5_000),
    "a rule of an unknown sentence": lambda: in_rule(sentence="S9"),
    "every rule twice": lambda: changed(rules=PACK["rules"] * 2),
    "no pages": lambda: changed(pages=[]),
    "2 MB of empty lists": lambda: filled(b"[]"),
    "2 MB of small objects": lambda: filled(b'{"a":1}'),
    "2 MB of rules": lambda: crowd("R", "age >= 70", 6_000),
    "1,000 unknown names among many like them": lambda: crowd(
        "R", "the_same_name_wjth_{number:04}", facts=in_facts("has(weak, yes)")
    ),
    "1,000 unknown rules in articles": lambda: changed(
        rules=json.loads(crowd("R", "age >= 70"))["rules"],
        guidance=[
            {**PACK["guidance"][0], "code": str(n), "show": f'fired("R{n}")'} for n in range(MOST)
        ],
    ),
    "1,000 rules of a huge fact": lambda: crowd("R", "f9 or age >= 70", facts=doubling()),
    "a name of a million letters": lambda: in_rule(when="a" * 1_000_000),
    "an unknown name of 1,900 letters": lambda: in_rule(when="a" * 1_900),
    "a field of a million letters": lambda: changed(**{"a" * 1_000_000: 1}),
    "a rule of an endless name": lambda: in_rule(id="R" * 100_000, sentence="S9"),
    "a key that is an address": lambda: changed(key="../../admin"),
    "a page that is an address": lambda: changed(
        pages=[{**PACK["pages"][0], "key": "a/b"}, *PACK["pages"][1:]]
    ),
    "a name of two lines": lambda: in_rule(id="R\n\nR", sentence="S9"),
}
