"""What a script opens on a page is what the engine asks, whatever is ticked."""

from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.builders import a_user, a_visit, born
from tests.intake.test_walks import some_answer
from tests.journeys.hands import give
from triage.engine.paging import report, shown_on
from triage.engine.terms import Answer
from triage.engine.terms import Page as Part
from triage.intake.actions import hand_over, save_answers
from triage.intake.models import Visit

# Ticks each set of answers, hidden ones too as if they were stale, and says what is then shown.
TICK = """sets => sets.map(said => {
  for (const box of document.querySelectorAll("#page [type=radio], #page [type=checkbox]"))
    box.checked = (said[box.name] ?? []).includes(box.value);
  for (const part of ["day", "month", "year"]) {
    const box = document.querySelector(`#page [name=birth_date_${part}]`);
    if (box) box.value = said[`birth_date_${part}`];
  }
  document.dispatchEvent(new Event("input"));
  return [...document.querySelectorAll("#page [id].control, #page fieldset[id], #page textarea")]
    .filter(one => one.checkVisibility() && !one.matches(":disabled") && /^id_[a-z_]+$/.test(one.id))
    .map(one => one.id.slice(3));
})"""
SETS = 40


def a_set(part: Part, chance: Random) -> dict[str, Answer]:
    """Return answers to some questions of a page, asked or not."""
    return {
        one.link_id: some_answer(one, chance, well=0.3)
        for one in part.questions
        if chance.random() < 0.85 or one.link_id == "birth_date"
    }


def as_ticked(said: dict[str, Answer]) -> dict[str, Any]:
    """Return answers as the values of boxes."""
    ticked: dict[str, Any] = {
        name: [str(one) for one in (answer if isinstance(answer, tuple) else (answer,))]
        for name, answer in said.items()
    }
    if "birth_date" in said:
        year, month, day = str(said["birth_date"]).split("-")
        ticked |= {"birth_date_year": year, "birth_date_month": month, "birth_date_day": day}
    return ticked


def by_engine(visit: Visit, part: Part, said: dict[str, Answer]) -> set[str]:
    """Return what the engine asks on a page, with these answers to it and the rest as kept."""
    here = {one.link_id for one in part.questions}
    told = {name: answer for name, answer in visit.told.items() if name not in here} | said
    reported = report(visit.ruleset, told, age=visit.age_by(told), under_way=True)
    return {one.link_id for one in shown_on(part, reported)}


@pytest.mark.hazard("H03")
@pytest.mark.usefixtures("form")
@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 20))]
)
def test_what_is_shown_is_what_the_engine_asks(
    page: Page, live_server: LiveServer, seed: int
) -> None:
    chance = Random(seed)  # noqa: S311 (no secret)
    visit, _ = a_visit(birth_date=born(chance.choice([11, 34, 58, 70])))
    desk = a_user("the-desk")
    for part in visit.ruleset.definition.pages:
        save_answers(visit, part.key, a_set(part, chance), by=desk)
    token = hand_over(visit, by=desk)
    give(page.context, token)
    visit.refresh_from_db()

    opened = 0
    for part in visit.ruleset.definition.pages:
        page.goto(f"{live_server.url}/form/part/{part.key}/")
        if not page.url.endswith(f"/{part.key}/"):
            continue
        sets = [a_set(part, chance) for _ in range(SETS)]
        shown = page.evaluate(TICK, [as_ticked(said) for said in sets])
        # What was only tried is not kept as the page is left.
        page.evaluate("document.dispatchEvent(new Event('backstop:sent'))")
        for said, names in zip(sets, shown, strict=True):
            assert set(names) - {"own_words"} == by_engine(visit, part, said) - {"own_words"}, said
            opened += len(names)
    assert opened > SETS * 20
