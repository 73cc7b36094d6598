"""The paper form of a release: the same questions, to be ticked by hand and keyed in afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings

from triage.content.models import Release
from triage.content.models.release import Status
from triage.documents import figures
from triage.documents.figures import Figure
from triage.documents.skips import Skips, alone_enough
from triage.engine.ruleset import Ruleset
from triage.engine.terms import BODY_MAP, Option, Question, QuestionKind, Tier
from triage.intake.paper import PaperQuestion, paper_questions, written_mark

SHORT_LABEL = 24
"""Letters of a label of which several stand in a line."""


@dataclass(frozen=True, slots=True)
class Box:
    """One answer to tick. `stops` marks what is an emergency all by itself."""

    code: str
    option: Option
    stops: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One question on paper; `only_if` says in words who answers it, empty for everybody."""

    number: int
    question: Question
    boxes: tuple[Box, ...]
    only_if: str

    @property
    def several(self) -> bool:
        """Whether more than one box may be ticked."""
        return self.question.kind is QuestionKind.MULTI

    @property
    def is_narrow(self) -> bool:
        """Whether all labels are short."""
        return max((len(box.option.label) for box in self.boxes), default=0) <= SHORT_LABEL

    @property
    def is_body(self) -> bool:
        """Whether the body is drawn beside it."""
        return self.question.link_id == BODY_MAP


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one heading."""

    title: str
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class PaperForm:
    """All that the form says. `mark` tells it from the form of every other release."""

    title: str
    mark: str
    sample: bool
    single_approver: bool
    published: bool
    clinic_name: str
    emergency_number: str
    parts: tuple[Part, ...]
    body: Figure

    @property
    def questions(self) -> int:
        """How many questions there are."""
        return sum(len(part.asked) for part in self.parts)


def paper_form_of(release: Release) -> PaperForm:
    """Return the paper form of a release."""
    ruleset = release.ruleset()
    return PaperForm(
        title=ruleset.definition.title,
        mark=written_mark(release),
        sample=release.is_sample,
        single_approver=release.single_approver,
        published=release.status == Status.PUBLISHED,
        clinic_name=settings.BACKSTOP_CLINIC_NAME,
        emergency_number=settings.BACKSTOP_EMERGENCY_NUMBER,
        parts=tuple(_parts(ruleset)),
        body=figures.body((), {}),
    )


def _parts(ruleset: Ruleset) -> Iterator[Part]:
    questions = tuple(paper_questions(ruleset.definition))
    skips, stops = Skips(questions), _stops(ruleset)
    for page, numbered in groupby(questions, key=lambda one: one.page):
        yield Part(page.title, tuple(_asked(ruleset, skips, stops, one) for one in numbered))


def _asked(
    ruleset: Ruleset, skips: Skips, stops: frozenset[tuple[str, str]], one: PaperQuestion
) -> Asked:
    question = one.question
    condition = ruleset.shown_when.get(question.link_id)
    return Asked(
        number=one.number,
        question=question,
        boxes=tuple(
            Box(f"{one.number}{code}", option, (question.link_id, option.code) in stops)
            for code, option in one.codes.items()
        ),
        only_if=skips.tell(condition) if condition else "",
    )


def _stops(ruleset: Ruleset) -> frozenset[tuple[str, str]]:
    """Return question and option of every tick that makes an emergency all by itself."""
    return frozenset(
        (tick.question, option)
        for rule, condition in ruleset.rules.values()
        if rule.tier is Tier.EMERGENCY
        for tick in alone_enough(condition)
        for option in tick.options
    )
