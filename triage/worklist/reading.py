"""One visit as a clinician reads it: top-down, most telling first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from triage.engine.assess import findings, most_urgent
from triage.engine.terms import Assessment, Rule, Source, Tier, TierText
from triage.intake.models import Response, Visit
from triage.intake.record import AnswerState, Reason, Record, Said, build_record
from triage.worklist.acts import raised_to_emergency
from triage.worklist.models import SignOff
from triage.worklist.rows import (
    acknowledgement_of,
    page_at,
    response_of,
    sign_off_of,
    was_taken_back,
)

LONGEST_RAW = 20_000

COURSE = (
    "duration",
    "onset_speed",
    "trigger",
    "prior_episodes",
    "course",
    "ces_since",
    "weakness_course",
)
"""The questions that tell since when and how it came, as the timeline puts them."""

TRIED = ("tried", "tried_help")
"""The questions that tell what was tried, and what came of it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One question with what was said; `is_open` marks what must not be read as a no."""

    name: str
    text: str
    words: str
    is_open: bool
    is_red_flag: bool


@dataclass(frozen=True, slots=True)
class ToldReason:
    """A rule that fired, with the answers that made it fire and the sources it rests on."""

    rule: Rule
    because: tuple[Line, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class ToldPart:
    """One page of the form with all that was said on it, and how many answers led to a finding."""

    title: str
    lines: tuple[Line, ...]
    telling: int


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened during the visit."""

    at: datetime
    words: str
    is_grave: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the page of a visit says."""

    visit: Visit
    response: Response | None
    signed: SignOff | None
    age: int
    tier: Tier | None
    tier_text: TierText | None
    sent_tier: Tier | None
    was_taken_back: bool
    other_birth_date: date | None
    page_at: str
    reasons: tuple[ToldReason, ...]
    open_lines: tuple[Line, ...]
    not_excluded: tuple[Rule, ...]
    own_words: tuple[Line, ...]
    course: tuple[Line, ...]
    tried: tuple[Line, ...]
    body_map: frozenset[str]
    parts: tuple[ToldPart, ...]
    asked: int
    events: tuple[Event, ...]

    @property
    def shown(self) -> int:
        """How many answers the page shows, counted from the page."""
        return sum(len(part.lines) for part in self.parts)


def reading_of(visit: Visit) -> Reading:
    """Return what a clinician reads of a visit, sent or still under way."""
    response = response_of(visit)
    record, assessment = _sent(visit, response) if response else _so_far(visit)
    tier_texts = {text.tier: text for text in visit.ruleset.definition.tiers}
    page = None if response else page_at(visit)
    open_lines = sorted(
        map(line_of, (*record.unanswered, *record.unsure)), key=lambda line: not line.is_red_flag
    )
    return Reading(
        visit=visit,
        response=response,
        signed=sign_off_of(visit),
        age=response.age if response else visit.age,
        tier=visit.tier,
        tier_text=tier_texts[visit.tier] if visit.tier else None,
        sent_tier=response.tier if response else None,
        was_taken_back=was_taken_back(visit, response),
        other_birth_date=_other_birth_date(visit, response),
        page_at=page.title if page else "",
        reasons=tuple(map(_told_reason, record.reasons)),
        open_lines=tuple(open_lines),
        not_excluded=record.not_excluded,
        own_words=tuple(map(line_of, record.own_words)),
        course=_lines_on(record, COURSE),
        tried=_lines_on(record, TRIED),
        body_map=record.body_map - {""},
        parts=tuple(_told_parts(record, under_way=response is None)),
        asked=len(assessment.asked),
        events=tuple(sorted(_events(visit, response), key=lambda event: event.at)),
    )


def stored_text(visit: Visit) -> str:
    """Return what is stored of a visit that cannot be shown, as plain signs, cut where it is endless."""
    kept = Visit.objects.filter(pk=visit.pk).values_list(
        Cast("answers", TextField()), Cast("responses__answers", TextField())
    )
    try:
        stored = "\n\n".join(text for row in kept for text in row if text)
    except Exception as error:  # noqa: BLE001 (what cannot even be read is said to be so)
        return type(error).__name__
    one_a_line = stored.replace(', "', ',\n"')
    return one_a_line.encode("ascii", "backslashreplace").decode()[:LONGEST_RAW]


def line_of(said: Said) -> Line:
    """Return a question and what was said to it, with words where nothing was."""
    match said.state:
        case AnswerState.UNANSWERED:
            words = _("Not answered")
        case AnswerState.LEFT_EMPTY:
            words = _("Left empty")
        case AnswerState.REPORTED | AnswerState.DENIED | AnswerState.UNSURE:
            words = said.answer
    question = said.question
    return Line(
        name=question.name,
        text=question.text,
        words=words,
        is_open=said.state not in {AnswerState.REPORTED, AnswerState.DENIED},
        is_red_flag=question.red_flag,
    )


def _sent(visit: Visit, response: Response) -> tuple[Record, Assessment]:
    assessment = response.assessed()
    return build_record(visit.ruleset, response.told, assessment), assessment


def _so_far(visit: Visit) -> tuple[Record, Assessment]:
    """What has been said while the form is under way; what was not answered is left open."""
    reported = visit.reported()
    found = findings(visit.ruleset, reported)
    assessment = Assessment(
        # Of no finding there is no tier, and none is shown; should it ever be, it alarms.
        tier=most_urgent(found) or Tier.EMERGENCY,
        findings=found,
        not_excluded=(),
        unsure=tuple(one for one in reported.asked if one in reported.unsure),
        unanswered=(),
        asked=reported.asked,
    )
    return build_record(visit.ruleset, reported.answers, assessment), assessment


def _other_birth_date(visit: Visit, response: Response | None) -> date | None:
    """The birth date that was answered, when it is not the one on record."""
    answers = response.answers if response else visit.answers
    answered = answers.get(visit.ruleset.definition.age_question)
    born = date.fromisoformat(answered) if answered else visit.patient.birth_date
    return born if born != visit.patient.birth_date else None


def _lines_on(record: Record, link_ids: tuple[str, ...]) -> tuple[Line, ...]:
    """What was said to some of the questions, in the order they are named."""
    asked = {said.question.link_id: said for said in record.said()}
    return tuple(line_of(asked[one]) for one in link_ids if one in asked and asked[one].answer)


def _told_reason(reason: Reason) -> ToldReason:
    return ToldReason(reason.rule, tuple(map(line_of, reason.said)), reason.sources)


def _told_parts(record: Record, *, under_way: bool) -> Iterator[ToldPart]:
    """While the form is under way, only what has been answered."""
    telling = {said.question.link_id for reason in record.reasons for said in reason.said}
    for part in record.parts:
        told = tuple(said for said in part.said if said.answer or not under_way)
        if told:
            count = sum(said.question.link_id in telling for said in told)
            yield ToldPart(part.page.title, tuple(map(line_of, told)), count)


def _events(visit: Visit, response: Response | None) -> Iterator[Event]:
    by = _("by %(name)s")
    yield Event(visit.started_at, " ".join([_("Visit started"), by % {"name": visit.starter}]))
    checker, checked = visit.identity_checked_by, visit.identity_checked_at
    if checker and checked and checked > visit.started_at:
        words = " ".join([_("Identity checked"), by % {"name": checker.display_name}])
        yield Event(checked, words)
    yield from _alarms(visit)
    if visit.help_asked_at:
        yield Event(visit.help_asked_at, _("Patient asked for help"))
    if response is None and visit.saved_at:
        yield Event(visit.saved_at, _("Last answer saved"))
    if response:
        sent = _("Handed in unfinished") if response.incomplete else _("Sent")
        sender = response.submitted_by
        name = sender.display_name if sender else _("the patient")
        yield Event(response.submitted_at, " ".join([sent, by % {"name": name}]))
    if signed := sign_off_of(visit):
        name = signed.signed_by.display_name
        yield Event(signed.signed_at, " ".join([_("Signed off"), by % {"name": name}]))


def _alarms(visit: Visit) -> Iterator[Event]:
    """What made the visit an emergency, and who took note of it."""
    if visit.emergency_said_at:
        yield Event(visit.emergency_said_at, _("Emergency answer given"), is_grave=True)
    for act in raised_to_emergency(visit):
        words = _("Raised to emergency by %(name)s") % {"name": act.acted_by.display_name}
        yield Event(act.acted_at, words, is_grave=True)
    if taken := acknowledgement_of(visit):
        words = _("Acknowledged by %(name)s") % {"name": taken.acknowledged_by.display_name}
        yield Event(taken.acknowledged_at, words)
