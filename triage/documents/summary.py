"""The summary for the clinician: a response turned into what the page says."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from triage.documents import figures
from triage.documents.columns import Columns, in_columns
from triage.documents.desk import Desk, desk_of
from triage.documents.figures import Figure
from triage.documents.limits import ROOMY, Limits, lines_of
from triage.documents.paper import Stamp, stamp_of
from triage.documents.timeline import Timeline, timeline
from triage.engine.terms import BODY_MAP, Definition, QuestionKind, Rule, TierText
from triage.intake.models import Response
from triage.intake.record import AnswerState, Reason, Record, Said, record_of
from triage.worklist.rows import was_taken_back

# Who answered and for whom: said in the head.
IN_THE_HEAD = ("filled_by", "sex_birth")

MOST_NAMES = 2
"""Answers named a second time in one row."""

SHORT_WORDS = 250
"""Letters that still stand well in the narrow column."""

LONGEST_CAPTION = 120
"""Letters that still stand well below the drawing of the body."""


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """A rule that fired. An answer is printed in full once; elsewhere it is named."""

    reason: Reason
    told: tuple[Said, ...]
    named: tuple[Said, ...]

    @property
    def is_default(self) -> bool:
        """Whether this is what is concluded when no rule fired."""
        return self.reason.rule.when == "no_other_rule"

    @property
    def names(self) -> str:
        """The answers that stand elsewhere, red flags first; the visit page names them all."""
        telling = sorted(self.named, key=lambda said: not said.question.red_flag)
        names = ", ".join(said.question.name for said in telling[:MOST_NAMES])
        more = len(telling) - MOST_NAMES
        return f"{names} +{more}" if more > 0 else names


@dataclass(frozen=True, slots=True)
class Words:
    """What the patient wrote, as much of it as paper has room for."""

    said: Said
    limits: Limits

    @property
    def lines(self) -> list[str]:
        """The words to print, line by line as they were written."""
        return lines_of(self.said.answer, self.limits.words)

    @property
    def shown(self) -> int:
        """How many letters are printed."""
        return min(self.length, self.limits.words)

    @property
    def is_short(self) -> bool:
        """Whether it fits beside the body map."""
        return self.length <= SHORT_WORDS or self.limits.crowded

    @property
    def length(self) -> int:
        """How many letters were written."""
        return len(self.said.answer)

    @property
    def is_cut(self) -> bool:
        """Whether there is more in the record."""
        return self.length > self.limits.words


@dataclass(frozen=True, slots=True)
class Open:
    """All that was left open in one way, such as `Not sure`."""

    label: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What the summary says, in the order it says it."""

    stamp: Stamp
    record: Record
    incomplete: bool
    withdrawn_emergency: bool
    head: tuple[Said, ...]
    birth_date: Said | None
    birth_date_differs: bool
    crowded: bool
    rows: tuple[ReasonRow, ...]
    more_rules: tuple[tuple[TierText, tuple[Rule, ...]], ...]
    open: tuple[Open, ...]
    not_answered: tuple[Said, ...]
    left_empty: tuple[Said, ...]
    not_excluded: tuple[tuple[TierText, tuple[Rule, ...]], ...]
    words: tuple[Words, ...]
    scales: tuple[tuple[Said, Figure], ...]
    body: tuple[Said, Figure] | None
    timeline: Timeline | None
    also: tuple[Said, ...]
    denied: tuple[Said, ...]
    qr: Figure
    desk: Desk
    way: str
    identity_checked: bool

    @property
    def body_named_below(self) -> bool:
        """Whether the marked places are so many that they are named among the other answers."""
        return self.body is not None and len(self.body[0].answer) > LONGEST_CAPTION

    @property
    def reported(self) -> Columns:
        """The answers that have no other place, in columns."""
        below = [self.body[0]] if self.body and self.body_named_below else []
        count, letters = (3, 44) if self.crowded else (2, 59)
        return in_columns([*below, *self.also], count, letters=letters)

    @property
    def answered_no(self) -> Columns:
        """What was denied, in columns."""
        return in_columns(self.denied, 3, letters=46)

    @property
    def counted(self) -> Mapping[str, int]:
        """How many questions stand in each state."""
        counted = Counter(said.state for said in self.record.said())
        return {state.value: counted[state] for state in AnswerState}

    @property
    def shown(self) -> int:
        """How many questions have a place on the page, counted from what is there."""
        told = [said for row in self.rows for said in row.told]
        told += [said for one in self.open for said in one.said]
        told += [words.said for words in self.words] + [said for said, _ in self.scales]
        told += [self.body[0]] if self.body else []
        told += [self.birth_date] if self.birth_date else []
        told += [*self.head, *self.not_answered, *self.left_empty, *self.also, *self.denied]
        return len({said.question.link_id for said in told})

    @property
    def pictures(self) -> dict[str, str]:
        """The drawings the page may show, by file name."""
        drawn = [self.qr, *(figure for _, figure in self.scales)]
        drawn += [self.timeline.figure] if self.timeline else []
        drawn += [self.body[1]] if self.body else []
        return {figure.name: figure.svg for figure in drawn}


