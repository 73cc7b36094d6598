"""A second, independent reading of a definition: to be compared with the engine, not to be used.

It shares no code with the engine but the nouns: it walks the text of the conditions anew each
time, on plain dicts. An open value is the set of all truths it may have.
"""

import ast
import operator
from collections.abc import Callable
from dataclasses import dataclass, field

from triage.engine.terms import Answer, Answers, Definition, OptionKind, Question, QuestionKind

Truths = frozenset[bool]
YES: Truths = frozenset({True})
NO: Truths = frozenset({False})
EITHER: Truths = YES | NO
COMPARE: dict[str, Callable[[int, int], bool]] = {
    "GtE": operator.ge,
    "Gt": operator.gt,
    "LtE": operator.le,
    "Lt": operator.lt,
    "Eq": operator.eq,
}


@dataclass
class SecondReading:
    """What the second reader concludes; filled while it reads."""

    definition: Definition
    age: int
    incomplete: bool
    given: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    unsure: set[str] = field(default_factory=set)
    behind: set[str] = field(default_factory=set)
    counted: int = 0

    def fired(self) -> dict[str, int]:
        """Tiers of the rules that fire, or of the default."""
        rules = {r.id: r for r in self.definition.rules if r.when != "no_other_rule"}
        hit = {name: int(r.tier) for name, r in rules.items() if self.says(r.when) == YES}
        spare = {r.id: int(r.tier) for r in self.definition.rules if r.when == "no_other_rule"}
        return hit or spare

    def not_excluded(self) -> set[str]:
        """Rules that do not fire but might, were everything known."""
        quiet = [r for r in self.definition.rules if r.id not in self.fired()]
        rules = [r for r in quiet if r.when != "no_other_rule"]
        return {r.id for r in rules if self.says(r.when, guess=True) == EITHER}

    def says(self, text: str, *, guess: bool = False) -> Truths:
        """All truths a text may have; one only unless guessing."""
        return self.read(ast.parse(text, mode="eval").body, guess=guess)

    def read(self, node: ast.AST, *, guess: bool) -> Truths:
        """All truths a piece of a text may have."""
        if isinstance(node, ast.BoolOp):
            parts = [self.read(value, guess=guess) for value in node.values]
            need = len(parts) if isinstance(node.op, ast.And) else 1
            return enough(need, parts)
        if isinstance(node, ast.UnaryOp):
            return frozenset(not truth for truth in self.read(node.operand, guess=guess))
        if isinstance(node, ast.Name):
            if node.id == "incomplete":
                return YES if self.incomplete else NO
            fact = next(fact for fact in self.definition.facts if fact.name == node.id)
            return self.says(fact.when, guess=guess)
        if isinstance(node, ast.Compare):
            return self.compared(node, guess=guess)
        assert isinstance(node, ast.Call)
        return self.called(node, guess=guess)

    def called(self, node: ast.Call, *, guess: bool) -> Truths:
        """Truths of `has`, `unsure` and `at_least`."""
        assert isinstance(node.func, ast.Name)
        if node.func.id == "at_least":
            count = node.args[0]
            assert isinstance(count, ast.Constant)
            assert isinstance(count.value, int)
            return enough(count.value, [self.read(a, guess=guess) for a in node.args[1:]])
        question, *options = [ast.unparse(arg) for arg in node.args]
        if node.func.id == "unsure":
            return YES if question in self.unsure else NO
        if self.chosen(question) & set(options):
            return YES
        return EITHER if guess and self.open(question) else NO

    def compared(self, node: ast.Compare, *, guess: bool) -> Truths:
        """Truths of a number against a number."""
        limit = int(ast.unparse(node.comparators[0]))
        compare = COMPARE[type(node.ops[0]).__name__]
        if isinstance(node.left, ast.Name):
            amount: int | None = self.age if node.left.id == "age" else self.counted
            vague = node.left.id == "age" and self.age < 0 and limit > 0
        else:
            assert isinstance(node.left, ast.Call)
            question, *options = [ast.unparse(arg) for arg in node.left.args]
            vague = self.open(question)
            answer = self.given.get(question)
            amount = answer if isinstance(answer, int) else None
            if options and answer is not None:
                amount = len(self.chosen(question) & set(options))
        if guess and vague:
            return EITHER
        return YES if amount is not None and compare(amount, limit) else NO

    def chosen(self, question: str) -> set[str]:
        """Codes given at a question."""
        answer = self.given.get(question)
        if answer is None or isinstance(answer, int):
            return set()
        return {answer} if isinstance(answer, str) else set(answer)

    def open(self, question: str) -> bool:
        """Whether nobody knows the answer to a question."""
        return question in self.unsure or question in self.behind


def enough(need: int, parts: list[Truths]) -> Truths:
    """All truths of: so many of these parts are true."""
    surely = sum(part == YES for part in parts)
    perhaps = sum(True in part for part in parts)
    if surely >= need:
        return YES
    return EITHER if perhaps >= need else NO


def left_open(question: Question, answer: Answer | None) -> bool:
    """Whether an asked question has told nothing."""
    if answer is None:
        return question.required
    if question.kind not in {QuestionKind.SINGLE, QuestionKind.MULTI}:
        return False
    codes = [answer] if isinstance(answer, str) else list(answer) if answer else []  # type: ignore[arg-type]
    return any(o.code in codes and o.kind is OptionKind.UNSURE for o in question.options)


def second_reading(
    definition: Definition, answers: Answers, *, age: int, incomplete: bool
) -> SecondReading:
    """Read a form that was handed in, from the first question to the last."""
    reading = SecondReading(definition, age, incomplete)
    for question in (q for page in definition.pages for q in page.questions):
        name = question.link_id
        if question.show_if and reading.says(question.show_if) == NO:
            if reading.says(question.show_if, guess=True) == EITHER:
                reading.behind.add(name)
            continue
        reading.asked.append(name)
        if name in answers:
            reading.given[name] = answers[name]
        by_age = name == definition.age_question and name not in answers and age >= 0
        if left_open(question, answers.get(name)) and not by_age:
            reading.unsure.add(name)
            if question.red_flag and not question.follow_up:
                reading.counted += 1
    return reading
