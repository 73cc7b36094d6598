"""A browser that keeps pages for the Back button, and the ways back that somebody at a tablet has."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from playwright.sync_api import Error, Page

LOOK = """() => document.documentElement.outerHTML + [...document.querySelectorAll("input, textarea")]
  .filter(one => one.type !== "hidden")
  .map(one => one.checked && one.name ? `is ticked:${one.name}` : /radio|checkbox/.test(one.type) ? "" : one.value).join(" ")"""

WHOLE = f"""() => new Promise(done => {{
  const look = () => done(({LOOK})());
  document.readyState === "complete" ? setTimeout(look) : addEventListener("load", () => setTimeout(look));
}})"""


@dataclass
class Left:
    """What somebody left behind on a tablet, and the pages it stood on."""

    tab: Page
    site: str
    traces: tuple[str, ...]
    places: Sequence[str]
    # Without them nothing on the page runs that could be waited for.
    scripts: bool = True

    def seen(self, page: Page | None = None) -> list[str]:
        """Return what is to be seen of it, at once and when whatever is loaded has come."""
        found: set[str] = set()
        tab = page or self.tab
        for script in (LOOK, WHOLE) if self.scripts else (LOOK, LOOK):
            seen = _asked(tab, script)
            found |= {trace for trace in self.traces if trace in seen}
            if not self.scripts:
                # A page that was kept is never loaded, so there is nothing else to wait for.
                tab.wait_for_timeout(500)
        return sorted(found)


def _asked(page: Page, script: str) -> str:
    for _ in range(5):
        try:
            return str(page.evaluate(script))
        except Error:
            # In the middle of going elsewhere there is no page to look at.
            page.wait_for_load_state("domcontentloaded")
    raise AssertionError("There is no page to look at.")


def back(left: Left) -> None:
    """Press Back."""
    left.tab.go_back(wait_until="commit")


def back_by_script(left: Left) -> None:
    """Go back as a gesture does."""
    with left.tab.expect_navigation(wait_until="commit"):
        left.tab.evaluate("history.back()")


def several_back(left: Left) -> None:
    """Choose an entry of the list behind the Back button."""
    with left.tab.expect_navigation(wait_until="commit"):
        left.tab.evaluate("history.go(-3)")


def to_the_beginning(left: Left) -> None:
    """Go back through everything, looking at each page."""
    for _ in left.places:
        left.tab.go_back(wait_until="commit")
        assert left.seen() == []


def back_and_forward(left: Left) -> None:
    """Go back and forward again."""
    left.tab.go_back(wait_until="commit")
    left.tab.go_forward(wait_until="commit")


def reload(left: Left) -> None:
    """Load the page anew."""
    left.tab.reload()


def by_address(left: Left) -> None:
    """Type the address of each page."""
    for place in left.places:
        left.tab.goto(left.site + place)
        assert left.seen() == []


def in_a_new_tab(left: Left) -> None:
    """Open the last pages in a second tab."""
    other = left.tab.context.new_page()
    for place in left.places[-2:]:
        other.goto(left.site + place)
        assert left.seen(other) == []
    other.close()


def without_network(left: Left) -> None:
    """Go back while the server cannot be asked."""
    left.tab.context.set_offline(True)
    with suppress(Error):  # the browser's own page says that there is no network
        left.tab.go_back(wait_until="commit")
    assert left.seen() == []
    left.tab.context.set_offline(False)


Way = Callable[[Left], None]
WAYS: tuple[Way, ...] = (
    back,
    back_by_script,
    several_back,
    to_the_beginning,
    back_and_forward,
    reload,
    by_address,
    in_a_new_tab,
    without_network,
)
QUICK = (back, to_the_beginning, without_network)
REST = tuple(one for one in WAYS if one not in QUICK)
# Those that need no script to be taken.
BY_HAND = tuple(one for one in WAYS if one not in {back_by_script, several_back})
