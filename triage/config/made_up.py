"""Made-up patients who answer at random, played through the actions."""

from datetime import date, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from triage.accounts.models import User
from triage.audit.models import Actor
from triage.engine.paging import report, unanswered
from triage.engine.ruleset import Ruleset
from triage.engine.terms import Answer, Question, QuestionKind
from triage.intake.actions import hand_over, save_answers, start_visit, submit
from triage.intake.models import Visit
from triage.worklist.actions import acknowledge, open_answers, sign_off
from triage.worklist.models import Decision

# Born so that nobody has a birthday while their visit is moved back by half a year.
BIRTHDAY_AGO = timedelta(days=300)
WORDS = ("It went when I lifted a box.", "Worse at night.", "Since the weekend.", "Please hurry.")


class Players:
    """Patients who answer as the vignettes of a release do, and otherwise at random."""

    def __init__(self, ruleset: Ruleset, *, desk: User, clinician: User, seed: int) -> None:
        self._ruleset = ruleset
        self._random = Random(seed)  # noqa: S311 nothing secret hangs on it
        self._desk, self._clinician = desk, clinician

    @transaction.atomic
    def play(self, number: int, *, closed: bool) -> Visit:
        """Take a made-up patient through the whole clinic, or leave them somewhere on the way."""
        vignette = self._random.choice(self._ruleset.definition.vignettes)
        born = _born(vignette.age)
        visit = start_visit(name=f"Made Up {number:07d}", birth_date=born, by=self._desk)
        hand_over(visit, by=self._desk)
        told = self._otherwise({**vignette.answers, "birth_date": born.isoformat()})
        told = self._completed(told, visit.age)
        pages = self._ruleset.definition.pages
        left_at = len(pages) if closed else self._random.choice((1, 3, 6, *[len(pages)] * 6))
        for page in pages[:left_at]:
            said: dict[str, Answer | None] = {
                q.link_id: told[q.link_id] for q in page.questions if q.link_id in told
            }
            visit = save_answers(visit, page.key, said, by=Actor.PATIENT)
        if left_at == len(pages):
            submit(visit, by=Actor.PATIENT)
        self._attend(visit, closed=closed)
        return visit

    def _attend(self, visit: Visit, *, closed: bool) -> None:
        visit.refresh_from_db()
        if visit.emergency_at is not None:
            acknowledge(visit, by=self._clinician)
        if closed:
            open_answers(visit, by=self._clinician)
            decision = self._random.choice([one for one in Decision if one is not Decision.OTHER])
            sign_off(visit, decision=decision, note="Made up.", seen=0, by=self._clinician)

    def _otherwise(self, told: dict[str, Answer]) -> dict[str, Answer]:
        """Answer up to three questions in another way."""
        asked = [q for q in self._ruleset.questions.values() if q.link_id in told]
        some = self._random.sample(asked, min(len(asked), self._random.randint(0, 3)))
        return told | {q.link_id: self._answer(q) for q in some if q.kind is not QuestionKind.DATE}

    def _completed(self, told: dict[str, Answer], age: int) -> dict[str, Answer]:
        """Answer whatever the other answers have opened, until nothing is missing."""
        while missing := unanswered(self._ruleset, report(self._ruleset, told, age=age)):
            told = told | {name: self._answer(self._ruleset.question(name)) for name in missing}
        return told

    def _answer(self, question: Question) -> Answer:
        match question.kind:
            case QuestionKind.SCALE:
                return self._random.randint(0, 10)
            case QuestionKind.SINGLE:
                return self._random.choice(question.options).code
            case QuestionKind.MULTI:
                return self._several(question)
            case QuestionKind.DATE:
                return _born(40).isoformat()
            case QuestionKind.TEXT:
                return self._random.choice(WORDS)

    def _several(self, question: Question) -> tuple[str, ...]:
        first = self._random.choice(question.options)
        if first.exclusive:
            return (first.code,)
        more = self._random.choice([o for o in question.options if not o.exclusive])
        chosen = {first.code, more.code}
        return tuple(o.code for o in question.options if o.code in chosen)


def _born(age: int) -> date:
    birthday = timezone.localdate() - BIRTHDAY_AGO
    return birthday.replace(year=birthday.year - age, day=min(birthday.day, 28))
