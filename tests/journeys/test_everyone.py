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
from tests.journeys.pseudo import LANGUAGE, MARK, pseudo, speak_it
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

# Words of the page itself that nobody has put into the language of the screen.
LEFT_OVER = """mark => [...document.querySelectorAll(".bar .btn, main .go .btn, main .go .hint, .progress, .skip")]
  .filter(one => one.textContent.trim() && !one.textContent.includes(mark)).map(one => one.outerHTML)"""
# What is read in the main part; the buttons and the map of the steps are of no use on paper.
READ = """() => [...document.querySelectorAll("main *")].filter(one => !one.closest(".go, .steps, .check__do, dialog, .vh, svg, .bodymap__jump")
  && one.checkVisibility({opacityProperty: true, visibilityProperty: true})
  && [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim())).map(one => one.textContent.trim().replace(/\\s+/g, " "))"""
# The width of a sheet of A4 between its margins.
SHEET = 718

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


def press_by_pseudo(page: Page, words: str) -> None:
    """Press a button that is named in the language nobody speaks."""
    press(page, pseudo(words))


@dataclass(frozen=True)
class Manner:
    """How somebody uses a screen."""

    context: dict[str, Any] = field(default_factory=dict)
    size: tuple[int, int] = (820, 1180)
    hand: Hand = tap
    go: Go = press
    spacing: bool = False
    prints: bool = False
    pseudo: bool = False


MANNERS = {
    "keyboard": Manner(hand=by_key, go=press_by_key, size=(1280, 900)),
    "switch": Manner(hand=by_switch, go=press_by_switch),
    "320 px": Manner(size=(320, 640)),
    "400 % zoom": Manner(size=(320, 256), context={"device_scale_factor": 4}),
    "text spacing": Manner(spacing=True, size=(390, 844)),
    "forced colours": Manner(context={"forced_colors": "active"}),
    "reduced motion": Manner(context={"reduced_motion": "reduce"}),
    "dark": Manner(context={"color_scheme": "dark"}, size=(390, 844)),
    "print": Manner(prints=True),
    "right to left, and longer": Manner(pseudo=True, go=press_by_pseudo, size=(390, 844)),
    "right to left, and longer, on a tablet": Manner(pseudo=True, go=press_by_pseudo),
    "no scripts": Manner(context={"java_script_enabled": False}, size=(390, 844)),
}
# Two who need much at once, one of them for every run; each need on its own when there is time.
AT_ONCE = {
    "a switch, dark, zoomed, wide letters": Manner(
        {"color_scheme": "dark", "reduced_motion": "reduce", "device_scale_factor": 4},
        (320, 256),
        by_switch,
        press_by_switch,
        spacing=True,
    ),
    "right to left, longer, narrow, forced colours, print": Manner(
        {"forced_colors": "active"}, (320, 640), go=press_by_pseudo, pseudo=True, prints=True
    ),
}


@pytest.mark.hazard("H20")
@pytest.mark.usefixtures("form", "page")
@pytest.mark.parametrize(
    "manner",
    [
        pytest.param(one, id=name, marks=() if name in list(AT_ONCE)[:1] else pytest.mark.long)
        for name, one in (AT_ONCE | MANNERS).items()
    ],
)
def test_everybody_can_answer_the_whole_form(
    browser: Browser,
    live_server: LiveServer,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    manner: Manner,
) -> None:
    if manner.pseudo:
        settings.LANGUAGE_CODE = LANGUAGE
        speak_it(monkeypatch)
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
            wrong.extend(faults(one, manner))

    fill_in(mine, "V03", hand=manner.hand, go=manner.go, look=look)
    manner.go(mine, "Send my answers")
    mine.wait_for_url("**/form/done/")
    look(mine)
    context.close()
    assert wrong == []
    assert Visit.objects.get().responses.get().tier is vignette.tier


def faults(page: Page, manner: Manner) -> list[str]:
    """Return what cannot be read on a page as it stands."""
    wide = page.evaluate(SIDEWAYS)
    found = [f"{page.url} is {wide} px too wide"] * (wide > 0)
    found += [f"{page.url} cuts off {text}" for text in page.evaluate(CUT_OFF)]
    if manner.pseudo:
        assert page.locator("html").get_attribute("dir") == "rtl"
        found += [f"{page.url} is not told: {one}" for one in page.evaluate(LEFT_OVER, MARK)]
    if manner.prints:
        found += lost_in_print(page)
    return found


def lost_in_print(page: Page) -> list[str]:
    """Return what is read on the screen and not on a sheet of paper, or cut off there."""
    size = page.viewport_size or {"width": 820, "height": 1180}
    on_screen = page.evaluate(READ)
    assert len(on_screen) > 5, page.url
    page.emulate_media(media="print")
    page.set_viewport_size({"width": SHEET, "height": 1000})
    on_paper = page.evaluate(READ)
    found = [f"{page.url} does not print {text}" for text in on_screen if text not in on_paper]
    found += [f"{page.url} cuts off in print {text}" for text in page.evaluate(CUT_OFF)]
    if (wide := page.evaluate(SIDEWAYS)) > 0:
        found.append(f"{page.url} is {wide} px wider than a sheet")
    page.emulate_media(media="screen")
    page.set_viewport_size(size)
    return found