def summary_of(response: Response, limits: Limits = ROOMY, address: str = "") -> Summary:
    """Return the summary of a response, from what was frozen with it, within these limits.

    `address` is where staff find the visit; the drawing for scanners holds it and nothing else.
    """
    record, answers = record_of(response), response.told
    definition = response.release.ruleset().definition
    visit = response.visit
    shown = _Shown(record)
    head = shown.take(*IN_THE_HEAD)
    birth_date = shown.take(definition.age_question)
    first = record.reasons[: limits.rows]
    rows = tuple(_crowded_rows(first) if limits.crowded else _rows(first, shown))
    return Summary(
        stamp=stamp_of(response, record),
        record=record,
        incomplete=response.incomplete,
        withdrawn_emergency=was_taken_back(visit, response),
        head=head,
        birth_date=birth_date[0] if birth_date else None,
        birth_date_differs=other_birth_date(response) is not None,
        crowded=limits.crowded,
        rows=rows,
        more_rules=_by_tier([one.rule for one in record.reasons[len(rows) :]], definition),
        open=tuple(_open(record)),
        not_answered=shown.all_in(AnswerState.UNANSWERED),
        left_empty=shown.all_in(AnswerState.LEFT_EMPTY),
        not_excluded=_by_tier(record.not_excluded, definition),
        words=tuple(Words(said, limits) for said in shown.every(QuestionKind.TEXT)),
        scales=tuple((said, figures.scale(said)) for said in shown.every(QuestionKind.SCALE)),
        body=_body(record, shown),
        timeline=timeline(record, answers),
        also=shown.rest(),
        denied=shown.all_in(AnswerState.DENIED),
        qr=figures.qr(visit.code, address),
        desk=desk_of(visit, limits),
        way=visit.get_way_display(),
        identity_checked=visit.is_identity_checked,
    )


def other_birth_date(response: Response) -> date | None:
    """Return the birth date that was given, when it is another than the record has."""
    answer = response.told.get(response.release.ruleset().definition.age_question)
    given = date.fromisoformat(str(answer)) if answer else None
    return given if given != response.visit.patient.birth_date else None


class _Shown:
    """What was reported and has no place on the page yet. What is taken is shown, once."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.left = {
            said.question.link_id: said
            for said in record.said()
            if said.state is AnswerState.REPORTED
        }

    def take(self, *link_ids: str) -> tuple[Said, ...]:
        """Take these answers, as far as nobody took them before."""
        return tuple(self.left.pop(link_id) for link_id in link_ids if link_id in self.left)

    def every(self, kind: QuestionKind) -> tuple[Said, ...]:
        """Take all answers to questions of a kind; they have a place of their own even as reasons."""
        every = tuple(
            said for said in self.all_in(AnswerState.REPORTED) if said.question.kind is kind
        )
        self.take(*[said.question.link_id for said in every])
        return every

    def rest(self) -> tuple[Said, ...]:
        """Take all that is left."""
        return self.take(*list(self.left))

    def all_in(self, state: AnswerState) -> tuple[Said, ...]:
        """Return all questions in a state."""
        return tuple(said for said in self.record.said() if said.state is state)


def _rows(reasons: Sequence[Reason], shown: _Shown) -> Iterator[ReasonRow]:
    told_before: set[str] = set()
    for reason in reasons:
        new = tuple(said for said in reason.said if said.question.link_id not in told_before)
        seen = tuple(said for said in reason.said if said not in new)
        told_before |= {said.question.link_id for said in new}
        shown.take(*told_before)
        yield ReasonRow(reason, new, seen)


def _crowded_rows(reasons: Sequence[Reason]) -> Iterator[ReasonRow]:
    """So much was reported that the answers need the whole width: below, among all the others."""
    for reason in reasons:
        yield ReasonRow(reason, (), reason.said)


def _open(record: Record) -> Iterator[Open]:
    """What was not sure, by the words the patient chose for it."""
    answers = dict.fromkeys(said.answer for said in record.unsure)
    for answer in answers:
        yield Open(answer, tuple(said for said in record.unsure if said.answer == answer))


def _by_tier(
    rules: Sequence[Rule], definition: Definition
) -> tuple[tuple[TierText, tuple[Rule, ...]], ...]:
    """Sort rules, most urgent first, under the texts of their tiers."""
    tiers = {text.tier: text for text in definition.tiers}
    groups = groupby(rules, key=lambda rule: rule.tier)
    return tuple((tiers[tier], tuple(of_the_tier)) for tier, of_the_tier in groups)


def _body(record: Record, shown: _Shown) -> tuple[Said, Figure] | None:
    """The body map. An answer that is a reason too is drawn all the same."""
    shown.take(BODY_MAP)
    for said in record.said():
        if said.question.link_id == BODY_MAP and said.state is AnswerState.REPORTED:
            labels = {option.code: option.label for option in said.question.options}
            return said, figures.body(record.body_map, labels)
    return None
