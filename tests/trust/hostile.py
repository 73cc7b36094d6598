"""People and visits of whom every text is hostile."""

from tests.builders import born, the_vignette
from triage.accounts.actions import add_staff
from triage.accounts.models import User
from triage.accounts.roles import Role
from triage.audit.models import Actor
from triage.intake.actions import save_answers, start_visit, submit
from triage.intake.models import Visit
from triage.worklist.actions import open_answers


def staff(hostile: str) -> User:
    """Return somebody with every role whose very name is hostile."""
    return add_staff("all", shown_name=hostile[:80], roles=list(Role), by=None)


def a_hostile_visit(hostile: str, number: int, by: User, *, sent: bool) -> Visit:
    """Start a visit of which every text is hostile; send it, and sign it off, if asked to."""
    visit = start_visit(
        name=hostile[:120], birth_date=born(44), identifier=f"{number} {hostile}"[:40], by=by
    )
    told = {**the_vignette("V02").answers, "own_words": hostile}
    for one in visit.ruleset.definition.pages:
        asked = [question.link_id for question in one.questions]
        said = {link_id: told[link_id] for link_id in asked if link_id in told}
        save_answers(visit, one.key, said, by=Actor.PATIENT)
    if sent:
        submit(visit, by=Actor.PATIENT)
        open_answers(visit, by=by)
    return visit
