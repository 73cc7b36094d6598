"""The form of content that is not published, as patients would get it: a visit that is kept nowhere.

The visit, its patient, its response and, for a working copy, its release are records that are never
saved. What they hold between two pages lies in the web session of the member of staff.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from triage.content.freeze import freeze
from triage.content.models import Questionnaire, Release
from triage.engine import VERSION, codec
from triage.engine.assess import assess, findings
from triage.engine.faults import faults_in
from triage.engine.paging import report
from triage.engine.ruleset import UnsoundDefinitionError
from triage.engine.terms import Answer, Tier
from triage.intake.models import Patient, Response, Visit

KEY = "preview"
CODE = "------"
BORN = timedelta(days=40 * 366)


def begin(session: SessionBase, *, release: int | None = None, copy: int | None = None) -> None:
    """Start a preview of a release, or of the working copy of a questionnaire, from the beginning."""
    session[KEY] = {"release": release, "copy": copy, "answers": {}, "reached": []}


def leave(session: SessionBase) -> dict[str, Any]:
    """Forget the preview, and return what it was of."""
    kept: dict[str, Any] = session.pop(KEY, {})
    return kept


def draft_of(questionnaire: Questionnaire) -> Release:
    """Return the working copy as a release that is not saved; UnsoundDefinitionError when it cannot be asked."""
    definition = freeze(questionnaire)
    if faults := faults_in(definition):
        raise UnsoundDefinitionError(faults)
    document = codec.encode(definition)
    return Release(
        questionnaire=questionnaire,
        number=0,
        definition=document,
        sha256=codec.digest(document),
    )


def visit_in(session: SessionBase) -> Visit | None:
    """Return the visit that is being previewed, unsaved; None when none is, or what it was of is gone."""
    kept = session.get(KEY)
    if kept is None:
        return None
    if kept["copy"]:
        questionnaire = Questionnaire.objects.filter(pk=kept["copy"]).first()
        release = draft_of(questionnaire) if questionnaire else None
    else:
        release = Release.objects.defer("definition").filter(pk=kept["release"]).first()
    return _visit(release, kept) if release else None


def _visit(release: Release, kept: Mapping[str, Any]) -> Visit:
    now = timezone.now()
    born: date = timezone.localdate() - BORN
    asked = release.ruleset().definition.age_question
    visit = Visit(
        patient=Patient(name="Preview", birth_date=born),
        release=release,
        code=CODE,
        started_at=now,
        answers={asked: born.isoformat(), **kept["answers"]},
        reached=kept["reached"],
        emergency_at=now if kept.get("emergency") else None,
        help_asked_at=now if kept.get("help") else None,
        submitted_at=now if kept.get("sent") else None,
    )
    visit.findings = [finding.rule for finding in findings(visit.ruleset, visit.reported())]
    return visit


def keep_answers(
    session: SessionBase, visit: Visit, page: str, said: Mapping[str, Answer | None], *, left: bool
) -> Visit:
    """Keep what was said on a page until the preview ends; return the visit as it is then."""
    told = {
        name: answer for name, answer in (visit.told | dict(said)).items() if answer is not None
    }
    reached = [*visit.reached, page] if left and page not in visit.reached else visit.reached
    now = _visit(
        visit.release,
        {**session[KEY], "answers": codec.encode_answers(told), "reached": reached},
    )
    note(
        session,
        answers=now.answers,
        reached=reached,
        emergency=visit.emergency_at is not None or bool(emergencies(now)),
    )
    return now


def note(session: SessionBase, **facts: Any) -> None:
    """Keep facts about the preview until it ends."""
    session[KEY] = {**session[KEY], **facts}


def emergencies(visit: Visit) -> set[str]:
    """Return the emergency rules that fire."""
    return {rule for rule in visit.findings if visit.ruleset.rule(rule).tier is Tier.EMERGENCY}


def response_of(visit: Visit) -> Response:
    """Return what the patient would have sent, unsaved."""
    reported = report(visit.ruleset, visit.told, age=visit.age)
    assessment = assess(visit.ruleset, reported)
    return Response(
        visit=visit,
        release=visit.release,
        answers=codec.encode_answers(reported.answers),
        assessment=codec.encode(assessment),
        urgency=assessment.tier,
        age=reported.age,
        engine_version=VERSION,
        submitted_at=timezone.now(),
    )
