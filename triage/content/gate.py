"""The gate every edition passes twice: when it is submitted, and again when it is published."""

import json
from datetime import date
from functools import lru_cache

from django.utils import timezone

from triage.engine import codec
from triage.engine.gate import Verdict, judge
from triage.engine.problems import Problem
from triage.engine.ruleset import UnsoundDefinitionError
from triage.engine.terms import Definition


class GateError(UnsoundDefinitionError):
    """A definition the gate keeps out, with the verdict."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__(
            Problem(one.message, one.kind, one.name, one.part) for one in verdict.failures
        )


def verdict(definition: Definition) -> Verdict:
    """Return what the gate says of a definition today."""
    return _judged(_text(definition), timezone.localdate())


def _text(definition: Definition) -> str:
    return codec.canonical(codec.encode(definition))


def refuse_what_fails(definition: Definition, *, as_shipped: bool = False) -> Verdict:
    """Return the verdict on a definition that passes; GateError when it does not.

    Content that ships passes after its review dates too, so that a demo still starts years later.
    """
    found = _judged(_text(definition), None) if as_shipped else verdict(definition)
    if not found.passed:
        raise GateError(found)
    return found


@lru_cache(maxsize=16)
def _judged(document: str, today: date | None) -> Verdict:
    """Kept under the whole text, as the proof takes a second and the text says all there is."""
    return judge(codec.decode(json.loads(document)), today=today)
