"""A pack is read from strangers: shown first, never live, and refused in one plain sentence."""

import gzip
import io
import json
import tracemalloc
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.builders import a_published_release, a_user
from tests.content.mistakes import GOOD, with_rule
from tests.content.shipped import ROOT, document, shipped
from triage.content.actions import load_definition
from triage.content.freeze import freeze
from triage.content.models import Questionnaire, Release
from triage.content.pack_file import PackError, read_pack, write_pack
from triage.engine import codec
from triage.engine.pack_schema import pack_schema
from triage.engine.terms import Tier

IMPORT = "/admin/content/questionnaire/import/"
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
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_one_plain_sentence(name: str) -> None:
    data = HOSTILE[name]()
    tracemalloc.start()

    with pytest.raises(PackError) as refusal:
        read_pack(data)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 200_000_000
    said = str(refusal.value)
    assert "\n" not in said
    assert "Traceback" not in said
    assert len(said) < 500


@pytest.mark.parametrize("definition", [GOOD, shipped()], ids=["small", "shipped"])
def test_a_round_trip_loses_nothing(definition) -> None:
    assert read_pack(write_pack(definition).encode()) == definition


def test_the_published_schema_is_the_one_of_the_nouns() -> None:
    assert document(ROOT / "docs" / "content-pack.schema.json") == pack_schema()


# --- In the admin -----------------------------------------------------------------------------------


def upload(client, data: bytes) -> Any:
    return client.post(IMPORT, {"file": SimpleUploadedFile("pack.json", data)})


def test_a_working_copy_goes_out_and_comes_back(client_for, author, questionnaire) -> None:
    client = client_for(author)
    pack = client.get(f"/admin/content/questionnaire/{questionnaire.pk}/export/")
    assert pack["Content-Disposition"] == 'attachment; filename="small.json"'

    assert read_pack(pack.content) == freeze(questionnaire)


def test_a_pack_is_shown_first_and_lands_in_the_working_copy_alone(client_for, author, db) -> None:
    live = a_published_release(GOOD)
    client = client_for(author)
    lowered = with_rule("CES-01", tier=Tier.SOON)

    page = upload(client, write_pack(lowered).encode())
    assert b"Vignette V1 is expected emergency" in page.content
    assert b"Tier down" in page.content
    assert freeze(live.questionnaire) == GOOD

    answer = client.post(IMPORT, {"pack": page.context["pack"], "decision": "load"})
    assert answer.status_code == 302
    assert freeze(live.questionnaire) == lowered
    assert Release.objects.get().stored() == GOOD


def test_a_pack_of_something_new_makes_a_working_copy(client_for, author, db) -> None:
    client = client_for(author)
    page = upload(client, write_pack(GOOD).encode())
    client.post(IMPORT, {"pack": page.context["pack"], "decision": "load"})

    assert freeze(Questionnaire.objects.get()) == GOOD


def test_what_is_no_pack_is_refused_in_a_sentence(client_for, author, db) -> None:
    client = client_for(author)

    assert b"a content pack is JSON" in upload(client, zipped()).content
    assert client.post(IMPORT, {"pack": "{", "decision": "load"}).context["error"]
    assert client.get(f"{IMPORT}?release=x").status_code == 404
    assert b"Choose a file" in client.get(IMPORT).content
    assert not Questionnaire.objects.exists()


def test_an_old_release_is_loaded_again(client_for, author, db) -> None:
    release = a_published_release(GOOD)
    load_definition(with_rule("AGE-01", title="Older"), by=a_user())
    client = client_for(author)

    page = client.get(f"{IMPORT}?release={release.pk}")
    client.post(IMPORT, {"pack": page.context["pack"], "decision": "load"})

    assert freeze(release.questionnaire) == GOOD


@pytest.mark.parametrize("person", ["approver", "auditor", "clinician"])
def test_only_authors_load_content(request, client_for, questionnaire, person) -> None:
    client = client_for(request.getfixturevalue(person))

    assert client.get(IMPORT).status_code == 403


def test_who_may_not_see_content_exports_none(client_for, clinician, questionnaire) -> None:
    address = f"/admin/content/questionnaire/{questionnaire.pk}/export/"

    assert client_for(clinician).get(address).status_code == 403
