"""Where our own files are, for the tests that read them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MADE_NOT_WRITTEN = {"var", "staticfiles", "test-results", "htmlcov", "node_modules", "__pycache__"}


def files(*suffixes: str) -> list[Path]:
    """Return every file of the project with one of these endings; without one, every file."""
    return sorted(path for path in _walk(ROOT) if not suffixes or path.suffix in suffixes)


def name_of(path: Path) -> str:
    """Return the name a reader would look for."""
    return str(path.relative_to(ROOT))


def tree_of(path: Path) -> ast.Module:
    """Return a Python file as its syntax tree."""
    return ast.parse(path.read_text(), filename=str(path))


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir() and _is_ours(path.name):
            yield from _walk(path)
        elif path.is_file() and not path.name.startswith(".coverage"):
            yield path


def _is_ours(folder: str) -> bool:
    hidden = folder.startswith(".") and folder != ".ci"
    return not hidden and folder not in MADE_NOT_WRITTEN
