"""Responses nobody would think of: what the form lets through, and what it would never.

A response is built as it is frozen, so that text can be longer than the form allows: paper must
bear whatever a record holds. The visit and its release are real.
"""

from datetime import date, timedelta
from random import Random

from triage.engine import codec
from triage.engine.assess import assess
from triage.engine.paging import report
from triage.engine.terms import Answer, Question, QuestionKind
from triage.intake.models import Patient, Response, Visit

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
    return other


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
