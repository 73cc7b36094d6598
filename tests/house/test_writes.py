"""Only actions write, and what they note in the audit trail has a declared name."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import ROOT, files, name_of, tree_of
from triage.audit.actions import action_names

WRITES = {
    "bulk_create",
    "bulk_update",
    "create",
    "create_superuser",
    "create_user",
    "delete",
    "get_or_create",
    "save",
    "update_or_create",
}
# `.update(` and `.set(` are words of dictionaries and sessions too: here they follow a query.
WRITES_AFTER_A_QUERY = {"update", "set", "add", "remove", "clear"}
QUERIES = {"objects", "filter", "exclude", "all"}

MAY_WRITE = {
    "triage/accounts/roles.py": "brings the groups in line with the table after each migration",
    "triage/config/copying.py": "brings rows from one database to another as they are",
    "triage/content/thaw.py": "is the writing half of loading a definition, which is an action",
}


def test_only_actions_write():
    rooms = [path for path in files(".py") if path.is_relative_to(ROOT / "triage")]
    readers = [path for path in rooms if not _may_write(path)]

    assert [told for path in readers for told in _writes_in(path)] == []


def test_the_exceptions_are_still_there():
    assert [name for name in MAY_WRITE if not list(_writes_in(ROOT / name))] == []


def test_every_action_that_is_recorded_is_declared():
    recorded = {name for path in files(".py") for name in _recorded_in(path)}

    assert recorded - set(action_names()) == set()


def test_every_declared_action_is_named_after_a_room():
    rooms = {path.name for path in (ROOT / "triage").iterdir() if path.is_dir()} | {"admin"}

    assert [name for name in action_names() if name.partition(".")[0] not in rooms] == []


def _may_write(path: Path) -> bool:
    parts = path.relative_to(ROOT / "triage").with_suffix("").parts
    return bool({"actions", "migrations"} & set(parts)) or name_of(path) in MAY_WRITE


def _writes_in(path: Path) -> Iterator[str]:
    for call in _method_calls(path):
        if _is_write(call):
            yield f"{name_of(path)}:{call.lineno} {ast.unparse(call)[:60]}"


def _is_write(call: ast.Call) -> bool:
    method = call.func
    assert isinstance(method, ast.Attribute)
    if isinstance(method.value, ast.Call) and ast.unparse(method.value) == "super()":
        return False
    return method.attr in WRITES or (
        method.attr in WRITES_AFTER_A_QUERY
        and any(
            isinstance(part, ast.Attribute) and part.attr in QUERIES
            for part in ast.walk(method.value)
        )
    )


def _method_calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node


def _recorded_in(path: Path) -> Iterator[str]:
    if not path.is_relative_to(ROOT / "triage"):
        return
    for node in ast.walk(tree_of(path)):
        match node:
            case ast.Call(func=ast.Name(id="record"), args=[ast.Constant(value=str(name)), *_]):
                yield name
            case _:
                pass
