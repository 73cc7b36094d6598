"""Random small definitions and patients for the laws: any sound form, any answers.

Plain functions of a source of chance. Hypothesis draws only the seed, which is twenty times as
fast as letting it draw every choice; what it cannot shrink is small to begin with.
"""

from dataclasses import dataclass
from random import Random

from hypothesis import settings
from hypothesis import strategies as st

from tests.engine.builders import (
    NONE,
    NOT_SURE,
    a_definition,
    a_question,
    a_rule,
    a_vignette,
    an_article,
)
from triage.engine.evaluation import Reported
from triage.engine.paging import report
from triage.engine.ruleset import Ruleset, prepare
from triage.engine.terms import (
    Answer,
    Answers,
    Definition,
    Fact,
    Option,
    Page,
    Question,
    QuestionKind,
    Rule,
    Tier,
)

OPTIONS = (*(Option(code, code.upper()) for code in "abc"), NONE, NOT_SURE)
CODES = tuple(option.code for option in OPTIONS)
SEVERAL = (("none",), ("not_sure",), ("a",), ("b",), ("a", "b"), ("b", "c"), ("a", "b", "c"))
CHOICES = (QuestionKind.SINGLE, QuestionKind.MULTI)
KINDS = (*CHOICES, *CHOICES, QuestionKind.SCALE)
COMPARISONS = (">=", ">", "<=", "<", "==")
URGENT = tuple(tier for tier in Tier if tier is not Tier.SELF_CARE)
AGES = (-1, 0, 17, 18, 64, 65, 90)

law = settings(
    max_examples=200,
    deadline=None,
    database=None,
)
chance = st.integers(0, 2**64 - 1).map(Random)


@dataclass(frozen=True)
class Case:
    """A made-up definition and one patient; answers may be stale, missing or hidden."""

    definition: Definition
    answers: Answers
    age: int
    incomplete: bool
    others: Answers
    ruleset: Ruleset

    def reported(self, answers: Answers | None = None) -> Reported:
        """What the patient reports, or would with other answers."""
        given = self.answers if answers is None else answers
        return report(self.ruleset, given, age=self.age, incomplete=self.incomplete)


def some_answer(random: Random, question: Question) -> Answer:
    """Any answer a question allows."""
    match question.kind:
        case QuestionKind.SINGLE:
            return random.choice(CODES)
        case QuestionKind.MULTI:
            return random.choice(SEVERAL)
        case QuestionKind.SCALE:
            return random.randint(0, 10)
        case _:
            return "1985-03-27"


def some_answers(random: Random, definition: Definition) -> Answers:
    """Any answers to some of the questions."""
    return {
        question.link_id: some_answer(random, question)
        for question in definition.questions()
        if random.randint(0, 3)
    }


def some_leaf(random: Random, questions: tuple[Question, ...], words: tuple[str, ...]) -> str:
    """Anything a condition can ask in one breath."""
    compared = random.choice(COMPARISONS)
    pick = random.randint(0, len(questions) + len(words))
    if pick == 0:
        return f"age {compared} {random.choice((0, 1, 17, 18, 65))}"
    if pick > len(questions):
        word = words[pick - len(questions) - 1]
        return f"n_unsure {compared} {random.randint(0, 3)}" if word == "n_unsure" else word
    question = questions[pick - 1]
    name, codes = question.link_id, ", ".join(random.sample(CODES, random.randint(1, 3)))
    if random.randint(0, 3) == 3:
        return f"unsure({name})"
    if question.kind is QuestionKind.SCALE:
        return f"num({name}) {compared} {random.randint(0, 10)}"
    if question.kind is QuestionKind.MULTI and random.randint(0, 1):
        return f"n_of({name}, {codes}) {compared} {random.randint(0, 3)}"
    return f"has({name}, {codes})"


def some_condition(
    random: Random, questions: tuple[Question, ...], *words: str, depth: int = 2
) -> str:
    """Any condition about these questions and words."""
    shape = random.randint(0, 4) if depth else 0
    if shape == 0:
        return some_leaf(random, questions, words)
    many = 1 if shape == 1 else random.randint(2, 3)
    parts = [some_condition(random, questions, *words, depth=depth - 1) for _ in range(many)]
    if shape == 4:
        return f"at_least({random.randint(1, many)}, {', '.join(parts)})"
    bracketed = [f"({part})" for part in parts]
    return f"not {bracketed[0]}" if shape == 1 else (" and ", " or ")[shape - 2].join(bracketed)


def some_questions(random: Random) -> tuple[Question, ...]:
    """One to four questions; a later one may hang on earlier ones."""
    made: tuple[Question, ...] = ()
    for n in range(random.randint(1, 4)):
        kind, red_flag = random.choice(KINDS), bool(random.randint(0, 1))
        hangs = made and random.randint(0, 1)
        question = a_question(
            f"q{n}",
            kind,
            options=OPTIONS if kind in CHOICES else (),
            show_if=some_condition(random, made, depth=1) if hangs else "",
            red_flag=red_flag,
            required=red_flag or bool(random.randint(0, 1)),
            follow_up=not random.randint(0, 3),
        )
        made = (*made, question)
    return made


def some_rule(random: Random, n: int, questions: tuple[Question, ...]) -> Rule:
    """Any rule but the default."""
    when = some_condition(random, questions, "fact", "incomplete", "n_unsure")
    return a_rule(f"R-{n}", random.choice(URGENT), when)


def some_definition(random: Random) -> Definition:
    """A sound definition with up to five rules besides the default."""
    asked = some_questions(random)
    rules = [some_rule(random, n, asked) for n in range(random.randint(0, 5))]
    birth = a_question("birth", QuestionKind.DATE)
    cut = random.randint(0, len(asked))
    return a_definition(
        pages=(Page("one", "One", (birth, *asked[:cut])), Page("two", "Two", asked[cut:])),
        facts=(Fact("fact", some_condition(random, asked)),),
        rules=(*rules, a_rule("OK-01", Tier.SELF_CARE, "no_other_rule")),
        guidance=(an_article("A-1", "always"),),
        vignettes=(a_vignette(answers={}, rules=()),),
    )


def some_case(random: Random) -> Case:
    """A definition and a patient."""
    definition = some_definition(random)
    return Case(
        definition,
        some_answers(random, definition),
        random.choice(AGES),
        not random.randint(0, 3),
        some_answers(random, definition),
        prepare(definition),
    )


cases = chance.map(some_case)
