"""The whole form, for people who see, move and read in other ways than most."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.builders import a_user, a_visit, born, the_vignette
from tests.journeys.hands import (
    FOCUSED,
    Hand,
    by_key,
    fill_in,
    give,
    press,
    press_by_key,
    tab_to,
    tap,
)
from triage.intake.actions import hand_over
from triage.intake.models import Visit

# What WCAG 1.4.12 lets a reader set.
SPACING = """addEventListener("DOMContentLoaded", () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
})"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Letters that nobody can see, because their box cuts them off.
CUT_OFF = """[...document.querySelectorAll("main *, .bar *")].filter(one => one.checkVisibility()
  && !one.closest(".vh, svg, .figure") && getComputedStyle(one).overflow !== "visible"
  && one.scrollWidth > one.clientWidth + 1 && one.childElementCount === 0).map(one => one.outerHTML)"""

Go = Callable[[Page, str], None]


def by_switch(page: Page, name: str, code: str) -> None:
    """Reach an answer with Tab alone, and choose it with Space."""
    on = tab_to(page, lambda on: on["name"] == name and on["value"] == code)
    if not on["checked"]:
        page.keyboard.press("Space")
    assert page.evaluate(FOCUSED)["checked"], (name, code)


def press_by_switch(page: Page, words: str) -> None:
    """Reach a button or a link with Tab, and press Space."""
    tab_to(page, lambda on: on["text"] == words)
    with page.expect_navigation():
        page.keyboard.press("Space")


@dataclass(frozen=True)
class Manner:
    """How somebody uses a screen."""

    context: dict[str, Any] = field(default_factory=dict)
    size: tuple[int, int] = (820, 1180)
    hand: Hand = tap
    go: Go = press
    spacing: bool = False
    language: str = "en"


MANNERS = {
    "keyboard": Manner(hand=by_key, go=press_by_key, size=(1280, 900)),
    "switch": Manner(hand=by_switch, go=press_by_switch),
    "320 px": Manner(size=(320, 640)),
    "400 % zoom": Manner(size=(320, 256), context={"device_scale_factor": 4}),
    "text spacing": Manner(spacing=True, size=(390, 844)),
    "forced colours": Manner(context={"forced_colors": "active"}),
    "reduced motion": Manner(context={"reduced_motion": "reduce"}),
    "dark": Manner(context={"color_scheme": "dark"}, size=(390, 844)),
    "right to left": Manner(language="ur", size=(390, 844)),
    "no scripts": Manner(context={"java_script_enabled": False}, size=(390, 844)),
}
# Two who need much at once, for every run; each need on its own when there is time.
AT_ONCE = {
    "a switch, dark, narrow": Manner(
        {"color_scheme": "dark", "reduced_motion": "reduce"},
        (320, 640),
        by_switch,
        press_by_switch,
        language="ur",
    ),
    "zoomed, wide letters, forced colours": Manner(
        {"forced_colors": "active", "device_scale_factor": 4}, (320, 256), spacing=True
    ),
}


@pytest.mark.hazard("H20")
@pytest.mark.parametrize(
    "manner",
    [*AT_ONCE.values(), *(pytest.param(one, marks=pytest.mark.long) for one in MANNERS.values())],
    ids=[*AT_ONCE, *MANNERS],
)
def test_everybody_can_answer_the_whole_form(
    browser: Browser,
    page: Page,
    live_server: LiveServer,
    form: object,
    settings: Any,
    manner: Manner,
) -> None:
    settings.LANGUAGE_CODE = manner.language
    vignette = the_vignette("V03")
    visit, _ = a_visit(birth_date=born(vignette.age))
    width, height = manner.size
    context = browser.new_context(viewport={"width": width, "height": height}, **manner.context)
    if manner.spacing:
        context.add_init_script(SPACING)
    give(context, hand_over(visit, by=a_user("the-desk")))
    mine = context.new_page()
    mine.set_default_timeout(20_000)
    mine.goto(f"{live_server.url}/form/")
    wrong: list[str] = []

    def look(one: Page) -> None:
        if manner.context.get("java_script_enabled", True):
            wrong.extend(
                [f"{one.url} is {one.evaluate(SIDEWAYS)} px too wide"]
                * (one.evaluate(SIDEWAYS) > 0)
            )
            wrong.extend(f"{one.url} cuts off {text}" for text in one.evaluate(CUT_OFF))
            if manner.language == "ur":
                assert one.locator("html").get_attribute("dir") == "rtl"

    fill_in(mine, "V03", hand=manner.hand, go=manner.go, look=look)
    manner.go(mine, "Send my answers")
    mine.get_by_role("heading", name="Your answers have arrived").wait_for()
    look(mine)
    context.close()
    assert wrong == []
    assert Visit.objects.get().responses.get().tier is vignette.tier
