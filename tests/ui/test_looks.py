"""The look, as a browser computes it: size of targets, contrast of borders, focus, the body map."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.conftest import rarely
from tests.ui.sample import SampleForm, patient_page

Show = Callable[..., Page]

CONTRAST = """element => {
  const light = text => {
    const [r, g, b] = text.match(/[\\d.]+/g).slice(0, 3).map(part => {
      const share = part / 255;
      return share <= .03928 ? share / 12.92 : ((share + .055) / 1.055) ** 2.4;
    });
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const ground = node => {
    const colour = getComputedStyle(node).backgroundColor;
    return colour.endsWith(", 0)") && node.parentElement ? ground(node.parentElement) : colour;
  };
  const [a, b] = [getComputedStyle(element).borderTopColor, ground(element.parentElement)].map(light);
  return (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
}"""
TARGETS = (
    ".pick label, .btn:visible, .why summary, .control > input, .dateparts input, select, textarea"
)


@pytest.fixture
def show(page: Page, live_server: LiveServer) -> Show:
    """Return how to look at a form on a patient's page, under the CSP of the site."""

    def shown(form: SampleForm, width: int = 820, **media: Any) -> Page:
        page.set_viewport_size({"width": width, "height": 1000})
        page.emulate_media(**media)
        page.goto(f"{live_server.url}/robots.txt")
        page.set_content(patient_page(form), wait_until="load")
        return page

    return shown


@pytest.mark.parametrize(
    ("width", "scheme"), [(390, "dark"), *rarely((390, "light"), (820, "light"), (820, "dark"))]
)
@pytest.mark.parametrize("data", [{}, *rarely(None, {"change": ["leak"], "areas": ["neck"]})])
def test_no_page_shuts_anybody_out(
    show: Show,
    barriers: Callable[[], list[str]],
    data: dict[str, object] | None,
    width: int,
    scheme: str,
) -> None:
    show(SampleForm(data), width, color_scheme=scheme)

    assert barriers() == []


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_no_page_scrolls_sideways(show: Show, direction: str) -> None:
    page = show(SampleForm({}))
    page.evaluate("direction => { document.documentElement.dir = direction }", direction)

    for width in (320, 390, 820, 1280):
        page.set_viewport_size({"width": width, "height": 1000})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


def test_the_strict_policy_lets_everything_through(show: Show, complaints: list[str]) -> None:
    show(SampleForm({}))

    assert complaints == []


@pytest.mark.parametrize("width", [390, *rarely(820)])
def test_everything_to_tap_is_60_px_high(show: Show, width: int) -> None:
    page = show(SampleForm({}), width)

    heights = {
        box["height"]
        for one in page.locator(TARGETS).all()
        if (box := one.bounding_box()) is not None
    }
    assert heights
    assert min(heights) >= 60


@pytest.mark.parametrize("scheme", ["light", *rarely("dark")])
@pytest.mark.parametrize("data", [{}, *rarely(None)])
def test_the_border_of_every_control_is_seen(
    show: Show, scheme: str, data: dict[str, object] | None
) -> None:
    page = show(SampleForm(data), color_scheme=scheme)

    controls = page.locator(
        ".pick label, .control > input, .dateparts input, select, textarea, .btn"
    )
    assert min(one.evaluate(CONTRAST) for one in controls.all()) >= 3


def test_the_summary_has_the_focus_and_its_links_land_on_controls(show: Show) -> None:
    page = show(SampleForm({}))

    links = page.locator(".summary a")
    assert links.count() == 7
    for link in links.all():
        link.click()
        focused = page.evaluate("document.activeElement.matches('input, select, textarea')")
        assert focused, link.get_attribute("href")


def test_the_focused_control_is_not_under_the_bar(show: Show) -> None:
    page = show(SampleForm({}))

    page.locator(".summary a").last.click()
    bar = page.locator(".bar").bounding_box()
    control = page.locator(":focus").bounding_box()
    assert bar is not None
    assert control is not None
    assert control["y"] >= bar["y"] + bar["height"]


def test_what_is_ticked_is_hatched_on_the_body(show: Show) -> None:
    page = show(SampleForm())

    page.locator("[value='low_back']").check()
    fill = page.locator("[data-code='low_back']").evaluate("one => getComputedStyle(one).fill")
    assert "bodymap-hatch" in fill


def test_the_reason_of_a_question_opens_by_key(show: Show) -> None:
    page = show(SampleForm())

    page.locator(".why summary").focus()
    page.keyboard.press("Enter")
    assert page.get_by_text("The same nerves serve your bladder.").is_visible()


def test_colours_forced_by_the_system_still_mark_the_chosen_answer(show: Show) -> None:
    page = show(SampleForm({"change": ["leak"], "pain": "3"}), forced_colors="active")

    chosen = page.locator("input:checked + label")
    assert chosen.count() == 2
    for label in chosen.all():
        assert label.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"


def test_a_page_without_a_way_back_has_no_bar(show: Show) -> None:
    page = show(SampleForm())
    assert page.locator(".bar").is_visible()

    page.set_content(patient_page(SampleForm(), back_url="", stop_url="", help_url=""))
    assert not page.locator(".bar").is_visible()
