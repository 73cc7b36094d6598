"""The readable condition language: text to conditions, with errors that point at the place.

It happens to be Python expression syntax, so the standard library's parser reads it; nothing is
ever evaluated as Python, and whatever is not named here is refused.
"""

import ast
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from itertools import islice

from triage.engine.conditions import (
    Age,
    AllOf,
    Always,
    AnyOf,
    AtLeast,
    Compare,
    Comparison,
    Condition,
    CountOf,
    Fired,
    Has,
    Incomplete,
    Measure,
    Named,
    NoOtherRule,
    Not,
    Number,
    TierIs,
    Unsure,
    UnsureCount,
    family,
    levels,
    walk,
)
from triage.engine.spelling import did_you_mean
from triage.engine.syntax import ConditionError, syntax_tree
from triage.engine.terms import Question, QuestionKind, Tier

DEEPEST = 20
DEEPEST_WITH_FACTS = 100
MOST_PARTS = 5_000

CHOICES = (QuestionKind.SINGLE, QuestionKind.MULTI)
BUILT_IN: Mapping[str, Condition] = {
    "incomplete": Incomplete(),
    "no_other_rule": NoOtherRule(),
    "always": Always(),
}
MEASURES: Mapping[str, Measure] = {"age": Age(), "n_unsure": UnsureCount()}
COMPARISONS: Mapping[type[ast.cmpop], Comparison] = {
    ast.GtE: Comparison.AT_LEAST,
    ast.Gt: Comparison.MORE,
    ast.LtE: Comparison.AT_MOST,
    ast.Lt: Comparison.LESS,
    ast.Eq: Comparison.EQUAL,
}


