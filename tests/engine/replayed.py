"""Past responses assessed again one by one, by the engine that assesses patients."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from tests.engine.made_up import AGES, CODES, some_answers, some_definition
from triage.engine.assess import assess, findings, most_urgent
from triage.engine.columns import CHOICES, Layout
from triage.engine.paging import report
from triage.engine.ruleset import Ruleset, prepare
from triage.engine.terms import (
    Answer,
    Answers,
    Assessment,
    Definition,
    Option,
    Question,
    QuestionKind,
    Tier,
)

NOBODY = "age > 1000"
GONE = Option("gone", "Gone")


@dataclass(frozen=True)
class PastResponse:
    """What was handed in, and what was made of it."""

    answers: Answers
    assessment: Assessment
    age: int
    incomplete: bool

    def packed(self, layout: Layout) -> bytes:
        """The response as it is kept for replay."""
        return layout.pack(self.answers, self.assessment, age=self.age, incomplete=self.incomplete)


def handed_in(
    ruleset: Ruleset, answers: Answers, age: int, *, incomplete: bool = False
) -> PastResponse:
    """Return a response as `submit` keeps it."""
    reported = report(ruleset, answers, age=age, incomplete=incomplete)
    return PastResponse(reported.answers, assess(ruleset, reported), age, incomplete)


def assessed_again(
    draft: Ruleset, past: Definition, response: PastResponse
) -> tuple[Tier | None, set[str]]:
    """Return the tier and the rules of a draft for what was asked then."""
    then = {q.link_id: q for q in past.questions() if q.link_id in response.assessment.asked}
    comparable = {q.link_id for q in draft.definition.questions() if _alike(q, then.get(q.link_id))}
    pages = tuple(
        replace(
            page,
            questions=tuple(
                q if q.link_id in comparable else replace(q, show_if=NOBODY) for q in page.questions
            ),
        )
        for page in draft.definition.pages
    )
    asked_then = prepare(replace(draft.definition, pages=pages))
    answers = {
        link_id: known
        for link_id in comparable & response.answers.keys()
        if (known := _known(draft.question(link_id), response.answers[link_id])) is not None
    }
    reported = report(asked_then, answers, age=response.age, incomplete=response.incomplete)
    if not any(rule.when == "no_other_rule" for rule in draft.definition.rules):
        found = findings(asked_then, reported)
        return most_urgent(found), {finding.rule for finding in found}
    assessment = assess(asked_then, reported)
    return assessment.tier, {finding.rule for finding in assessment.findings}


def _alike(question: Question, then: Question | None) -> bool:
    return then is not None and (
        then.kind is question.kind or {then.kind, question.kind} <= set(CHOICES)
    )


def _known(question: Question, answer: Answer) -> Answer | None:
    """The answer as far as the draft has it."""
    if question.kind not in CHOICES:
        return answer
    chosen = answer if isinstance(answer, tuple) else (str(answer),)
    return tuple(code for code in chosen if question.option(code)) or None


def some_past(random: Random) -> tuple[Definition, list[PastResponse]]:
    """A release, some of whose options are gone by now, and what was answered to it."""
    definition = some_definition(random)
    pages = tuple(
        replace(page, questions=tuple(_more(random, q) for q in page.questions))
        for page in definition.pages
    )
    definition = replace(definition, pages=pages)
    ruleset = prepare(definition)
    return definition, list(_responses(random, ruleset))


def _more(random: Random, question: Question) -> Question:
    if question.kind not in CHOICES or random.randint(0, 2):
        return question
    many = tuple(Option(f"more{n}", "More") for n in range(random.choice((0, 9))))
    return replace(question, options=(*many, GONE, *question.options))


def _responses(random: Random, ruleset: Ruleset) -> Iterator[PastResponse]:
    for _ in range(random.randint(0, 30)):
        answers = dict(some_answers(random, ruleset.definition))
        answers.pop("birth", None)  # the age says when they were born
        for question in ruleset.definition.questions():
            if question.option("gone") and not random.randint(0, 3):
                several = ("gone", random.choice(CODES[:3]))
                single = question.kind is QuestionKind.SINGLE
                answers[question.link_id] = "gone" if single else several
        age, incomplete = random.choice(AGES), not random.randint(0, 3)
        yield handed_in(ruleset, answers, age, incomplete=incomplete)
