"""Definitions and assessments to JSON and back, and the digest that names an edition."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from hashlib import sha256
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from triage.engine.answers import is_storable
from triage.engine.terms import Answer, Answers, Assessment, Definition, Tier

SCHEMA = 1

Json = dict[str, Any]


class CodecError(ValueError):
    """A document that is not what it should be; the message names the place."""

    def __init__(self, message: str) -> None:
        """Spell out half characters of the document: no page could show them."""
        super().__init__(message.encode(errors="backslashreplace").decode())


def encode(value: Definition | Assessment) -> Json:
    """Return a definition or an assessment as plain JSON values."""
    encoded = _plain(value)
    return {"schema": SCHEMA, **encoded} if isinstance(value, Definition) else dict(encoded)


def decode(document: object) -> Definition:
    """Return the definition a JSON document holds; CodecError when it is not a sound document."""
    if not isinstance(document, dict):
        raise CodecError("The document is not a JSON object.")
    schema = document.get("schema")
    if type(schema) is not int or schema != SCHEMA:
        raise CodecError(f"The document's `schema` is not {SCHEMA}.")
    known = {name: value for name, value in document.items() if name != "schema"}
    definition: Definition = _value(Definition, known, "document")
    return definition


def decode_assessment(document: object) -> Assessment:
    """Return the assessment a stored JSON document holds."""
    assessment: Assessment = _value(Assessment, document, "assessment")
    return assessment


def encode_answers(answers: Answers) -> Json:
    """Return answers as plain JSON values."""
    return {link_id: _plain(answer) for link_id, answer in answers.items()}


def decode_answers(document: Json) -> dict[str, Answer]:
    """Return the answers stored as plain JSON values."""
    return {
        link_id: tuple(answer) if isinstance(answer, list) else answer
        for link_id, answer in document.items()
    }


def canonical(document: Json) -> str:
    """Return the one text that stands for an encoded definition, whatever the order of its keys."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(document: Json) -> str:
    """Return the SHA-256 of an encoded definition, in hexadecimal.

    It is taken of the stored document, not of what this version would write today, so that an
    edition keeps its name when later versions know more fields.
    """
    return sha256(canonical(document).encode()).hexdigest()


def _plain(value: object) -> Any:
    if isinstance(value, Tier):
        return value.code
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _value(kind: Any, raw: object, place: str) -> Any:  # Any: the type is data here
    """Return a JSON value as the type it must have."""
    if is_dataclass(kind):
        return _record(kind, raw, place)
    origin = get_origin(kind)
    if origin is tuple:
        if not isinstance(raw, list):
            raise CodecError(f"{place} is not a list.")
        item = get_args(kind)[0]
        return tuple(_value(item, one, f"{place}[{n}]") for n, one in enumerate(raw))
    if origin is Mapping or (isinstance(origin, type) and issubclass(origin, Mapping)):
        if not isinstance(raw, dict):
            raise CodecError(f"{place} is not an object.")
        item = get_args(kind)[1]
        return {
            _single(str, key, f"A key of {place}"): _value(item, one, f"{place}.{key}")
            for key, one in raw.items()
        }
    if isinstance(kind, UnionType):
        return _answer(raw, place)
    return _single(kind, raw, place)


def _answer(raw: object, place: str) -> str | int | tuple[str, ...]:
    if isinstance(raw, list):
        return tuple(_single(str, one, f"{place}[{n}]") for n, one in enumerate(raw))
    answer: str | int = _single(int if isinstance(raw, int) else str, raw, place)
    return answer


def _record(kind: Any, raw: object, place: str) -> Any:
    if not isinstance(raw, dict):
        raise CodecError(f"{place} is not an object.")
    hints = _hints(kind)
    known = {field.name: field for field in fields(kind)}
    if strange := sorted(raw.keys() - known.keys()):
        raise CodecError(f"{place} has an unknown field `{strange[0]}`.")
    for name, field in known.items():
        if name not in raw and field.default is MISSING:
            raise CodecError(f"{place} lacks the field `{name}`.")
    return kind(**{name: _value(hints[name], raw[name], f"{place}.{name}") for name in raw})


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _single(kind: Any, raw: object, place: str) -> Any:
    if kind is Tier:  # by its code only: a number would pass for a tier
        wanted: Any = Tier.from_code
    elif isinstance(kind, type) and issubclass(kind, Enum):
        wanted = kind
    elif isinstance(raw, str) and not is_storable(raw):
        raise CodecError(f"{place} holds a sign that cannot be kept.")
    elif type(raw) is kind:
        return raw
    else:
        raise CodecError(f"{place} is not of type {kind.__name__}.")
    try:
        return wanted(raw)
    except ValueError as error:
        raise CodecError(f"{place}: `{raw}` is not allowed here.") from error
