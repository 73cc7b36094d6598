"""The promises tried on every patient there is, one by one: a second opinion on small forms.

Written apart from the proof and in another manner: nothing here knows of wires or solvers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from math import prod

from triage.engine.assess import assess
from triage.engine.paging import report
from triage.engine.ruleset import Ruleset
from triage.engine.terms import Answer, Assessment, Question, QuestionKind, Tier

AGES = (-1, 0, 1, 2, 16, 17, 18, 19, 64, 65, 66)  # each side of each age a made-up rule names
REPORTED = "abc"

Told = tuple[Answer | None, ...]


@dataclass(frozen=True)
class Change:
    """One answer of a patient that got worse."""

    name: str
    before: Assessment
    after: Assessment


def answers_to(question: Question) -> list[Answer | None]:
    """Everything that can be put down at a question of a made-up form."""
    match question.kind:
        case QuestionKind.SINGLE:
            return [None, "none", "not_sure", *REPORTED]
        case QuestionKind.MULTI:
            several = [tuple(c) for n in (1, 2, 3) for c in combinations(REPORTED, n)]
            return [None, ("none",), ("not_sure",), *several]
        case QuestionKind.SCALE:
            return [None, *range(11)]
        case _:
            return [None]


def how_many(ruleset: Ruleset) -> int:
    """How many ways there are to answer, for one age."""
    return prod(len(answers_to(question)) for question in ruleset.definition.questions())


def broken_promises(ruleset: Ruleset) -> set[str]:
    """The keys of all broken promises about red-flag questions, and of all dead rules."""
    open_in_lowest: set[str] = set()
    fired: set[str] = set()
    lost: dict[str, Tier] = {}
    for assessed in every_form(ruleset):
        for told, assessment in assessed.items():
            fired.update(finding.rule for finding in assessment.findings)
            if assessment.tier is Tier.SELF_CARE:
                open_in_lowest.update(left_open(ruleset, told, assessment))
        for change in every_change(ruleset, assessed):
            if change.after.tier < change.before.tier:
                tier = change.before.tier
                lost[change.name] = max(tier, lost.get(change.name, tier))
    return (
        {f"left_open:{name}" for name in open_in_lowest}
        | {f"worse:{name}:{tier.code}" for name, tier in lost.items()}
        | {f"fires:{rule}" for rule in ruleset.rules.keys() - fired}
    )


def every_form(ruleset: Ruleset) -> Iterator[dict[Told, Assessment]]:
    """For each age, finished or not: what the engine says of every way to answer."""
    definition = ruleset.definition
    questions = list(definition.questions())
    conditions = [f.when for f in definition.facts] + [r.when for r in definition.rules]
    texts = " ".join(conditions + [question.show_if for question in questions])
    ages = AGES if "age" in texts else (40,)
    unfinished = (False, True) if "incomplete" in texts else (False,)
    for age, incomplete in product(ages, unfinished):
        assessed: dict[Told, Assessment] = {}
        for told in product(*(answers_to(question) for question in questions)):
            answers = {q.link_id: a for q, a in zip(questions, told, strict=True) if a is not None}
            reported = report(ruleset, answers, age=age, incomplete=incomplete)
            assessed[told] = assess(ruleset, reported)
        yield assessed


def left_open(ruleset: Ruleset, told: Told, assessment: Assessment) -> Iterator[str]:
    """The red flags that a patient leaves open."""
    for question, answer in zip(ruleset.definition.questions(), told, strict=True):
        if question.red_flag and question.link_id in assessment.asked:
            if answer is None:
                yield f"{question.link_id}:(empty)"
            elif "not_sure" in (answer, *(answer if isinstance(answer, tuple) else ())):
                yield f"{question.link_id}:not_sure"


def every_change(ruleset: Ruleset, assessed: dict[Told, Assessment]) -> Iterator[Change]:
    """Every way in which a red-flag answer of somebody gets worse."""
    for told, before in assessed.items():
        for place, question in enumerate(ruleset.definition.questions()):
            if question.red_flag and question.link_id in before.asked:
                for name, answer in worse(question, told[place]):
                    after = assessed[*told[:place], answer, *told[place + 1 :]]
                    yield Change(f"{question.link_id}:{name}", before, after)


def worse(question: Question, answer: Answer | None) -> Iterator[tuple[str, Answer | None]]:
    """What a no in an answer can turn into, with the name of the change."""
    if answer in ("none", ("none",)):
        single = question.kind is QuestionKind.SINGLE
        for code in (*REPORTED, "not_sure"):
            yield code, code if single else (code,)
        yield "(empty)", None
    elif isinstance(answer, tuple) and answer != ("not_sure",):
        for code in REPORTED:
            if code not in answer:
                yield code, tuple(sorted((*answer, code)))
