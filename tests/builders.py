"""The past of a test, built the way the product builds it: through actions."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from triage.accounts.models import User
from triage.audit.models import Actor
from triage.content.actions import load_definition, publish, submit_for_review
from triage.content.models import Release
from triage.engine import codec
from triage.engine.ruleset import Ruleset, prepare
from triage.engine.terms import Answer, Definition, Vignette
from triage.intake.actions import hand_over, save_answers, start_visit, submit
from triage.intake.models import Response, Visit

PACK = Path(__file__).parent.parent / "triage" / "content" / "packs" / "back_and_neck.json"
VISIT_DAY = date(2026, 6, 12)


@cache
def the_definition() -> Definition:
    """Return the content that ships."""
    return codec.decode(json.loads(PACK.read_text(encoding="utf-8")))


@cache
def the_ruleset() -> Ruleset:
    """Return the content that ships, ready to be asked."""
    return prepare(the_definition())


def the_vignette(vignette_id: str) -> Vignette:
    """Return a test patient of the content that ships."""
    return next(one for one in the_definition().vignettes if one.id == vignette_id)


def a_user(username: str = "somebody") -> User:
    """Return a person without a role."""
    return User.objects.get_or_create(username=username)[0]


def a_release_in_review(definition: Definition | None = None) -> Release:
    """Return a release that waits for a second person."""
    author = a_user("the-author")
    questionnaire = load_definition(definition or the_definition(), by=author)
    return submit_for_review(
        questionnaire, change_note="A first edition.", as_shipped=True, by=author
    )


def a_published_release(definition: Definition | None = None) -> Release:
    """Return the published release; the one that is there, unless a definition is given."""
    if definition is None and (live := Release.objects.published().first()):
        return live
    return publish(a_release_in_review(definition), as_shipped=True, by=a_user("the-approver"))


def a_visit(
    *,
    name: str = "Ada Marlow",
    birth_date: date = date(1992, 3, 12),
    identifier: str = "",
    by: User | None = None,
) -> tuple[Visit, str]:
    """Return a visit that has just been started, with the patient's token."""
    a_published_release()
    person = by or a_user("the-desk")
    visit = start_visit(name=name, birth_date=birth_date, identifier=identifier, by=person)
    return visit, hand_over(visit, by=person)


def born(age: int) -> date:
    """Return a birth date that makes a patient so old today."""
    today = date.today()  # noqa: DTZ011 (a birthday needs no zone)
    return date(today.year - age, 1, 1)


def a_filled_in_visit(
    vignette_id: str = "V01",
    changes: Mapping[str, Answer] | None = None,
    *,
    name: str = "Ada Marlow",
) -> Visit:
    """Return a visit with every page answered as in a vignette, not yet sent."""
    vignette = the_vignette(vignette_id)
    said = {**vignette.answers, **(changes or {})}
    visit, _ = a_visit(name=name, birth_date=born(vignette.age))
    for page in visit.ruleset.definition.pages:
        answers = {
            question.link_id: said[question.link_id]
            for question in page.questions
            if question.link_id in said
        }
        visit = save_answers(visit, page.key, answers, by=Actor.PATIENT)
    return visit


def a_response(
    vignette_id: str = "V01",
    changes: Mapping[str, Answer] | None = None,
    *,
    name: str = "Ada Marlow",
) -> Response:
    """Return what a patient sent who answered as in a vignette."""
    visit = a_filled_in_visit(vignette_id, changes, name=name)
    return submit(visit, by=Actor.PATIENT)
