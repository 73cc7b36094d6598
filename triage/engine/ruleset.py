"""A definition made ready: every condition parsed once, every name looked up."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from triage.engine.conditions import Condition, walk
from triage.engine.language import Scope, Vocabulary, parse
from triage.engine.problems import Problem, place
from triage.engine.syntax import ConditionError
from triage.engine.terms import Definition, Guidance, Question, Rule

MOST_SUGGESTED = 20
MOST_PARTS = 50_000
"""How many parts all conditions together may have; those of the content that ships have 1,100."""

SCOPES: Mapping[str, Scope] = {
    "fact": Scope.ANSWERS,
    "question": Scope.ANSWERS,
    "rule": Scope.RULE,
    "article": Scope.GUIDANCE,
}


class UnsoundDefinitionError(ValueError):
    """A definition that cannot be used; each problem is a sentence that names its place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(self.problems))


@dataclass(frozen=True, slots=True)
class Ruleset:
    """A definition with its conditions parsed, ready to be asked and assessed."""

    definition: Definition
    questions: Mapping[str, Question]
    shown_when: Mapping[str, Condition]
    facts: Mapping[str, Condition]
    rules: Mapping[str, tuple[Rule, Condition]]
    guidance: tuple[tuple[Guidance, Condition], ...]

    def question(self, link_id: str) -> Question:
        """Return the question of that link id."""
        return self.questions[link_id]

    def rule(self, rule_id: str) -> Rule:
        """Return the rule of that id."""
        return self.rules[rule_id][0]


def prepare(definition: Definition) -> Ruleset:
    """Parse every condition of a definition; UnsoundDefinitionError tells all that fail."""
    problems: list[Problem] = []
    read = _reader(problems)
    questions = {question.link_id: question for question in definition.questions()}
    facts: dict[str, Condition] = {}
    for fact in definition.facts:
        words = Vocabulary(questions, facts)
        if (condition := read("fact", fact.name, fact.when, words)) is not None:
            facts[fact.name] = condition

    words = Vocabulary(questions, facts, frozenset(rule.id for rule in definition.rules))
    shown_when = {
        question.link_id: condition
        for question in definition.questions()
        if question.show_if
        and (condition := read("question", question.link_id, question.show_if, words))
    }
    rules = {
        rule.id: (rule, condition)
        for rule in definition.rules
        if (condition := read("rule", rule.id, rule.when, words)) is not None
    }
    guidance = tuple(
        (article, condition)
        for article in definition.guidance
        if (condition := read("article", article.code, article.show, words)) is not None
    )
    if problems:
        raise UnsoundDefinitionError(problems)
    return Ruleset(definition, questions, shown_when, facts, rules, guidance)


def _reader(problems: list[Problem]) -> Callable[[str, str, str, Vocabulary], Condition | None]:
    """Return a parser that notes what fails and where, instead of stopping at the first.

    It looks for what was meant a few times only, and gives up on more than can be worked through.
    """
    left = MOST_PARTS

    def read(kind: str, name: str, text: str, words: Vocabulary) -> Condition | None:
        nonlocal left
        if left <= 0:
            return None
        try:
            suggesting = len(problems) < MOST_SUGGESTED
            condition = parse(text, words, SCOPES[kind], suggesting=suggesting)
        except ConditionError as error:
            where = f"{'show_if of ' if kind == 'question' else ''}{place(kind, name)}"
            problems.append(Problem(f"In {where}: {error.message}", kind, name))
            return None
        left -= sum(1 for _ in walk(condition))
        if left <= 0:
            told = f"With their facts, all conditions together have more than {MOST_PARTS} parts."
            problems.append(Problem(told))
        return condition

    return read
