"""Small mistakes planted in a source: each mutation is the source with one thing said otherwise."""

import ast
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass

Function = ast.FunctionDef | ast.AsyncFunctionDef

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
CALCULATED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.BitXor: ast.BitOr,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any", "and_": "or_", "or_": "and_"}


Change = Callable[[ast.AST], ast.AST]
"""Makes of a node what takes its place; it may be the node itself, changed."""


@dataclass(frozen=True)
class Mutant:
    """One planted mistake: where it is, what stood there, what stands there now."""

    module: str
    function: str
    line: int
    before: str
    after: str
    tree: ast.Module

    def __str__(self) -> str:
        return f"{self.module}:{self.line} in {self.function}: `{self.before}` → `{self.after}`"


@dataclass(frozen=True)
class Spot:
    """A place in a function where a mistake can be planted: a node, by its number."""

    module: str
    tree: ast.Module
    function: str
    number: int

    def planted(self) -> Mutant:
        """Return the source with the mistake in it."""
        tree = deepcopy(self.tree)
        function = dict(_functions(tree))[self.function]
        node = list(_inside(function))[self.number]
        line = _line_of(node)
        before = _first_line(node)
        change = _change(node)
        assert change is not None
        put = change(node)
        if put is not node:
            _Replace(node, put).visit(tree)
        tree = ast.fix_missing_locations(tree)
        return Mutant(self.module, self.function, line, before, _first_line(put), tree)


def spots_of(module: str, source: str) -> Iterator[Spot]:
    """Yield where mistakes can be planted in the functions of a source; the rest is left alone."""
    tree = ast.parse(source)
    for name, function in _functions(tree):
        for number, node in enumerate(_inside(function)):
            if _change(node) is not None:
                yield Spot(module, tree, name, number)


def _line_of(node: ast.AST) -> int:
    """Return the line that a test has to run; two sorts of nodes do not say theirs."""
    if isinstance(node, ast.comprehension):
        return node.target.lineno
    if isinstance(node, ast.match_case):
        return node.pattern.lineno
    line: int = getattr(node, "lineno")  # noqa: B009 the others have one
    return line


def _first_line(node: ast.AST) -> str:
    return ast.unparse(node).split("\n")[0]


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self._old:
            return ast.copy_location(self._new, node) if hasattr(node, "lineno") else self._new
        return self.generic_visit(node)


def _functions(tree: ast.Module) -> Iterator[tuple[str, Function]]:
    """Yield the outermost functions and the methods, by their qualified names."""
    for node in tree.body:
        if isinstance(node, Function):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, Function):
                    yield f"{node.name}.{inner.name}", inner


def _inside(function: Function) -> Iterator[ast.AST]:
    for statement in function.body:
        yield from ast.walk(statement)


def _change(node: ast.AST) -> Change | None:
    """Return what can be said otherwise at a node; every node has one such thing at most."""
    by_kind = CHANGES.get(type(node))
    return by_kind(node) if by_kind else None


def _of_unary(node: ast.AST) -> Change | None:
    assert isinstance(node, ast.UnaryOp)
    inner = node.operand
    return (lambda _: inner) if isinstance(node.op, ast.Not | ast.USub) else None


def _of_sum(node: ast.AST) -> Change | None:
    assert isinstance(node, ast.BinOp)
    return _with(_other_sum) if type(node.op) in CALCULATED else None


def _of_constant(node: ast.AST) -> Change | None:
    assert isinstance(node, ast.Constant)
    return _with(_other_constant) if isinstance(node.value, bool | int) else None


def _of_filter(node: ast.AST) -> Change | None:
    assert isinstance(node, ast.comprehension)
    return _with(_without_ifs) if node.ifs else None


def _of_return(node: ast.AST) -> Change | None:
    assert isinstance(node, ast.Return)
    is_nothing = node.value is None or (
        isinstance(node.value, ast.Constant) and node.value.value is None
    )
    return None if is_nothing else lambda _: ast.Return(ast.Constant(None))


def _of_statement(node: ast.AST) -> Change | None:
    if not isinstance(node, ast.Expr):
        return _never
    # No value ever comes to `assert_never`: it is there for the type checker.
    called = node.value.func if isinstance(node.value, ast.Call) else None
    is_for_types = isinstance(called, ast.Name) and called.id == "assert_never"
    telling = isinstance(node.value, ast.Call | ast.Yield) and not is_for_types
    return _never if telling else None


def _never(node: ast.AST) -> ast.AST:
    """Leave a statement out, and its names in: what they belong to is settled by the whole function."""
    assert isinstance(node, ast.stmt)
    return ast.If(ast.Constant(False), [node], [])


def _of_guard(node: ast.AST) -> Change | None:
    assert isinstance(node, ast.match_case)
    return _with(_without_guard) if node.guard else None


def _of_call(node: ast.AST) -> Change | None:
    assert isinstance(node, ast.Call)
    named = isinstance(node.func, ast.Name) and node.func.id in NAMES
    return _with(_other_name) if named else None


def _with(edit: Callable[..., None]) -> Change:
    def change(node: ast.AST) -> ast.AST:
        edit(node)
        return node

    return change


def _other_comparison(node: ast.Compare) -> None:
    node.ops[0] = COMPARED[type(node.ops[0])]()


def _other_joint(node: ast.BoolOp) -> None:
    node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()


def _other_sum(node: ast.BinOp) -> None:
    node.op = CALCULATED[type(node.op)]()


def _other_constant(node: ast.Constant) -> None:
    was = node.value
    node.value = not was if isinstance(was, bool) else int(str(was)) + 1


def _other_test(node: ast.If | ast.IfExp | ast.While) -> None:
    node.test = ast.UnaryOp(ast.Not(), node.test)


def _without_ifs(node: ast.comprehension) -> None:
    node.ifs = []


def _without_guard(node: ast.match_case) -> None:
    node.guard = None


def _other_name(node: ast.Call) -> None:
    assert isinstance(node.func, ast.Name)
    node.func.id = NAMES[node.func.id]


CHANGES: dict[type[ast.AST], Callable[[ast.AST], Change | None]] = {
    ast.Compare: lambda _: _with(_other_comparison),
    ast.BoolOp: lambda _: _with(_other_joint),
    ast.UnaryOp: _of_unary,
    ast.BinOp: _of_sum,
    ast.Constant: _of_constant,
    ast.If: lambda _: _with(_other_test),
    ast.IfExp: lambda _: _with(_other_test),
    ast.While: lambda _: _with(_other_test),
    ast.comprehension: _of_filter,
    ast.Return: _of_return,
    ast.Expr: _of_statement,
    ast.AugAssign: _of_statement,
    ast.Continue: _of_statement,
    ast.match_case: _of_guard,
    ast.Call: _of_call,
}
