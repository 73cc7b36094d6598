"""The JSON Schema of a content pack, made from the nouns themselves."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from triage.engine.codec import SCHEMA
from triage.engine.terms import Definition, Tier

Schema = dict[str, Any]
PLAIN: Mapping[Any, str] = {str: "string", int: "integer", bool: "boolean"}


def pack_schema() -> Schema:
    """Return what every content pack keeps to."""
    named: dict[str, Schema] = {}
    whole = _record(Definition, named)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Backstop content pack",
        **whole,
        "properties": {"schema": {"const": SCHEMA}, **whole["properties"]},
        "required": ["schema", *whole["required"]],
        "$defs": dict(sorted(named.items())),
    }


def _record(kind: Any, named: dict[str, Schema]) -> Schema:
    hints = get_type_hints(kind)
    return {
        "description": kind.__doc__.partition("\n")[0],
        "type": "object",
        "properties": {one.name: _schema(hints[one.name], named) for one in fields(kind)},
        "required": [one.name for one in fields(kind) if one.default is MISSING],
        "additionalProperties": False,
    }


def _schema(kind: Any, named: dict[str, Schema]) -> Schema:
    if is_dataclass(kind) and isinstance(kind, type):
        named[kind.__name__] = _record(kind, named)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"enum": [one.code if isinstance(one, Tier) else one.value for one in kind]}
    if isinstance(kind, UnionType):
        return {"anyOf": [_schema(one, named) for one in get_args(kind)]}
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _schema(get_args(kind)[0], named)}
    if kind in PLAIN:
        return {"type": PLAIN[kind]}
    return {"type": "object", "additionalProperties": _schema(get_args(kind)[1], named)}
