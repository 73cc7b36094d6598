"""The last visits of the same patient, and what is new, better or worse since then."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, TextChoices
from django.utils.translation import gettext_lazy as _

from triage.engine.terms import Answer, QuestionKind
from triage.intake.models import Response, Visit
from triage.intake.record import AnswerState, Said, said_to
from triage.worklist.board import note_unreadable

MOST_VISITS = 3
COMPARED = (QuestionKind.SINGLE, QuestionKind.MULTI, QuestionKind.SCALE)
OPEN = (AnswerState.UNSURE, AnswerState.UNANSWERED, AnswerState.LEFT_EMPTY)


class Sign(TextChoices):
    """What became of an answer since the visit before, most telling first."""

    NEW = "new", _("New")
    WORSE = "worse", _("Worse")
    CHANGED = "changed", _("Changed")
    OPEN = "open", _("Now open")
    GONE = "gone", _("No longer")
    BETTER = "better", _("Better")


@dataclass(frozen=True, slots=True)
class Difference:
    """One question that was answered in another way than at the visit before."""

    sign: Sign
    name: str
    then: str
    now: str
    is_red_flag: bool


@dataclass(frozen=True, slots=True)
class _Told:
    """An answer in words and as the engine takes it."""

    said: Said
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is known of the patient from before; `differences` are against the first of `responses`."""

    responses: tuple[Response, ...]
    differences: tuple[Difference, ...] = ()
    is_broken: bool = False

    @property
    def last(self) -> Response:
        """What was sent at the visit before."""
        return self.responses[0]


def earlier_of(visit: Visit, response: Response | None) -> Earlier | None:
    """Return the last sent visits of the patient, in one query; None when there are none.

    What is wrong with an earlier record hides nothing of this one.
    """
    try:
        before = tuple(_sent_before(visit))
        if not before:
            return None
        differences = differences_between(before[0], response) if response else ()
        return Earlier(before, tuple(differences))
    except Exception as error:  # noqa: BLE001 (an earlier record may be broken in any way)
        note_unreadable(visit.code, error)
        return Earlier((), is_broken=True)


def differences_between(before: Response, after: Response) -> list[Difference]:
    """Return what was answered in another way, most telling first."""
    then, now = _asked(before), _asked(after)
    signs = {one: _sign(then.get(one), now[one]) for one in now}
    order = list(Sign)
    differences = [
        Difference(
            sign=sign,
            name=now[one].said.question.name,
            then=then[one].said.answer if one in then else "",
            now=now[one].said.answer,
            is_red_flag=now[one].said.question.red_flag,
        )
        for one, sign in signs.items()
        if sign
    ]
    return sorted(differences, key=lambda one: (order.index(one.sign), not one.is_red_flag))


def _sent_before(visit: Visit) -> list[Response]:
    newer = Response.objects.filter(visit=OuterRef("visit"), number__gt=OuterRef("number"))
    last_of_each = Response.objects.filter(
        ~Exists(newer), visit__patient=visit.patient_id, visit__lt=visit.pk
    )
    whole = last_of_each.select_related("visit__sign_off__signed_by", "release")
    found = whole.defer("release__definition", "visit__answers").order_by("-visit")[:MOST_VISITS]
    return list(found)


def _asked(response: Response) -> dict[str, _Told]:
    ruleset, told = response.release.ruleset(), response.told
    questions = (ruleset.question(link_id) for link_id in response.assessed().asked)
    return {
        one.link_id: _Told(said_to(one, told.get(one.link_id)), told.get(one.link_id))
        for one in questions
        if one.kind in COMPARED
    }


def _sign(before: _Told | None, after: _Told) -> Sign | None:
    """What became of an answer; None when it is the same. What was left open is never a no."""
    is_now = after.said.state is AnswerState.REPORTED
    if before is None:
        return Sign.NEW if is_now else None
    if before.answer == after.answer:
        return None
    if after.said.state in OPEN:
        return Sign.OPEN
    was = before.said.state is AnswerState.REPORTED
    if was and is_now:
        return _moved(before.answer, after.answer)
    return Sign.NEW if is_now else Sign.GONE if was else Sign.CHANGED


def _moved(before: Answer | None, after: Answer | None) -> Sign:
    """What became of something that is reported both times."""
    if isinstance(before, int) and isinstance(after, int):
        # A scale asks how bad something is.
        return Sign.WORSE if after > before else Sign.BETTER
    if isinstance(before, tuple) and isinstance(after, tuple):
        return Sign.NEW if set(after) - set(before) else Sign.GONE
    return Sign.CHANGED
