"""The parts of README that are made from the code: the rooms, the releases, the settings."""

import ast
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping

from tests.house.source import ROOT
from triage.config.environment import SETTINGS
from triage.content.actions import TRANSITIONS
from triage.content.models import Status

README = ROOT / "README.md"


def rooms() -> str:
    """Return the map of rooms, top floor first, from the import contract and what each says it is."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers: list[str] = contracts["contracts"][0]["layers"]
    floors = [[room.strip(" ()") for room in layer.split("|")] for layer in layers]
    rows = [
        (f"{len(floors) - depth}", f"[`{room}`](triage/{room}/)", _purpose(room))
        for depth, floor in enumerate(floors)
        for room in floor
        if (ROOT / "triage" / room).is_dir()
    ]
    return _table(("Floor", "Room", "What it is for"), rows)


def _purpose(room: str) -> str:
    tree = ast.parse((ROOT / "triage" / room / "__init__.py").read_text())
    said = ast.get_docstring(tree) or ""
    return said.splitlines()[0]


def releases() -> str:
    """Return the life of a release as a diagram, from the table of its transitions."""
    steps = [(one, then) for one in Status for then in Status if then in TRANSITIONS[one]]
    reached = {then for _, then in steps}
    lines = [f'state "{status.label}" as {status.value}' for status in Status]
    lines += [f"[*] --> {status.value}" for status in Status if status not in reached]
    lines += [f"{one.value} --> {then.value}" for one, then in steps]
    lines += [f"{status.value} --> [*]" for status in Status if not TRANSITIONS[status]]
    inside = "\n".join(f"    {line}" for line in lines)
    return f"```mermaid\nstateDiagram-v2\n{inside}\n```"


def settings() -> str:
    """Return every setting with its meaning and its default."""
    rows = [
        (f"`{one.name}`", one.meaning, f"`{one.default}`" if one.default else "empty")
        for one in SETTINGS
    ]
    return _table(("Variable", "Meaning", "Default"), rows)


MADE: Mapping[str, Callable[[], str]] = {
    "rooms": rooms,
    "releases": releases,
    "settings": settings,
}


def block(text: str, name: str) -> str:
    """Return what stands between the marks of that name."""
    found = _marked(name).search(text)
    return found["inside"].strip() if found else ""


def rewritten(text: str) -> str:
    """Return the text with every made block made anew."""
    for name, make in MADE.items():
        found = _marked(name).search(text)
        if found:
            text = f"{text[: found.start('inside')]}{make()}\n{text[found.end('inside') :]}"
    return text


def _marked(name: str) -> re.Pattern[str]:
    return re.compile(
        rf"<!-- (?:made|checked): {name} -->\n(?P<inside>.*?)<!-- end: {name} -->",
        re.DOTALL,
    )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in (head, *rows)]
    return "\n".join([lines[0], "|---" * len(head) + "|", *lines[1:]])
