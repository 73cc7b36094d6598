"""One look at a page as it stands: what would shut somebody out, or could not be hit or seen."""

from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.builders import a_user, a_visit
from tests.conftest import ON, WCAG
from tests.journeys.hands import give
from tests.ui.markup import Markup
from triage.engine.terms import Answer
from triage.intake.actions import hand_over, save_answers
from triage.intake.models import Visit

# Every page is seen by every eye when there is time, and by one of them each time.
SIZES = {"phone": 390, "tablet": 820, "desktop": 1280}
LOOKS = {
    **{
        f"{name}, {scheme}": (width, scheme, "")
        for (name, width), scheme in product(SIZES.items(), ("light", "dark"))
    },
    **{f"{name}, right to left": (width, "light", "ur") for name, width in SIZES.items()},
}
EVERYTHING_SHOWN: dict[str, dict[str, Answer]] = {
    "where": {"main_area": "whole_back", "pain_areas": ("neck",), "leg_spread": "both_legs"},
    "start": {"duration": "gt_3m", "trigger": ("fall_accident", "posture_desk")},
    "nerve": {"weakness": ("leg_one",)},
    "health": {"risk_history": ("cancer",), "belly_urine": ("belly_pain_new",)},
    "other": {"symptom_list": ("headache",)},
    "coping": {"tried": ("ice",), "function_limit": 9},
}

# What axe leaves to a person to judge, and why we need not: kind of rule -> reason.
JUDGED = {
    # Text on a drawing or a gradient, or hidden behind the focused control: axe cannot see colours
    # there. `control_borders` and the tests of the look measure ours.
    "color-contrast": "measured by the tests of the look",
    # The worklist heads a column of names; each name heads its own row, and so is no data cell.
    "th-has-data-cells": "a column of row headers has none",
}

MEASURE = """([patients]) => {
  const light = text => {
    const [r, g, b] = text.match(/[\\d.]+/g).slice(0, 3).map(part => {
      const share = part / 255;
      return share <= .03928 ? share / 12.92 : ((share + .055) / 1.055) ** 2.4;
    });
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const ground = node => {
    const colour = getComputedStyle(node).backgroundColor;
    return /, 0\\)$/.test(colour) && node.parentElement ? ground(node.parentElement) : colour;
  };
  const contrast = (one, other) => {
    const [a, b] = [light(one), light(other)];
    return (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
  };
  const seen = one => one.checkVisibility({opacityProperty: true, visibilityProperty: true})
    && !one.closest(".vh, [aria-hidden=true]");
  const name = one => one.outerHTML.slice(0, 120);
  const faint = [], small = [], close = [];
  for (const one of document.querySelectorAll(
      "main .pick label, main input:not([type=hidden], .pick input), main select, main textarea, main .btn")) {
    if (!seen(one)) continue;
    const style = getComputedStyle(one), behind = ground(one.parentElement);
    const edges = [style.borderTopColor, style.backgroundColor].filter(c => !/, 0\\)$/.test(c));
    if (!one.matches(".btn--link") && Math.max(...edges.map(c => contrast(c, behind))) < 3)
      faint.push(name(one));
  }
  const least = patients ? 60 : 44, boxes = [];
  for (const one of document.querySelectorAll(patients
      ? ".pick label, .btn, .bar button, .bar a, main .dateparts input, main textarea, main .why summary"
      : ".btn:not(.btn--link), main .pick label, main input:not([type=hidden]), main select, main textarea")) {
    if (!seen(one)) continue;
    const box = one.getBoundingClientRect();
    if (box.height < least - .5) small.push(Math.round(box.height) + " px high: " + name(one));
    // A box for a day is as wide as a day; no finger misses 44 px.
    if (box.width < 43.5) small.push(Math.round(box.width) + " px wide: " + name(one));
    boxes.push([one, box]);
  }
  // The bar stays while the page moves under it, and what lies over the page hides the rest.
  const layer = one => one.closest(".bar") ? "bar" : one.closest("dialog") ? "dialog" : "page";
  boxes.forEach(([one, a], place) => boxes.slice(place + 1).forEach(([other, b]) => {
    if (layer(one) !== layer(other)) return;
    const gap = Math.hypot(Math.max(0, a.left - b.right, b.left - a.right), Math.max(0, a.top - b.bottom, b.top - a.bottom));
    if (gap < 3.5) close.push(gap.toFixed(1) + " px: " + name(one) + " and " + name(other));
  }));
  return {faint, small, close};
}"""


