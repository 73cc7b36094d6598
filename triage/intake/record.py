"""What one response says, put in words: for the visit page and for every document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import assert_never

from django.utils.formats import date_format

from triage.engine.ruleset import Ruleset
from triage.engine.terms import (
    BODY_MAP,
    Answer,
    Answers,
    Assessment,
    Option,
    OptionKind,
    Page,
    Question,
    QuestionKind,
    Rule,
    Source,
    SourceKind,
    TierText,
)
from triage.intake.models import Response


class AnswerState(StrEnum):
    """How an asked question stands. Only an explicit no is a no."""

    REPORTED = "reported"
    DENIED = "denied"
    UNSURE = "unsure"
    UNANSWERED = "unanswered"
    LEFT_EMPTY = "left_empty"


@dataclass(frozen=True, slots=True)
class Said:
    """One question that was asked, and what was said to it; `answer` is empty when nothing was."""

    question: Question
    state: AnswerState
    answer: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that fired: what was said that made it fire, and where it comes from."""

    rule: Rule
    tier_text: TierText
    said: tuple[Said, ...]
    sources: tuple[Source, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the form with all that was asked on it."""

    page: Page
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """All that a response says, most telling first."""

    tier_text: TierText
    reasons: tuple[Reason, ...]
    unsure: tuple[Said, ...]
    unanswered: tuple[Said, ...]
    not_excluded: tuple[Rule, ...]
    own_words: tuple[Said, ...]
    body_map: frozenset[str]
    parts: tuple[Part, ...]

    def said(self) -> Iterator[Said]:
        """Every question that was asked, in the order of the form."""
        for part in self.parts:
            yield from part.said

    def count(self) -> int:
        """How many questions were asked."""
        return sum(len(part.said) for part in self.parts)


def record_of(response: Response) -> Record:
    """Return a submitted response in words, from what was frozen with it alone."""
    return build_record(response.release.ruleset(), response.told, response.assessed())


def build_record(ruleset: Ruleset, answers: Answers, assessment: Assessment) -> Record:
    """Return answers and their assessment in words."""
    asked = {
        link_id: said_to(ruleset.question(link_id), answers.get(link_id))
        for link_id in assessment.asked
    }
    tiers = {text.tier: text for text in ruleset.definition.tiers}
    return Record(
        tier_text=tiers[assessment.tier],
        reasons=tuple(
            _reason(ruleset, asked, finding.rule, finding.because)
            for finding in assessment.findings
        ),
        unsure=tuple(asked[link_id] for link_id in assessment.unsure),
        unanswered=tuple(asked[link_id] for link_id in assessment.unanswered),
        not_excluded=tuple(
            sorted(
                (ruleset.rule(rule) for rule in assessment.not_excluded),
                key=lambda rule: (-rule.tier, rule.id),
            )
        ),
        own_words=tuple(
            said
            for said in asked.values()
            if said.question.kind is QuestionKind.TEXT and said.answer
        ),
        body_map=_chosen(answers.get(BODY_MAP, ())),
        parts=tuple(_parts(ruleset, asked)),
    )


def said_to(question: Question, answer: Answer | None) -> Said:
    """Return what was said to a question, in words."""
    if answer is None:
        state = AnswerState.UNANSWERED if question.required else AnswerState.LEFT_EMPTY
        return Said(question, state, "")
    kinds = {option.kind for option in _options(question, answer)}
    if OptionKind.UNSURE in kinds:
        state = AnswerState.UNSURE
    elif OptionKind.DENIED in kinds:
        state = AnswerState.DENIED
    else:
        state = AnswerState.REPORTED
    return Said(question, state, answer_in_words(question, answer))


def answer_in_words(question: Question, answer: Answer) -> str:
    """Return an answer as the patient saw it: labels, `8 of 10`, a date, or the text itself."""
    match question.kind:
        case QuestionKind.SINGLE | QuestionKind.MULTI:
            return "; ".join(option.label for option in _options(question, answer))
        case QuestionKind.SCALE:
            return f"{answer} of 10"
        case QuestionKind.DATE:
            return date_format(date.fromisoformat(str(answer)), "j M Y")
        case QuestionKind.TEXT:
            return str(answer)
        case _ as never:
            assert_never(never)


def _chosen(answer: Answer) -> frozenset[str]:
    return frozenset(answer) if isinstance(answer, tuple) else frozenset({str(answer)})


def _options(question: Question, answer: Answer) -> tuple[Option, ...]:
    chosen = _chosen(answer)
    return tuple(option for option in question.options if option.code in chosen)


def _reason(
    ruleset: Ruleset, asked: Mapping[str, Said], rule_id: str, because: tuple[str, ...]
) -> Reason:
    definition = ruleset.definition
    rule = ruleset.rule(rule_id)
    return Reason(
        rule=rule,
        tier_text=next(text for text in definition.tiers if text.tier is rule.tier),
        said=tuple(asked[link_id] for link_id in because),
        sources=tuple(
            source
            for source in definition.sources
            if source.id in rule.sources and source.kind is SourceKind.EVIDENCE
        ),
        sentence=next(one.text for one in definition.sentences if one.id == rule.sentence),
    )


def _parts(ruleset: Ruleset, asked: Mapping[str, Said]) -> Iterator[Part]:
    for page in ruleset.definition.pages:
        said = tuple(asked[q.link_id] for q in page.questions if q.link_id in asked)
        if said:
            yield Part(page, said)
