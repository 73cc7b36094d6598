"""The shipped content pack, made ready once, and what the engine says of a patient."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from triage.engine import codec
from triage.engine.assess import assess
from triage.engine.paging import report
from triage.engine.ruleset import Ruleset, prepare
from triage.engine.terms import Answers, Assessment, Definition

ROOT = Path(__file__).parents[2]
PACK = ROOT / "triage" / "content" / "packs" / "back_and_neck.json"


def document(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def shipped() -> Definition:
    return codec.decode(document(PACK))


@cache
def ruleset() -> Ruleset:
    return prepare(shipped())


def plain_answers() -> dict[str, str | int | tuple[str, ...]]:
    """What the first test patient says: a plain low back spasm, every red flag a no."""
    return dict(shipped().vignettes[0].answers)


def seen(answers: Answers, *, age: int, incomplete: bool = False) -> Assessment:
    return assess(ruleset(), report(ruleset(), answers, age=age, incomplete=incomplete))


def fired(assessment: Assessment) -> set[str]:
    return {finding.rule for finding in assessment.findings}