class Scope(Enum):
    """Where a condition stands, and so which words it may not use."""

    ANSWERS = frozenset({Incomplete, UnsureCount, NoOtherRule, Always, TierIs, Fired})
    RULE = frozenset({Always, TierIs, Fired})
    GUIDANCE = frozenset({NoOtherRule})


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The questions, facts and rules a condition may speak of."""

    questions: Mapping[str, Question]
    facts: Mapping[str, Condition] = field(default_factory=dict)
    rules: frozenset[str] = frozenset()

    def named_rules(self) -> frozenset[str]:
        """Rule ids and rule families."""
        return _with_families(self.rules)


@lru_cache(maxsize=8)
def _with_families(rules: frozenset[str]) -> frozenset[str]:
    return rules | {family(rule) for rule in rules}


def parse(text: str, vocabulary: Vocabulary, scope: Scope, *, suggesting: bool = True) -> Condition:
    """Return the condition a text says; ConditionError when it says none.

    `suggesting` looks for what an unknown word may have meant, which takes its time.
    """
    tree = syntax_tree(text)
    shift = len(text) - len(text.lstrip())
    reader = _Reader(vocabulary, shift, suggesting=suggesting)
    condition = reader.condition(tree, depth=1)
    _refuse_too_large(condition, text)
    _refuse_out_of_scope(condition, scope, text)
    return condition


def _refuse_too_large(condition: Condition, text: str) -> None:
    """Refuse what a few facts inside facts can grow to: more than a machine can work through."""
    if sum(1 for _ in islice(walk(condition), MOST_PARTS + 1)) > MOST_PARTS:
        raise ConditionError(
            f"With its facts, the condition has more than {MOST_PARTS} parts.", 0, len(text)
        )
    if levels(condition) > DEEPEST_WITH_FACTS:
        raise ConditionError(
            f"With its facts, the condition is deeper than {DEEPEST_WITH_FACTS} levels.",
            0,
            len(text),
        )


def _refuse_out_of_scope(condition: Condition, scope: Scope, text: str) -> None:
    for part in walk(condition):
        kind = type(part.measure) if isinstance(part, Compare) else type(part)
        if kind in scope.value:
            raise ConditionError(f"{WORDS[kind]} cannot be used in this place.", 0, len(text))
        if isinstance(part, NoOtherRule) and part is not condition:
            raise ConditionError("`no_other_rule` must be the whole condition.", 0, len(text))


WORDS: Mapping[type, str] = {
    Incomplete: "`incomplete`",
    UnsureCount: "`n_unsure`",
    NoOtherRule: "`no_other_rule`",
    Always: "`always`",
    TierIs: "`tier(...)`",
    Fired: "`fired(...)`",
}


class _Reader:
    """Walks a syntax tree and turns what is known into conditions."""

    def __init__(self, vocabulary: Vocabulary, shift: int, *, suggesting: bool) -> None:
        self.vocabulary = vocabulary
        self.shift = shift
        self.suggesting = suggesting
        self.calls: Mapping[str, Callable[[ast.Call, int], Condition]] = {
            "has": self._has,
            "unsure": self._unsure,
            "at_least": self._at_least,
            "tier": self._tier,
            "fired": self._fired,
        }

    def error(self, message: str, node: ast.expr) -> ConditionError:
        end = node.end_col_offset or node.col_offset
        return ConditionError(message, node.col_offset + self.shift, end + self.shift)

    def condition(self, node: ast.expr, depth: int) -> Condition:  # noqa: C901 one arm a shape
        if depth > DEEPEST:
            raise self.error(f"The condition is nested deeper than {DEEPEST} levels.", node)
        match node:
            case ast.BoolOp(op=ast.And(), values=values):
                return AllOf(tuple(self.condition(value, depth + 1) for value in values))
            case ast.BoolOp(op=ast.Or(), values=values):
                return AnyOf(tuple(self.condition(value, depth + 1) for value in values))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(self.condition(operand, depth + 1))
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return self._compare(left, op, right, node)
            case ast.Compare():
                raise self.error("Write two comparisons joined by `and`.", node)
            case ast.Call(func=ast.Name(id=name)) if name in self.calls:
                if node.keywords:
                    raise self.error(f"`{name}` takes plain names only.", node)
                return self.calls[name](node, depth)
            case ast.Call(func=ast.Name(id="num" | "n_of" as name)):
                raise self.error(f"Compare `{name}(...)` with a number, such as `>= 2`.", node)
            case ast.Call(func=ast.Name(id=name) as func):
                known = (*self.calls, "num", "n_of")
                raise self._unknown("function", name, known, func)
            case ast.Name(id=name):
                return self._named(name, node)
            case _:
                raise self.error("This cannot be part of a condition.", node)

    def _named(self, name: str, node: ast.expr) -> Condition:
        if name in BUILT_IN:
            return BUILT_IN[name]
        if name in MEASURES:
            raise self.error(f"Compare `{name}` with a number, such as `{name} >= 3`.", node)
        if name in self.vocabulary.facts:
            return Named(name, self.vocabulary.facts[name])
        if name in self.vocabulary.questions:
            raise self.error(f"`{name}` is a question: write `has({name}, ...)`.", node)
        raise self._unknown("fact", name, (*self.vocabulary.facts, *BUILT_IN, *MEASURES), node)

    def _compare(self, left: ast.expr, op: ast.cmpop, right: ast.expr, node: ast.expr) -> Condition:
        if type(op) not in COMPARISONS:
            raise self.error("Use `>=`, `>`, `<=`, `<` or `==`.", node)
        measure = self._measure(left)
        return Compare(measure, COMPARISONS[type(op)], self._number(right))

    def _measure(self, node: ast.expr) -> Measure:
        match node:
            case ast.Name(id=name) if name in MEASURES:
                return MEASURES[name]
            case ast.Call(func=ast.Name(id="num"), args=[question], keywords=[]):
                return Number(self._question(question, QuestionKind.SCALE).link_id)
            case ast.Call(func=ast.Name(id="n_of"), args=[question, *options], keywords=[]):
                asked = self._question(question, QuestionKind.MULTI)
                return CountOf(asked.link_id, self._options(asked, options, node))
            case _:
                raise self.error(
                    "Only `age`, `n_unsure`, `num(question)` and `n_of(question, options)` can"
                    " be compared with a number.",
                    node,
                )

    def _number(self, node: ast.expr) -> int:
        if isinstance(node, ast.Constant) and type(node.value) is int and node.value <= 1_000:
            return node.value
        raise self.error("A whole number between 0 and 1000 belongs here.", node)

    def _has(self, call: ast.Call, _depth: int) -> Condition:
        if not call.args:
            raise self.error("Name a question and its options.", call)
        question = self._question(call.args[0], *CHOICES)
        return Has(question.link_id, self._options(question, call.args[1:], call))

    def _unsure(self, call: ast.Call, _depth: int) -> Condition:
        if len(call.args) != 1:
            raise self.error("`unsure` takes one question.", call)
        return Unsure(self._question(call.args[0], *QuestionKind).link_id)

    def _at_least(self, call: ast.Call, depth: int) -> Condition:
        if len(call.args) < 2:
            raise self.error("`at_least` takes a number and conditions.", call)
        count = self._number(call.args[0])
        parts = tuple(self.condition(part, depth + 1) for part in call.args[1:])
        if not 1 <= count <= len(parts):
            raise self.error(f"Of {len(parts)} conditions, {count} cannot be met.", call.args[0])
        return AtLeast(count, parts)

    def _tier(self, call: ast.Call, _depth: int) -> Condition:
        codes = [tier.code for tier in Tier]
        tiers = [Tier.from_code(self._word(arg, "tier", codes)) for arg in call.args]
        if not tiers:
            raise self.error("Name at least one tier.", call)
        return TierIs(frozenset(tiers))

    def _fired(self, call: ast.Call, _depth: int) -> Condition:
        known = self.vocabulary.named_rules()
        rules = set()
        for arg in call.args:
            if not isinstance(arg, ast.Constant) or not isinstance(arg.value, str):
                raise self.error('Write rules in quotes, such as `fired("CES")`.', arg)
            if arg.value not in known:
                raise self._unknown("rule", arg.value, known, arg)
            rules.add(arg.value)
        if not rules:
            raise self.error("Name at least one rule.", call)
        return Fired(frozenset(rules))

    def _question(self, node: ast.expr, *kinds: QuestionKind) -> Question:
        name = self._word(node, "question", self.vocabulary.questions)
        question = self.vocabulary.questions[name]
        if question.kind not in kinds:
            wanted = " or ".join(kinds)
            raise self.error(
                f"`{name}` is a {question.kind} question; a {wanted} one belongs here.",
                node,
            )
        return question

    def _options(
        self, question: Question, nodes: list[ast.expr], whole: ast.expr
    ) -> frozenset[str]:
        if not nodes:
            raise self.error(f"Name at least one option of `{question.link_id}`.", whole)
        known = [option.code for option in question.options]
        of = f" of question `{question.link_id}`"
        return frozenset(self._word(node, "option", known, of) for node in nodes)

    def _word(self, node: ast.expr, kind: str, known: Collection[str], of: str = "") -> str:
        if not isinstance(node, ast.Name):
            raise self.error("A plain name belongs here.", node)
        if node.id not in known:
            raise self._unknown(kind, node.id, known, node, of)
        return node.id

    def _unknown(
        self, kind: str, name: str, known: Collection[str], node: ast.expr, of: str = ""
    ) -> ConditionError:
        hint = did_you_mean(name, known) if self.suggesting else "."
        return self.error(f"unknown {kind} `{name}`{of}{hint}", node)
