"""Responses nobody would think of: what the form lets through, and what it would never.

A response is built as it is frozen, so that text can be longer than the form allows: paper must
bear whatever a record holds. The visit and its release are real.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.builders import the_definition
from triage.accounts.models import User
from triage.accounts.roles import Role
from triage.engine import codec
from triage.engine.assess import assess
from triage.engine.paging import report
from triage.engine.terms import Answer, OptionKind, Question, QuestionKind
from triage.intake.models import Patient, Response, Visit
from triage.worklist.models import Acknowledgement, Act, Decision, Kind, SignOff

HEBREW, ARABIC = "הכאב בגב התחיל אתמול", "بدأ الألم في ظهري أمس عندما كنت أحمل"
TEXTS = (
    "It began on the stairs.\n\nI am afraid & cannot <b>sleep</b>.",
    "x" * 10_000,
    "Donaudampfschifffahrts" * 500,
    f"{HEBREW}. Then English. {ARABIC} (2 days)!",
    f"\u202e{HEBREW} {ARABIC} " * 60,
    "🙁 hurts 👨‍👩‍👧 a lot ☹️ 🏳️‍🌈 ✅ ← ½ ≥ 8/10",
    "🔥" * 3_000,
    "ich\u00adkann\u00adnicht a\u0301 \u1eb9\u0301 Ωμέγα Ольга Nguyễn Thị 中文字 ไทย \u200f\u200b",
    "a\n" * 1_000,
    '{{ settings }} {% load x %} </p><table><tr><td> "quoted" \\ %s %(x)s --- … ﬁ',
    "- \u2010 \u2011 - " * 40,
    "a \t b" * 500,
    "word " * 400,
)
NAMES = (
    "Ada Marlow",
    "O",
    "Marguerite " + "Vandenbrouck-" * 8,
    "M" * 120,
    "W W " * 30,
    "עדה לב",
    "محمد بن عبد الله",
    "王小明 🙂",
    "Nguyễn Thị Ánh",
    '<b>Ada</b> & "Co"',
    "\u202eMarlow Ada",
    "🙂" * 120,
)
IDENTIFIERS = ("", "12345", "W" * 40, "א" * 40, "A-1 <b>/\\&", "🙂" * 40)


def everything_ticked() -> dict[str, Any]:
    """Return the answers of somebody who has everything there is, and writes as much as fits."""
    answers: dict[str, Any] = {}
    for question in the_definition().questions():
        told = [one.code for one in question.options if one.kind is OptionKind.REPORTED]
        match question.kind:
            case QuestionKind.MULTI:
                exclusive = {one.code for one in question.options if one.exclusive}
                answers[question.link_id] = tuple(one for one in told if one not in exclusive)
            case QuestionKind.SINGLE:
                answers[question.link_id] = told[-1]
            case QuestionKind.SCALE:
                answers[question.link_id] = 10
            case QuestionKind.TEXT:
                answers[question.link_id] = "Everything hurts. " * 55
            case QuestionKind.DATE:
                pass
    return answers


def a_made_up_response(visit: Visit, number: int) -> Response:
    """Return the response of that number: always the same one, of somebody new."""
    chance = Random(number)  # noqa: S311 (no secret)
    ruleset, told = visit.ruleset, dict[str, Answer]()
    fullness = chance.choice((0.0, 0.3, 0.9, 0.9, 0.9, 1.0))
    greed = chance.choice((0.15, 0.15, 0.5, 1.0))
    for question in ruleset.definition.questions():
        if chance.random() < fullness:
            told[question.link_id] = _an_answer(question, chance, greed)
    age = chance.choice((-1, 0, 7, 17, 34, 34, 64, 70, 119))
    incomplete = fullness < 1
    reported = report(ruleset, told, age=age, incomplete=incomplete)
    assessment = assess(ruleset, reported)
    submitted_at = visit.started_at + timedelta(minutes=number)
    return Response(
        pk=number,
        visit=_somebodys(visit, chance),
        release=visit.release,
        answers=codec.encode_answers(reported.answers),
        assessment=codec.encode(assessment),
        urgency=assessment.tier,
        age=age,
        incomplete=incomplete,
        engine_version="1",
        submitted_at=submitted_at,
    )


def _somebodys(visit: Visit, chance: Random) -> Visit:
    """Return the visit as if somebody else had come."""
    other = Visit.objects.select_related("release").get(pk=visit.pk)
    other.patient = Patient(
        pk=visit.patient_id,
        name=chance.choice(NAMES),
        birth_date=date(1900, 1, 1) + timedelta(days=chance.randrange(45_000)),
        identifier=chance.choice(IDENTIFIERS),
    )
    other.emergency_said_at = chance.choice((None, other.started_at))
    _let_staff_act(other, chance)
    return other


def _let_staff_act(visit: Visit, chance: Random) -> None:
    """Let somebody do all there is to do with every second visit: nothing of it is in the database."""
    by = User(username="somebody", shown_name=chance.choice(NAMES)[:80])
    vars(by)["roles"] = frozenset({Role.CLINICIAN})
    acts = list(_acts(visit, by, chance)) if chance.random() < 0.5 else []
    vars(visit)["_prefetched_objects_cache"] = {"acts": acts}
    if acts:
        moment: dict[str, Any] = {"visit": visit, "acknowledged_at": visit.started_at}
        Acknowledgement(**moment, acknowledged_by=by)
    if acts and chance.random() < 0.7:
        note = chance.choice((*TEXTS, "a\n" * 1_000))
        SignOff(
            visit=visit,
            decision=chance.choice(Decision.values),
            note=note,
            signed_at=visit.started_at,
            signed_by=by,
        )


def _acts(visit: Visit, by: User, chance: Random) -> Iterator[Act]:
    """Yield an override and four more of the acts that paper tells."""
    kinds = (Kind.OVERRIDE, Kind.EXAMINATION, Kind.OUTCOME, Kind.CORRECTION, Kind.AMENDMENT)
    for number, kind in enumerate(kinds, start=1):
        yield Act(
            visit=visit,
            number=number,
            kind=kind,
            words=chance.choice(TEXTS),
            acted_at=visit.started_at,
            acted_by=by,
        )


def _an_answer(question: Question, chance: Random, greed: float) -> Answer:
    match question.kind:
        case QuestionKind.SINGLE:
            return chance.choice(question.options).code
        case QuestionKind.MULTI:
            return _ticks(question, chance, greed)
        case QuestionKind.SCALE:
            return chance.randrange(11)
        case QuestionKind.DATE:
            return (date(1905, 1, 1) + timedelta(days=chance.randrange(40_000))).isoformat()
        case QuestionKind.TEXT:
            return chance.choice(TEXTS)


def _ticks(question: Question, chance: Random, greed: float) -> tuple[str, ...]:
    """Tick one option that stands alone, or any of the others; with full greed all of them."""
    alone = [option.code for option in question.options if option.exclusive]
    others = [option.code for option in question.options if not option.exclusive]
    if alone and chance.random() > max(greed, 0.4):
        return (chance.choice(alone),)
    return tuple(code for code in others if chance.random() <= greed) or (others[0],)
