"""What the tests say of themselves: their names, their marks, and how much they try."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.house.source import ROOT, files, name_of, tree_of
from tests.on_postgres import ELSEWHERE

TESTS = ROOT / "tests"
BOTH, SQLITE, NEITHER = "on SQLite and PostgreSQL", "on SQLite alone", "without a database"
NO_DATABASE = frozenset({"engine", "house", "mutants", "planted", "ui"})
ON_BOTH_IN_THE_LONG_RUN = frozenset({"content", "trust"})
"""See the Makefile."""


@dataclass(frozen=True, slots=True)
class Test:
    """One test function, with the marks of its file and its own."""

    path: str
    name: str
    marks: frozenset[str]
    hazards: frozenset[str]

    @property
    def room(self) -> str:
        """The folder it lies in."""
        return Path(self.path).parts[1]

    @property
    def reach(self) -> str:
        """On which databases `make test` and `make test-long` run it, once it is of a hazard."""
        if self.room in NO_DATABASE:
            return NEITHER
        if "sqlite" in self.marks:
            return SQLITE
        # They start their own servers on both.
        if self.room == "durability":
            return BOTH
        is_quick = not self.marks & {"long", "browser"}
        is_there = self.room not in ELSEWHERE or self.room in ON_BOTH_IN_THE_LONG_RUN
        return BOTH if is_quick and is_there else SQLITE


@cache
def all_tests() -> list[Test]:
    """Return every test there is, in the order of their files."""
    return [one for path in _test_files() for one in _tests_in(path)]


def _test_files() -> list[Path]:
    return [p for p in files(".py") if p.is_relative_to(TESTS) and p.stem.startswith("test_")]


def _tests_in(path: Path) -> Iterator[Test]:
    tree = tree_of(path)
    of_file = [
        mark
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark"
        for mark in _marks(node.value)
    ]
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            own = [mark for one in node.decorator_list for mark in _marks(one)]
            marks = [*of_file, *own]
            yield Test(
                name_of(path),
                node.name,
                frozenset(name for name, _ in marks) | _browser(node),
                frozenset(id_ for name, ids in marks if name == "hazard" for id_ in ids),
            )


def _marks(node: ast.AST) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Return every `pytest.mark.NAME` in a decorator, with the words it is given."""
    for one in _walk(node):
        match one:
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="mark"), attr=name)):
                words = [a.value for a in one.args if isinstance(a, ast.Constant)]
                yield name, tuple(word for word in words if isinstance(word, str))
            case ast.Attribute(value=ast.Attribute(attr="mark"), attr=name):
                yield name, ()
            case _:
                pass


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """Go through a decorator, past the marks of its single examples."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.param":
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _walk(child)


def _browser(node: ast.FunctionDef) -> frozenset[str]:
    asks = {one.arg for one in node.args.args}
    return frozenset({"browser"} if asks & {"page", "browse_as"} else ())


def seeds() -> dict[str, list[str]]:
    """Return, file by file, every seed and every number of examples that is written down."""
    found: dict[str, list[str]] = {}
    for path in files(".py"):
        if path.is_relative_to(TESTS):
            text = path.read_text()
            words = re.findall(r"\b(?:seed|max_examples|SEED|EXAMPLES|ROUNDS) ?= ?[\d_]+", text)
            words += re.findall(r"Random\([\d_]+\)", text)
            if words:
                found[name_of(path)] = sorted({word.replace(" ", "") for word in words})
    return found
