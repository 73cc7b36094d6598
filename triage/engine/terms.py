"""The nouns of triage: the frozen values a definition is made of, and what an assessment says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

Answer = str | int | tuple[str, ...]
"""One answer: an option's code or free text, a number, or the codes of all chosen options."""

Answers = Mapping[str, Answer]
"""Answers by the `link_id` of their question. A question that is not in it was not answered."""

AGE_UNKNOWN = -1


class Tier(IntEnum):
    """How soon a clinician sees the patient; the greater, the more urgent."""

    SELF_CARE = 1
    ROUTINE = 2
    SOON = 3
    SAME_DAY = 4
    EMERGENCY = 5

    @property
    def code(self) -> str:
        """The name used in content, pages and exports, such as `same_day`."""
        return self.name.lower()

    @classmethod
    def from_code(cls, code: str) -> "Tier":
        """Return the tier of that code; ValueError when there is none."""
        for tier in cls:
            if tier.code == code:
                return tier
        raise ValueError(f"There is no tier `{code}`.")


class QuestionKind(StrEnum):
    """What an answer looks like."""

    SINGLE = "single"
    MULTI = "multi"
    SCALE = "scale"
    DATE = "date"
    TEXT = "text"


class OptionKind(StrEnum):
    """What choosing an option says: something is there, is not there, or is not known."""

    REPORTED = "reported"
    DENIED = "denied"
    UNSURE = "unsure"


class SourceKind(StrEnum):
    """Published evidence, or a fact of the seed documents the product grew from."""

    EVIDENCE = "evidence"
    SEED = "seed"


class Audience(StrEnum):
    """Who an article is written for."""

    PATIENT = "patient"
    CLINICIAN = "clinician"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer a patient can choose. `codings` are ICD-10-CM codes of the finding."""

    code: str
    label: str
    kind: OptionKind = OptionKind.REPORTED
    exclusive: bool = False
    codings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `name` is its short clinical name; `show_if` looks only at earlier questions.

    `low` and `high` are the words at the ends of a scale.
    """

    link_id: str
    kind: QuestionKind
    name: str
    text: str
    help: str = ""
    why: str = ""
    required: bool = True
    red_flag: bool = False
    follow_up: bool = False
    show_if: str = ""
    options: tuple[Option, ...] = ()
    low: str = ""
    high: str = ""
    sources: tuple[str, ...] = ()
    coding: str = ""

    def option(self, code: str) -> Option | None:
        """Return the option of that code, if there is one."""
        return next((option for option in self.options if option.code == code), None)


FILLED_BY = "filled_by"
"""The question that asks who fills in the form: the list and the papers name who helps."""

BODY_MAP = "pain_areas"
"""The question that is drawn as a picture of the body."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is asked together on one screen."""

    key: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A named condition that later facts, rules and articles may use."""

    name: str
    when: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class TierText:
    """What one tier is called and asks for."""

    tier: Tier
    name: str
    patient_text: str
    clinician_action: str
    timeframe: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One plain sentence that tells a patient why."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where something is known from. Dates are ISO dates; `verification` is V, S or V/S."""

    id: str
    kind: SourceKind
    short: str
    citation: str
    facts: str = ""
    year: int = 0
    verification: str = ""
    review_by: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition with a tier. `title` says what was reported, `action` what to do about it."""

    id: str
    tier: Tier
    when: str
    title: str
    suspect: str
    action: str
    evidence: str
    sentence: str
    sources: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class PointGroup:
    """Points of an article under the heading they share; the heading may be empty."""

    heading: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guidance:
    """An article for the handout or the clinician; `show` is a condition on the assessment."""

    code: str
    title: str
    audience: Audience
    show: str
    points: tuple[str, ...]
    sources: tuple[str, ...] = ()

    def groups(self) -> tuple[PointGroup, ...]:
        """Split the points at those that end with a colon: these are headings."""
        groups = [PointGroup("", ())]
        for point in self.points:
            if point.endswith(":"):
                groups.append(PointGroup(point.removesuffix(":"), ()))
            else:
                last = groups[-1]
                groups[-1] = PointGroup(last.heading, (*last.points, point))
        return tuple(group for group in groups if group.heading or group.points)


@dataclass(frozen=True, slots=True)
class Vignette:
    """A written test patient with the tier and the complete set of rules expected."""

    id: str
    title: str
    story: str
    age: int
    answers: Mapping[str, Answer]
    tier: Tier
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """A broken promise its author holds to be right, and why. `violation` is the key of it."""

    violation: str
    reason: str


@dataclass(frozen=True, slots=True)
class Definition:
    """All that is asked, concluded and said: one edition of a questionnaire, complete."""

    key: str
    title: str
    age_question: str
    tiers: tuple[TierText, ...]
    pages: tuple[Page, ...]
    facts: tuple[Fact, ...]
    rules: tuple[Rule, ...]
    sentences: tuple[Sentence, ...]
    guidance: tuple[Guidance, ...]
    sources: tuple[Source, ...]
    vignettes: tuple[Vignette, ...]
    accepted: tuple[Accepted, ...] = ()

    def questions(self) -> Iterator[Question]:
        """All questions in the order they are asked."""
        for page in self.pages:
            yield from page.questions


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that fired, with the questions whose answers made it fire."""

    rule: str
    tier: Tier
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """The most urgent tier the report supports, with every reason and all that stayed open.

    `asked`, `unsure` and `unanswered` hold link ids in the order of the form; `unanswered` are
    the required questions left empty. `not_excluded` are rules an unsure answer may hide.
    """

    tier: Tier
    findings: tuple[Finding, ...]
    not_excluded: tuple[str, ...]
    unsure: tuple[str, ...]
    unanswered: tuple[str, ...]
    asked: tuple[str, ...]
