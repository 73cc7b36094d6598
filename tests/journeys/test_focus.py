"""The way of the focus: in the order in which a page is read, and never under something else."""

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.builders import the_definition
from tests.journeys.looks import a_visit_asked_everything, holding

# Where the focus is, as one sees it: the row that is marked, and whether something covers it.
WHERE = """() => {
  const on = document.activeElement;
  if (on === document.body) return null;
  const seen = [...(on.labels ?? [])].find(one => one.closest(".pick")) ?? on;
  const box = seen.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height / 2, 20)];
  const top = document.elementFromPoint(x, y);
  return {
    name: on.outerHTML.slice(0, 90), x: box.x + scrollX, y: Math.round(box.y + scrollY), height: box.height,
    bar: !!on.closest(".bar, .skip"), body: on.name === "pain_areas",
    covered: !(seen.contains(top) || top?.contains(seen) || on.contains(top)),
    outside: box.bottom < 1 || box.top > innerHeight - 1,
    ring: getComputedStyle(seen).outlineStyle !== "none" || getComputedStyle(on).outlineStyle !== "none",
  };
}"""


def stops(page: Page) -> list[dict[str, Any]]:
    """Press Tab until the page is through."""
    found: list[dict[str, Any]] = []
    for _ in range(150):
        page.keyboard.press("Tab")
        where = page.evaluate(WHERE)
        if where is None or (
            found and where["name"] == found[0]["name"] and where["y"] == found[0]["y"]
        ):
            return found
        found.append(where)
    raise AssertionError("The focus never comes round.")


@pytest.mark.hazard("H20")
@pytest.mark.usefixtures("form")
@pytest.mark.parametrize(
    "size",
    [
        (820, 1180),
        pytest.param((390, 700), marks=pytest.mark.long),
        pytest.param((1280, 600), marks=pytest.mark.long),
    ],
)
def test_the_focus_goes_down_the_page_and_is_always_seen(
    page: Page, live_server: LiveServer, size: tuple[int, int]
) -> None:
    holding(page, a_visit_asked_everything())
    page.set_viewport_size({"width": size[0], "height": size[1]})
    wrong = []
    for part in the_definition().pages:
        page.goto(f"{live_server.url}/form/part/{part.key}/")
        found = stops(page)
        assert len(found) > 5, part.key
        for one in found:
            faults = [fault for fault in ("covered", "outside") if one[fault]]
            wrong += [f"{part.key}: {fault}: {one['name']}" for fault in faults]
            wrong += [] if one["ring"] else [f"{part.key}: no ring: {one['name']}"]
        inside = [one for one in found if not one["bar"]]
        for before, after in pairwise(inside):
            same_row = abs(before["y"] - after["y"]) < 5
            if after["y"] < before["y"] - 5 or (same_row and after["x"] < before["x"]):
                wrong.append(f"{part.key}: goes back: {before['name']} -> {after['name']}")
    assert wrong == []
