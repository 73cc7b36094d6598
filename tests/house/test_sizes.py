"""Files and functions stay short enough to be read in one go."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import files, name_of, tree_of

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
SOURCE = (".py", ".html", ".css", ".js", ".sh")


def test_no_source_file_is_longer_than_300_lines():
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in _written(*SOURCE)}

    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_40_lines():
    assert [told for path in _written(".py") for told in _too_long(path)] == []


def _written(*suffixes: str) -> list[Path]:
    """Return what somebody wrote: Django writes the migrations."""
    return [path for path in files(*suffixes) if "migrations" not in path.parts]


def _too_long(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.lineno if node.name.startswith("test_") else _first_line(node)
            length = (node.end_lineno or first) - first + 1
            if length > LONGEST_FUNCTION:
                yield f"{name_of(path)}: {node.name} has {length} lines"


def _first_line(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    # Decorators count, but not above a test: there they are the table of its examples.
    return min([node.lineno, *(one.lineno for one in node.decorator_list)])
