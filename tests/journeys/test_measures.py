"""What axe cannot see, measured: places that stay, a scale in one row, a body to tap on, words that are heard."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.builders import the_definition
from tests.journeys.looks import SIZES, a_visit_asked_everything
from triage.engine.terms import QuestionKind
from triage.intake.models import Visit

# Where the buttons of the bar stand, told from the edge of the page they are nearest to.
BAR = """() => [...document.querySelectorAll(".bar .btn")].map(one => {
  const box = one.getBoundingClientRect();
  return [one.textContent.trim(), Math.round(box.x), Math.round(box.y), Math.round(box.width), Math.round(box.height)];
})"""
ROWS = """one => {
  const rows = {};
  for (const label of one.querySelectorAll(".pick label")) {
    const top = Math.round(label.getBoundingClientRect().y);
    rows[top] = (rows[top] ?? 0) + 1;
  }
  return Object.keys(rows).map(Number).sort((a, b) => a - b).map(top => rows[top]);
}"""
# A point inside a drawn part, as far from its edges as a grid of points can tell, on the screen.
INSIDE = """path => {
  path.scrollIntoView({block: "center"});
  const box = path.getBBox(), svg = path.ownerSVGElement, ring = [[0, 0], [3, 0], [-3, 0], [0, 3], [0, -3]];
  for (let step = 1; step < 40; step++) for (let y = 0; y < step; y++) for (let x = 0; x < step; x++) {
    const at = [box.x + box.width * (x + .5) / step, box.y + box.height * (y + .5) / step];
    const inside = ring.every(([dx, dy]) => {
      const point = Object.assign(svg.createSVGPoint(), {x: at[0] + dx, y: at[1] + dy});
      return path.isPointInFill(point);
    });
    if (!inside) continue;
    const on = new DOMPoint(...at).matrixTransform(path.getScreenCTM());
    return [on.x, on.y];
  }
  return null;
}"""

At = Callable[[str], None]
Hold = Callable[[Visit], Visit]


@pytest.fixture
def everywhere(page: Page, at: At, hold: Hold, form: object) -> Callable[[Any], list[Any]]:
    """Return how to ask the same of every page of questions, at one width after the other."""

    def asked(script: Callable[[int], Any]) -> list[Any]:
        hold(a_visit_asked_everything())
        found = []
        for part in the_definition().pages:
            at(f"/form/part/{part.key}/")
            for width in SIZES.values():
                page.set_viewport_size({"width": width, "height": 1180})
                found.append((part.key, width, script(width)))
        return found

    return asked


@pytest.mark.long
@pytest.mark.hazard("H20")
def test_stop_and_help_stand_in_the_same_place_on_every_page_of_questions(
    page: Page, everywhere: Callable[[Any], list[Any]]
) -> None:
    found = everywhere(lambda _width: page.evaluate(BAR))

    for width in SIZES.values():
        places = {str(bar) for _, at_width, bar in found if at_width == width}
        assert len(places) == 1, (width, places)
    assert [one[0] for one in found[0][2]] == ["Back", "Stop", "I need help"]
    assert len(found) == 3 * len(the_definition().pages)


@pytest.mark.hazard("H20")
def test_a_scale_is_one_row_on_a_tablet_and_three_on_a_phone(
    page: Page, at: At, hold: Hold, form: object
) -> None:
    hold(a_visit_asked_everything())
    scales = [
        (part.key, question.link_id)
        for part in the_definition().pages
        for question in part.questions
        if question.kind is QuestionKind.SCALE
    ]
    seen = 0
    for key in dict.fromkeys(key for key, _ in scales):
        at(f"/form/part/{key}/")
        for width, rows in ((390, [4, 4, 3]), (820, [11]), (1280, [11])):
            page.set_viewport_size({"width": width, "height": 1180})
            for scale in page.locator(".scale:visible").all():
                assert scale.evaluate(ROWS) == rows, (key, width)
                seen += 1
    assert seen >= 3


@pytest.mark.long
@pytest.mark.hazard("H20")
@pytest.mark.parametrize("width", [390, pytest.param(820, marks=pytest.mark.long)])
def test_a_finger_on_any_part_of_the_body_ticks_it_and_ticks_it_off(
    page: Page, at: At, hold: Hold, form: object, width: int
) -> None:
    hold(a_visit_asked_everything())
    page.set_viewport_size({"width": width, "height": 1180})
    at("/form/part/where/")
    parts = page.locator(".region path")
    boxes = page.locator("input[name=pain_areas]")
    for box in boxes.locator("visible=true").all():
        box.set_checked(False, force=True)
    tapped = set()
    for path in parts.all():
        code = str(path.locator("xpath=ancestor::label").get_attribute("data-code"))
        for ticked in (True, False):
            place = path.evaluate(INSIDE)
            assert place is not None, code
            page.mouse.click(*place)
            here = page.locator(f"input[name=pain_areas][value='{code}']")
            assert here.is_checked() is ticked, (code, place)
            assert page.locator("input[name=pain_areas]:checked").count() == ticked, code
        tapped.add(code)
    assert len(tapped) == len(
        {one.get_attribute("data-code") for one in page.locator(".region").all()}
    )


@pytest.mark.hazard("H20")
def test_what_a_page_says_by_itself_is_said_where_it_is_heard(
    page: Page, at: At, hold: Hold, form: object
) -> None:
    """A live region has to be there, and empty, before it says something."""
    hold(a_visit_asked_everything())
    checked = 0
    for part in the_definition().pages:
        at(f"/form/part/{part.key}/")
        waits = page.locator("[data-wait]")
        assert (waits.get_attribute("role"), waits.inner_text()) == ("status", "")
        for said in page.locator("[data-said]").all():
            assert (said.get_attribute("role"), said.inner_text()) == ("status", "")
            rows = said.locator("xpath=ancestor::*[contains(@class, 'control')][1]")
            alone = rows.locator("input[data-alone]").first
            other = rows.locator("input[type=checkbox]:not([data-alone])").first
            if not (alone.is_enabled() and other.is_enabled()):
                continue
            other.check(force=True)
            alone.check(force=True)
            assert not other.is_checked()
            assert said.inner_text().startswith("You can have one or the other."), part.key
            checked += 1
    assert checked >= 5
