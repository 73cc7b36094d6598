"""Which single answer, had it been another one, would have raised or lowered the tier."""

from collections.abc import Iterator
from dataclasses import dataclass

from triage.engine.answers import SCALE
from triage.engine.assess import findings, most_urgent
from triage.engine.conditions import NoOtherRule
from triage.engine.evaluation import Reported
from triage.engine.paging import report
from triage.engine.ruleset import Ruleset
from triage.engine.terms import Answer, Answers, OptionKind, Question, QuestionKind, Tier


@dataclass(frozen=True, slots=True)
class Nearest:
    """One question, the answer it would need, and the tier that would follow."""

    link_id: str
    answer: Answer
    tier: Tier


def nearest(
    ruleset: Ruleset, answers: Answers, *, age: int, incomplete: bool = False
) -> tuple[Nearest, ...]:
    """Return, for each question that was asked, the one other answer that moves the tier furthest up and
    the one that moves it furthest down; the greatest moves up come first."""
    before = report(ruleset, answers, age=age, incomplete=incomplete)
    tier = _tier(ruleset, before)
    moves: list[Nearest] = []
    for link_id in before.asked:
        reached: dict[bool, Nearest] = {}
        for other in _others(ruleset.question(link_id), answers.get(link_id)):
            said = report(ruleset, {**answers, link_id: other}, age=age, incomplete=incomplete)
            found = Nearest(link_id, other, _tier(ruleset, said))
            up = found.tier > tier
            if found.tier is not tier and (
                up not in reached or abs(found.tier - tier) > abs(reached[up].tier - tier)
            ):
                reached[up] = found
        moves += reached.values()
    return tuple(sorted(moves, key=lambda move: -move.tier))


def _tier(ruleset: Ruleset, reported: Reported) -> Tier:
    """The tier alone: what was not excluded takes far longer to find, and is not asked for here."""
    default = max(
        rule.tier
        for rule, condition in ruleset.rules.values()
        if isinstance(condition, NoOtherRule)
    )
    return most_urgent(findings(ruleset, reported)) or default


def _others(question: Question, said: Answer | None) -> Iterator[Answer]:
    """Every answer one step away: another choice, one tick more or less, or another number."""
    if question.kind is QuestionKind.SINGLE:
        yield from (one.code for one in question.options if one.code != said)
    elif question.kind is QuestionKind.MULTI:
        ticked = said if isinstance(said, tuple) else ()
        toggled = (_toggled(question, ticked, one.code, one.kind) for one in question.options)
        yield from filter(None, toggled)  # with no tick left the question is not answered
    elif question.kind is QuestionKind.SCALE:
        # The closest first: of numbers that move the tier as far, the first one found is told.
        start = said if isinstance(said, int) else SCALE[0]
        yield from sorted((n for n in SCALE if n != said), key=lambda n: abs(n - start))


def _toggled(
    question: Question, ticked: tuple[str, ...], code: str, kind: OptionKind
) -> tuple[str, ...]:
    """Tick or untick one option; one that means no, or not sure, stands alone."""
    if kind is not OptionKind.REPORTED:
        return (code,)
    kinds = {one.code: one.kind for one in question.options}
    kept = {one for one in ticked if kinds.get(one) is OptionKind.REPORTED} ^ {code}
    return tuple(one.code for one in question.options if one.code in kept)
