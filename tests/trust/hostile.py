"""Content, people and visits of which every text is hostile."""

from dataclasses import dataclass, replace

from tests.builders import born, the_definition, the_vignette
from triage.accounts.actions import add_staff
from triage.accounts.models import User
from triage.accounts.roles import Role
from triage.audit.models import Actor
from triage.engine.terms import Definition, Option, OptionKind, Page, Question, QuestionKind
from triage.intake.actions import (
    check_identity,
    pair,
    put_on_paper,
    save_answers,
    start_at_kiosk,
    start_visit,
    submit,
)
from triage.intake.models import Visit
from triage.worklist.actions import open_answers

PAGE = "hostile"
EVERYWHERE = ("A06", "A30")
"""The articles that every patient and every clinician is shown."""


def plain(text: str) -> str:
    """Return the letters and digits of a text: what no page, paper or file may swallow or change."""
    return "".join(one for one in text if one.isascii() and one.isalnum())


def hostile_content(payloads: list[str]) -> Definition:
    """Return content with a question, its options and a point of an article for each payload."""
    shipped = the_definition()
    asked = Page(PAGE, payloads[0][:60], tuple(map(_question, range(len(payloads)), payloads)))
    rules = tuple(
        replace(rule, evidence=f"{rule.evidence} {' '.join(payloads)}") if place < 3 else rule
        for place, rule in enumerate(shipped.rules)
    )
    guidance = tuple(
        replace(one, points=(*one.points, *payloads)) if one.code in EVERYWHERE else one
        for one in shipped.guidance
    )
    pages = (*shipped.pages[:-1], asked, shipped.pages[-1])
    return replace(shipped, pages=pages, rules=rules, guidance=guidance)


def _question(number: int, hostile: str) -> Question:
    return Question(
        link_id=f"hostile_{number}",
        kind=QuestionKind.SINGLE,
        name=hostile[:60],
        text=hostile,
        help=hostile,
        why=hostile,
        required=False,
        options=(
            Option("yes", hostile),
            Option("no", hostile, kind=OptionKind.DENIED),
            Option("unsure", hostile, kind=OptionKind.UNSURE),
        ),
    )


def staff(hostile: str, number: int = 0) -> User:
    """Return somebody with every role whose very name is hostile."""
    return add_staff(f"all-{number}", shown_name=hostile[:80], roles=list(Role), by=None)


def fill_in(visit: Visit, hostile: str) -> Visit:
    """Answer everything that is asked, in hostile words where words are asked for."""
    told = {**the_vignette("V02").answers, "own_words": hostile}
    for one in visit.ruleset.definition.pages:
        asked = [question.link_id for question in one.questions]
        said = {link_id: told[link_id] for link_id in asked if link_id in told}
        if one.key == PAGE:
            said = dict.fromkeys(asked, "unsure")
        visit = save_answers(visit, one.key, said, by=Actor.PATIENT)
    return visit


def a_hostile_visit(hostile: str, number: int, by: User) -> Visit:
    """Return a visit that was sent and opened, of which every text is hostile."""
    visit = start_visit(
        name=hostile[:120], birth_date=born(44), identifier=f"{number} {hostile}"[:40], by=by
    )
    visit = fill_in(visit, hostile)
    submit(visit, by=Actor.PATIENT)
    open_answers(visit, by=by)
    return visit


@dataclass(frozen=True, slots=True)
class Story:
    """Somebody who came with one hostile text: a visit of their own device, and one on paper."""

    hostile: str
    person: User
    visit: Visit
    token: str
    on_paper: Visit


def a_story(hostile: str, number: int) -> Story:
    """Let somebody fill in a form at a kiosk, and somebody else one on paper; nothing is sent yet."""
    person = staff(hostile, number)
    device, _ = pair(hostile[:60], by=person)
    visit, token = start_at_kiosk(device, name=hostile[:120], birth_date=born(44), by=Actor.PATIENT)
    paper = start_visit(name=hostile[:120], birth_date=born(44), by=person)
    paper = fill_in(put_on_paper(paper, by=person), hostile)
    return Story(hostile, person, fill_in(visit, hostile), token, paper)


def identified(story: Story, number: int) -> None:
    """Say who it was that came."""
    check_identity(
        story.visit,
        name=story.hostile[:120],
        birth_date=born(44),
        identifier=f"{number} {story.hostile}"[:40],
        by=story.person,
    )
