"""The content book: a release printed for a clinical board, everything in it and in plain English."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from triage.content.models import Release
from triage.engine.gate import Verdict, judge
from triage.engine.ruleset import Ruleset
from triage.engine.telling import Teller
from triage.engine.terms import (
    Fact,
    Guidance,
    Rule,
    Sentence,
    Source,
    SourceKind,
    Tier,
    TierText,
    Vignette,
)
from triage.intake.paper import PaperQuestion, paper_questions, written_mark
from triage.intake.record import said_to


@dataclass(frozen=True, slots=True)
class ToldQuestion:
    """A question with when it is asked; the words are empty for everybody."""

    asked: PaperQuestion
    told: str
    sources: str


@dataclass(frozen=True, slots=True)
class ToldRule:
    """A rule with its condition in plain English."""

    rule: Rule
    told: str
    sentence: Sentence
    sources: str


@dataclass(frozen=True, slots=True)
class ToldVignette:
    """A test patient with the answers in words, one a line."""

    vignette: Vignette
    tier: TierText
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Book:
    """All that the content book says, in its order."""

    release: Release
    title: str
    mark: str
    verdict: Verdict
    tiers: tuple[TierText, ...]
    parts: tuple[tuple[str, tuple[ToldQuestion, ...]], ...]
    facts: tuple[tuple[Fact, str], ...]
    rules: tuple[tuple[TierText, tuple[ToldRule, ...]], ...]
    articles: tuple[tuple[Guidance, str], ...]
    sources: tuple[Source, ...]
    vignettes: tuple[ToldVignette, ...]


def book_of(release: Release) -> Book:
    """Return the content book of a release, with what the gate said of it on its day."""
    ruleset = release.ruleset()
    definition = ruleset.definition
    teller = Teller(definition)
    decided = release.published_at or release.submitted_at
    facts = {fact.name: fact for fact in definition.facts}
    tiers = {text.tier: text for text in definition.tiers}
    return Book(
        release=release,
        title=definition.title,
        mark=written_mark(release),
        verdict=judge(definition, today=timezone.localdate(decided)),
        tiers=definition.tiers,
        parts=tuple(_parts(ruleset, teller)),
        facts=tuple((facts[name], teller.tell(when)) for name, when in ruleset.facts.items()),
        rules=tuple(_rules(ruleset, teller)),
        articles=tuple((article, teller.tell(when)) for article, when in ruleset.guidance),
        sources=definition.sources,
        vignettes=tuple(_vignette(ruleset, one, tiers) for one in definition.vignettes),
    )


def _parts(ruleset: Ruleset, teller: Teller) -> Iterator[tuple[str, tuple[ToldQuestion, ...]]]:
    questions = paper_questions(ruleset.definition)
    for page, numbered in groupby(questions, key=lambda one: one.page):
        yield page.title, tuple(_question(ruleset, teller, one) for one in numbered)


def _question(ruleset: Ruleset, teller: Teller, one: PaperQuestion) -> ToldQuestion:
    condition = ruleset.shown_when.get(one.question.link_id)
    told = teller.tell(condition) if condition else ""
    return ToldQuestion(one, told, _sources(ruleset, one.question.sources))


def _rules(ruleset: Ruleset, teller: Teller) -> Iterator[tuple[TierText, tuple[ToldRule, ...]]]:
    """Yield the rules, most urgent first, under the texts of their tiers."""
    tiers = {text.tier: text for text in ruleset.definition.tiers}
    sentences = {sentence.id: sentence for sentence in ruleset.definition.sentences}
    ordered = sorted(ruleset.rules.values(), key=lambda pair: -pair[0].tier)
    for tier, group in groupby(ordered, key=lambda pair: pair[0].tier):
        told = tuple(
            ToldRule(
                rule,
                teller.tell(condition),
                sentences[rule.sentence],
                _sources(ruleset, rule.sources),
            )
            for rule, condition in group
        )
        yield tiers[tier], told


def _sources(ruleset: Ruleset, ids: tuple[str, ...]) -> str:
    """Return sources as they are named in the list of sources: published ones with what they are."""
    known = {source.id: source for source in ruleset.definition.sources}
    named = (known[one] for one in ids if one in known)
    return "; ".join(
        f"{one.id} {one.short}" if one.kind is SourceKind.EVIDENCE else one.id for one in named
    )


def _vignette(ruleset: Ruleset, vignette: Vignette, tiers: dict[Tier, TierText]) -> ToldVignette:
    answers = tuple(
        (question.name, said_to(question, vignette.answers[question.link_id]).answer)
        for question in ruleset.definition.questions()
        if question.link_id in vignette.answers
    )
    return ToldVignette(vignette, tiers[vignette.tier], answers)
