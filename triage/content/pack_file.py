"""A whole working copy as one JSON file: written for others, and read from strangers."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from triage.engine import codec
from triage.engine.codec import CodecError
from triage.engine.faults import faults_in
from triage.engine.terms import Definition

LARGEST = 2_000_000
DEEPEST = 20
MOST = 1_000
LONGEST_SENTENCE = 300

PARTS = ("pages", "facts", "rules", "sentences", "guidance", "sources", "vignettes", "accepted")

OTHER_KINDS: Mapping[bytes, str] = {
    b"PK": "a zip archive",
    b"\x1f\x8b": "a gzip archive",
    b"%PDF": "a PDF",
    b"<": "XML or HTML",
    b"%YAML": "YAML",
    b"---": "YAML",
}


class PackError(ValueError):
    """A file that is no content pack; the message is one plain sentence."""


def write_pack(definition: Definition) -> str:
    """Return a definition as the text of a content pack."""
    return json.dumps(codec.encode(definition), indent=2, ensure_ascii=False) + "\n"


def read_pack(data: bytes) -> Definition:
    """Return the definition a file holds; PackError when it holds none that can be worked with."""
    definition = parse_pack(data)
    if faults := faults_in(definition):
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise PackError(f"The content cannot be worked with: {_short(faults[0])}{more}")
    return definition


def parse_pack(data: bytes) -> Definition:
    """Return the definition a file holds, whatever is wrong with it; PackError when it holds none."""
    if len(data) > LARGEST:
        raise PackError(f"The file is larger than {LARGEST // 1_000_000} MB.")
    document = _parsed(_text(data))
    schema = document.get("schema") if isinstance(document, dict) else None
    if type(schema) is int and schema > codec.SCHEMA:
        raise PackError("The file was written by a later version of Backstop.")
    try:
        definition = codec.decode(document)
    except CodecError as error:
        raise PackError(f"The file is not a content pack: {_short(error)}") from error
    _refuse_crowds(definition)
    return definition


def _refuse_crowds(definition: Definition) -> None:
    """Refuse more than can be proved or shown, however small it is as a file."""
    parts = {name: getattr(definition, name) for name in PARTS}
    questions = tuple(definition.questions())
    options = tuple(option for question in questions for option in question.options)
    for name, some in {**parts, "questions": questions, "options": options}.items():
        if len(some) > MOST:
            raise PackError(f"The file holds more than {MOST} {name}.")


def _short(sentence: object) -> str:
    """Return a sentence as one line, cut where a name in it never ends."""
    line = " ".join(str(sentence).split())
    return line if len(line) <= LONGEST_SENTENCE else f"{line[:LONGEST_SENTENCE]}…"


def _text(data: bytes) -> str:
    start = data.lstrip()[:8]
    for sign, kind in OTHER_KINDS.items():
        if start.startswith(sign):
            raise PackError(f"The file is {kind}; a content pack is JSON.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PackError("The file is not text in UTF-8.") from error


def _parsed(text: str) -> object:
    _refuse_depth(text)
    try:
        return json.loads(
            text,
            parse_constant=_refuse,
            parse_float=_refuse,
            object_pairs_hook=_without_twins,
        )
    except PackError:
        raise
    except (ValueError, RecursionError) as error:  # too long a number is a ValueError
        raise PackError("The file is not JSON.") from error


def _refuse_depth(text: str) -> None:
    """Look at the brackets before anything is built of them."""
    depth, quoted, escaped = 0, False, False
    for sign in text:
        if quoted:
            quoted, escaped = escaped or sign != '"', sign == "\\" and not escaped
        elif sign == '"':
            quoted = True
        elif sign in "[{":
            depth += 1
            if depth > DEEPEST:
                raise PackError(f"The file is nested deeper than {DEEPEST} levels.")
        elif sign in "]}":
            depth -= 1


def _refuse(number: str) -> NoReturn:
    raise PackError(f"The file holds {number[:20]}, which is no whole number.")


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Python would keep the last of two and lose the first without a word.
    known: dict[str, Any] = {}
    for name, value in pairs:
        if name in known:
            raise PackError(f"The file names `{name[:40]}` twice in one place.")
        known[name] = value
    return known