@dataclass
class Eyes:
    """Looks at one page after another and remembers everything that is wrong."""

    page: Page
    complaints: list[str]
    patients: bool
    # The admin is Django's own: it is held to what shuts people out, not to our sizes.
    own: bool = True
    wrong: list[str] = field(default_factory=list)
    looked_at: list[str] = field(default_factory=list)

    def look(self, landmark: str) -> None:
        """Look at the page; `landmark` are words that prove it is the page we mean."""
        self.page.get_by_text(landmark).first.wait_for()
        self.looked_at.append(landmark)
        # First, because axe itself breaks our policy for styles.
        self._note(landmark, "console", self.complaints)
        self._note(landmark, "dangling", Markup.of(self.page.content()).dangling)
        self._note(landmark, "sideways at", self._sideways())
        if self.own:
            measured = self.page.evaluate(MEASURE, [self.patients])
            self._note(landmark, "faint border", measured["faint"])
            self._note(landmark, "small target", measured["small"])
            self._note(landmark, "too close", measured["close"])
            self._note(landmark, "dead link in the summary", self._dead_links())
        self._note(landmark, "axe", self._barriers())
        self.complaints.clear()

    def _note(self, landmark: str, kind: str, found: list[str]) -> None:
        self.wrong += [f"{landmark}: {kind}: {one}" for one in found]

    def _sideways(self) -> list[str]:
        size = self.page.viewport_size or {"width": 820, "height": 1180}
        self.page.set_viewport_size({"width": 320, "height": 640})
        width: int = self.page.evaluate("document.documentElement.scrollWidth")
        self.page.set_viewport_size(size)
        return [] if width <= 320 else [f"320 px: {width} px"]

    def _dead_links(self) -> list[str]:
        """Follow every link of the summary; those that leave the page are followed by the journey."""
        return self.page.evaluate(  # type: ignore[no-any-return]
            """() => [...document.querySelectorAll(".summary a[href^='#']")].filter(link => {
              document.activeElement.blur();
              link.click();
              const on = document.activeElement;
              return !on.matches("input, select, textarea") || `#${on.id}` !== link.hash;
            }).map(link => link.outerHTML)"""
        )

    def _barriers(self) -> list[str]:
        results: dict[str, Any] = (
            Axe().run(self.page, options={"runOnly": WCAG, "rules": {"target-size": ON}}).response
        )
        found = results["violations"] + [
            rule for rule in results["incomplete"] if rule["id"] not in JUDGED
        ]
        assert len(results["passes"]) > 5
        return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


def seen_by(first: str) -> pytest.MarkDecorator:
    """Look through one pair of eyes each time, and through the others when there is time."""
    others = [pytest.param(one, marks=pytest.mark.long) for one in LOOKS if one != first]
    return pytest.mark.parametrize("eyes", [first, *others], indirect=True)


def holding(page: Page, visit: Visit) -> Visit:
    """Give the browser a visit."""
    token = hand_over(visit, by=a_user("the-desk"))
    give(page.context, token)
    return visit


def a_visit_asked_everything() -> Visit:
    """Every question is open, and nothing more is answered than opens them."""
    visit, _ = a_visit()
    for key, answers in EVERYTHING_SHOWN.items():
        save_answers(visit, key, answers, left=False, by=a_user("the-desk"))
    return visit
