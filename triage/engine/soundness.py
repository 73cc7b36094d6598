"""What is wrong with a definition: each problem a sentence that names the object."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain

from triage.engine.conditions import (
    AllOf,
    Always,
    AnyOf,
    Compare,
    Condition,
    CountOf,
    Has,
    Named,
    Not,
    Number,
    TierIs,
    Unsure,
    UnsureCount,
    walk,
)
from triage.engine.faults import faults_in
from triage.engine.problems import Part, Problem, about
from triage.engine.proof import covered_rules, dead_rules, unreachable_questions
from triage.engine.ruleset import Ruleset, prepare
from triage.engine.terms import Audience, Definition, SourceKind, Tier
from triage.engine.wording import broken_wording

SOON = timedelta(days=60)


def problems_in(definition: Definition, *, today: date | None = None) -> tuple[Problem, ...]:
    """Return every reason why a definition must not reach patients; empty when it is sound.

    Whether a source is past its review date is asked only of a given day.
    """
    faults = faults_in(definition)
    problems = (
        *faults,
        *broken_wording(definition),
        *_undated(definition),
        *_overdue(definition, today),
    )
    if faults:
        return problems
    ruleset = prepare(definition)
    return (*problems, *_unread(ruleset), *_unguided(ruleset), *_dead_ends(ruleset))


def warnings_in(definition: Definition, *, today: date | None = None) -> tuple[str, ...]:
    """Return what an author should look at though it blocks nothing."""
    if faults_in(definition):
        return ()
    ruleset = prepare(definition)
    return (*_unused_facts(ruleset), *_covered(ruleset), *_soon_overdue(definition, today))


def _undated(definition: Definition) -> Iterator[Problem]:
    for source in definition.sources:
        if source.kind is SourceKind.EVIDENCE and not source.review_by:
            yield about("source", source.id, "has no day to be reviewed by.", Part.SOURCES)


def _soon_overdue(definition: Definition, today: date | None) -> Iterator[str]:
    soon = (today + SOON).isoformat() if today else ""
    for source in definition.sources:
        if today and today.isoformat() <= source.review_by <= soon:
            yield f"Source {source.id} is to be reviewed by {source.review_by}."


def _overdue(definition: Definition, today: date | None) -> Iterator[Problem]:
    for source in definition.sources:
        if today and source.review_by and source.review_by < today.isoformat():
            told = f"was to be reviewed by {source.review_by}."
            yield about("source", source.id, told, Part.SOURCES)


def _unread(ruleset: Ruleset) -> Iterator[Problem]:
    """Red flags whose answers, or whose open answers, come to nothing."""
    parts = set(chain.from_iterable(walk(condition) for _, condition in ruleset.rules.values()))
    counted = any(isinstance(p, Compare) and isinstance(p.measure, UnsureCount) for p in parts)
    answers: set[str] = set()
    left_open: set[str] = set()
    for part in parts:
        match part:
            case Has(question, _) | Compare(Number(question) | CountOf(question, _)):
                answers.add(question)
            case Unsure(question):
                left_open.add(question)
            case _:
                pass
    for red_flag in (asked for asked in ruleset.questions.values() if asked.red_flag):
        if red_flag.link_id not in answers:
            told = f"No rule reads the answers to the red flag `{red_flag.link_id}`."
            yield Problem(told, "question", red_flag.link_id)
        is_counted = counted and not red_flag.follow_up
        if red_flag.link_id not in left_open and not is_counted:
            told = f"No rule reads that the red flag `{red_flag.link_id}` was left open."
            yield Problem(told, "question", red_flag.link_id)


def _unguided(ruleset: Ruleset) -> Iterator[Problem]:
    said = [c for article, c in ruleset.guidance if article.audience is Audience.PATIENT]
    for tier in Tier:
        if not any(_always_shown(condition, tier) for condition in said):
            told = f"The tier `{tier.code}` has no article that is shown to each of its patients."
            yield Problem(told, "tier", tier.code)


def _always_shown(condition: Condition, tier: Tier) -> bool:
    """Whether an article is shown at a tier whatever else was said."""
    match condition:
        case Always():
            return True
        case TierIs(tiers):
            return tier in tiers
        case Not(TierIs(tiers)):
            return tier not in tiers
        case AllOf(parts):
            return all(_always_shown(part, tier) for part in parts)
        case AnyOf(parts):
            return any(_always_shown(part, tier) for part in parts)
        case _:
            return False


def _dead_ends(ruleset: Ruleset) -> Iterator[Problem]:
    for link_id in unreachable_questions(ruleset):
        yield about("question", link_id, "is never asked: its `show_if` cannot hold.")
    for rule in dead_rules(ruleset):
        yield about("rule", rule, "can never fire.")


def _unused_facts(ruleset: Ruleset) -> Iterator[str]:
    conditions = [
        *(condition for _, condition in ruleset.rules.values()),
        *(condition for _, condition in ruleset.guidance),
        *ruleset.shown_when.values(),
        *ruleset.facts.values(),
    ]
    parts = chain.from_iterable(walk(condition) for condition in conditions)
    used = {part.name for part in parts if isinstance(part, Named)}
    for name in ruleset.facts:
        if name not in used:
            yield f"No condition uses the fact `{name}`."


def _covered(ruleset: Ruleset) -> Iterator[str]:
    for rule in covered_rules(ruleset):
        yield f"Rule {rule} never decides: with it, a rule as urgent or more always fires."
