"""A thousand patients who answer by chance, and change their mind."""

from random import Random
from typing import Any

import pytest

from tests.builders import a_visit, born
from tests.intake.screen import Screen, markup, questions_of, questions_on
from triage.engine.assess import assess, findings, most_urgent
from triage.engine.paging import report, shown_on, unanswered
from triage.engine.terms import Answer, OptionKind, Page, Question, QuestionKind, Tier
from triage.intake.models import Visit

STEPS = 60
# All thousand take ten minutes; the first of them walk every time.
SOME, EACH, ALL = 4, 30, 1_000
WALKS = [
    range(SOME),
    *(
        pytest.param(range(start, start + EACH), marks=pytest.mark.long)
        for start in range(SOME, ALL, EACH)
    ),
]
# How many of them come to an end, for nobody is tried by walks that never send.
ARRIVE = 0.8


def some_answer(question: Question, chance: Random, *, well: float) -> Answer:
    """Return an answer a patient could give; the better one is, the more one denies."""
    denials = [option.code for option in question.options if option.kind is OptionKind.DENIED]
    if denials and chance.random() < well:
        return (denials[0],) if question.kind is QuestionKind.MULTI else denials[0]
    match question.kind:
        case QuestionKind.SINGLE:
            return chance.choice(question.options).code
        case QuestionKind.MULTI:
            return some_ticks(question, chance)
        case QuestionKind.SCALE:
            return chance.randint(0, 10)
        case QuestionKind.DATE:
            return born(chance.randint(10, 95)).isoformat()
        case QuestionKind.TEXT:
            return chance.choice(["It hurts.", "Since Monday.\nAt night."])


def some_ticks(question: Question, chance: Random) -> Answer:
    """Return up to three answers, or one that rules out the others."""
    first = chance.choice(question.options)
    if first.exclusive:
        return (first.code,)
    shared = [option.code for option in question.options if not option.exclusive]
    others = set(chance.sample(shared, k=min(len(shared), chance.randint(0, 2))))
    return tuple(code for code in shared if code in others | {first.code})


def answer_page(screen: Screen, key: str, chance: Random, *, well: float) -> None:
    """Answer what a page asks, now and then with a gap."""
    visit = screen.visit
    page = next(one for one in visit.ruleset.definition.pages if one.key == key)
    asked = shown_on(page, visit.reported())
    assert shown_by(screen, key) == [question.link_id for question in asked]
    skips = chance.random() < 0.15
    said: dict[str, Any] = {
        question.link_id: some_answer(question, chance, well=well)
        for question in asked
        if (question.required or chance.random() < 0.5) and not (skips and chance.random() < 0.3)
    }
    if chance.random() < 0.5:
        said |= opened_by_script(visit, page, said, chance, well=well)
    answer = screen.send(key, chance.choice(["next"] * 8 + ["back"]), **said)
    assert answer.status_code in {200, 302}
    if answer.status_code == 200:
        opened = set(said.get("shown", ()))
        assert answer.context["form"].shown == {question.link_id for question in asked} | opened


def shown_by(screen: Screen, key: str) -> list[str]:
    """Return the questions that stand open on a page, in their order, as its markup says."""
    page = screen.see("page", key, follow=False)
    if page.status_code == 302:
        return []
    boxes = [one for one in markup(page).all("fieldset") if "data-when" in one]
    waiting = [one["value"] for one in markup(page).all("input") if one.get("name") == "shown"]
    closed = {
        name for name, one in zip(waiting, boxes, strict=True) if {"hidden", "disabled"} <= set(one)
    }
    return [name for name in questions_on(page) if name not in closed]


def opened_by_script(
    visit: Visit, page: Page, said: dict[str, Any], chance: Random, *, well: float
) -> dict[str, Any]:
    """Return answers to what these answers open on their own page, as a script would show it."""
    told = visit.told | said
    now = report(visit.ruleset, told, age=visit.age_by(told), under_way=True)
    before = visit.reported().asked
    opened = [one for one in shown_on(page, now) if one.link_id not in before]
    answers = {
        one.link_id: some_answer(one, chance, well=well) for one in opened if chance.random() < 0.8
    }
    return {**answers, "shown": [one.link_id for one in opened]}


def stands_where_it_should(visit: Visit, urgent_before: bool) -> None:
    """Compare the draft with what the engine says of it; an emergency never goes away."""
    # Of whom nothing was saved yet nothing is said, whatever age the desk wrote down.
    found = findings(visit.ruleset, visit.reported()) if visit.saved_at else ()
    assert visit.findings == [one.rule for one in found]
    emergency = urgent_before or most_urgent(found) is Tier.EMERGENCY
    assert visit.tier is (Tier.EMERGENCY if emergency else most_urgent(found))


@pytest.mark.hazard("H03", "H19")
@pytest.mark.parametrize("seeds", WALKS, ids=lambda seeds: f"{seeds[0]} to {seeds[-1]}")
def test_whatever_patients_do_the_form_and_the_engine_agree(seeds):
    arrived = sum(has_arrived(seed) for seed in seeds)
    print(f"{arrived} of {len(seeds)} walks reached a response")  # noqa: T201 (a figure of the long run)
    assert arrived >= ARRIVE * len(seeds)


def has_arrived(seed: int) -> bool:
    """Walk, and return whether it came to a response; a fault tells which walk it was."""
    try:
        return walk(seed)
    except Exception as fault:
        fault.add_note(f"walk {seed}")
        raise


def walk(seed: int) -> bool:
    """Answer, wander and change one's mind, then send; return whether that made a response."""
    chance = Random(seed)  # noqa: S311 (no secret)
    well = chance.choice([0.6, 0.9, 0.97, 1])
    screen = Screen.of(*a_visit(birth_date=born(chance.randint(12, 90))))
    keys = [page.key for page in screen.visit.ruleset.definition.pages]

    for step in range(STEPS):
        before = screen.visit
        where = before.reported()
        missing = set(unanswered(before.ruleset, where))
        left = [key for key in keys if missing & {one.link_id for one in questions_of(before, key)}]
        if not left and step > len(keys):
            break
        wanders = chance.random() < 0.2
        answer_page(
            screen, chance.choice(keys) if wanders or not left else left[0], chance, well=well
        )
        stands_where_it_should(screen.visit, before.emergency_at is not None)

    return send_and_compare(screen)


def send_and_compare(screen: Screen) -> bool:
    """Send; then nothing is missing in what was frozen, and nothing in it is stale.

    Return whether it was frozen.
    """
    visit = screen.visit
    as_sent = report(visit.ruleset, visit.told, age=visit.age)
    missing = unanswered(visit.ruleset, as_sent)
    sent = screen.press("check")

    assert (sent.status_code == 200) == bool(missing)
    if missing:
        assert not visit.responses.exists()
        return False
    response = visit.responses.get()
    assert set(response.told) == {link for link in as_sent.asked if link in visit.told}
    assert response.assessed() == assess(visit.ruleset, as_sent)
    assert response.assessed().unanswered == ()
    assert response.tier is response.assessed().tier
    assert screen.visit.tier is (Tier.EMERGENCY if visit.emergency_at else response.tier)
    return True
