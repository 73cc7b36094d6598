"""Which questions are asked, which are still missing, and what was reported."""

from datetime import date

from triage.engine.conditions import Condition
from triage.engine.evaluation import Reported, Truth, could_hold, holds
from triage.engine.ruleset import Ruleset
from triage.engine.terms import (
    AGE_UNKNOWN,
    Answer,
    Answers,
    OptionKind,
    Page,
    Question,
    QuestionKind,
)


def age_on(birth: date, day: date) -> int:
    """Return the whole years between a birth date and a day; a leap day counts on 1 March."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def report(
    ruleset: Ruleset,
    answers: Answers,
    *,
    age: int = AGE_UNKNOWN,
    under_way: bool = False,
    incomplete: bool = False,
) -> Reported:
    """Return what a patient reported: hidden questions ignored, open ones told apart.

    While the form is under way an empty question is not unsure: it may still be answered. Handed
    in, it is; `incomplete` says that it was handed in unfinished.
    """
    told: dict[str, Answer] = {}
    asked: list[str] = []
    unsure: set[str] = set()
    unknown: set[str] = set()
    count = 0
    for question in ruleset.definition.questions():
        link_id = question.link_id
        visible = Truth.TRUE
        if (shown_when := ruleset.shown_when.get(link_id)) is not None:
            so_far = Reported((), told, frozenset(unsure), 0, frozenset(unknown), age)
            visible = _visibility(shown_when, so_far)
        if visible is Truth.UNKNOWN:
            unknown.add(link_id)
        if visible is not Truth.TRUE:
            continue
        asked.append(link_id)
        if link_id in answers:
            told[link_id] = answers[link_id]
        if _is_unsure(question, answers) or (
            not under_way and _is_missing(ruleset, question, answers, age)
        ):
            unsure.add(link_id)
            unknown.add(link_id)
            count += question.red_flag and not question.follow_up
    return Reported(
        tuple(asked), told, frozenset(unsure), count, frozenset(unknown), age, incomplete
    )


def _visibility(condition: Condition, so_far: Reported) -> Truth:
    """Shown, hidden, or hidden behind a question that was left open."""
    if holds(condition, so_far):
        return Truth.TRUE
    return min(could_hold(condition, so_far), Truth.UNKNOWN)


def _is_missing(ruleset: Ruleset, question: Question, answers: Answers, age: int) -> bool:
    """Required and empty. A known age answers its question."""
    known = question.link_id == ruleset.definition.age_question and age != AGE_UNKNOWN
    return question.required and question.link_id not in answers and not known


def _is_unsure(question: Question, answers: Answers) -> bool:
    """Answered with not sure, or withheld."""
    answer = answers.get(question.link_id)
    if answer is None or question.kind not in (QuestionKind.SINGLE, QuestionKind.MULTI):
        return False
    chosen = answer if isinstance(answer, tuple) else (answer,)
    return any(
        option.kind is OptionKind.UNSURE for option in question.options if option.code in chosen
    )


def unanswered(ruleset: Ruleset, reported: Reported) -> tuple[str, ...]:
    """Return the required questions that were asked and left empty, in the order of the form."""
    return tuple(
        link_id
        for link_id in reported.asked
        if _is_missing(ruleset, ruleset.question(link_id), reported.answers, reported.age)
    )


def shown_on(page: Page, reported: Reported) -> tuple[Question, ...]:
    """Return the questions of a page that are asked, given everything reported so far."""
    return tuple(question for question in page.questions if question.link_id in reported.asked)


def next_page(ruleset: Ruleset, reported: Reported, after: str | None) -> Page | None:
    """Return the next page with anything to ask; None after the last one."""
    pages = [page for page in ruleset.definition.pages if shown_on(page, reported)]
    if after is None:
        return pages[0] if pages else None
    order = [page.key for page in ruleset.definition.pages]
    return next((page for page in pages if order.index(page.key) > order.index(after)), None)


def previous_page(ruleset: Ruleset, reported: Reported, before: str) -> Page | None:
    """Return the page before this one with anything to ask; None on the first."""
    order = [page.key for page in ruleset.definition.pages]
    earlier = ruleset.definition.pages[: order.index(before)]
    return next((page for page in reversed(earlier) if shown_on(page, reported)), None)
