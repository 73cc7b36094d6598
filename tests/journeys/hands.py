"""How a patient fills in a page: by tapping, or by the keyboard alone."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page

from tests.builders import the_vignette
from triage.accounts.models import User
from triage.engine.terms import Answer
from triage.intake.access import COOKIE

Hand = Callable[[Page, str, str], None]
PASSWORD = "tulip-anchor-9"
STEPS = 60

FOCUSED = """() => {
  const on = document.activeElement;
  return {name: on.name || "", value: on.value || "", type: on.type || "", checked: !!on.checked,
          text: on.textContent.trim(), id: on.id};
}"""


def tap(page: Page, name: str, code: str) -> None:
    """Tap the row of an answer, unless it is chosen."""
    box = page.locator(f'[id="id_{name}-{code}"]')
    if not box.is_checked():
        # A finger hits what lies on top, which on the scale is the input itself.
        page.locator(f'.pick label[for="id_{name}-{code}"]').click(force=True)
        assert box.is_checked(), box


def by_key(page: Page, name: str, code: str) -> None:
    """Go to an answer with Tab and the arrow keys, and choose it with Space."""
    on = tab_to(
        page, lambda on: on["name"] == name and (on["type"] == "radio" or on["value"] == code)
    )
    if on["type"] == "checkbox":
        if not on["checked"]:
            page.keyboard.press("Space")
        return
    page.keyboard.press("Space")
    for _ in range(12):
        if page.evaluate(FOCUSED)["value"] == code:
            break
        page.keyboard.press("ArrowDown")
    on = page.evaluate(FOCUSED)
    assert (on["value"], on["checked"]) == (code, True), (name, code, on)


def tab_to(page: Page, wanted: Callable[[dict[str, str]], bool]) -> dict[str, str]:
    """Press Tab until something wanted has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        on: dict[str, str] = page.evaluate(FOCUSED)
        if wanted(on):
            return on
    raise AssertionError("The Tab key does not lead there.")


def press_by_key(page: Page, words: str) -> None:
    """Go to a button or link with Tab, and press Enter."""
    tab_to(page, lambda on: on["text"] == words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def press(page: Page, words: str) -> None:
    """Press a button or link of that name."""
    main = page.locator("main")
    main.get_by_role("button", name=words).or_(main.get_by_role("link", name=words)).first.click()


def answer_page(page: Page, said: dict[str, Answer], hand: Hand) -> None:
    """Answer what is on the page, once all of it is there."""
    page.locator("#page").wait_for()
    page.wait_for_load_state()
    done: set[str] = set()
    while waiting := [name for name in on_the_page(page) if name not in done]:
        done.add(waiting[0])
        for code in codes(said.get(waiting[0], ())):
            hand(page, waiting[0], code)


def on_the_page(page: Page) -> list[str]:
    """Return the names of what can be answered now, in their order; follow-ups open as one goes."""
    names: list[str] = page.locator(
        "#page input:enabled:not([type=hidden]), #page textarea:enabled"
    ).evaluate_all("all => [...new Set(all.map(one => one.name))]")
    return names


def codes(answer: Answer) -> list[str]:
    """Return an answer as the values of its controls."""
    return list(answer) if isinstance(answer, tuple) else [str(answer)]


def give(context: BrowserContext, token: str) -> None:
    """Let a browser hold a visit."""
    context.add_cookies([{"name": COOKIE, "value": token, "domain": "localhost", "path": "/form/"}])


def sign_in(page: Page, site: str, person: User) -> None:
    """Sign in as somebody at the desk does."""
    page.goto(f"{site}/accounts/sign-in/")
    page.get_by_label("User name").fill(person.username)
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_navigation():
        press(page, "Sign in")


def start_visit(page: Page, site: str, *, name: str, born: tuple[str, str, str]) -> None:
    """Start a visit and hand the screen over."""
    page.goto(f"{site}/visits/start/")
    page.get_by_label("Name", exact=True).fill(name)
    for label, part in zip(("Day", "Month", "Year"), born, strict=True):
        page.get_by_label(label).fill(part)
    press(page, "Hand over this screen")
    page.get_by_role("heading", name="Your back or neck pain").wait_for()


def fill_in(
    page: Page,
    vignette_id: str,
    *,
    hand: Hand = tap,
    go: Callable[[Page, str], None] = press,
    look: Callable[[Page], None] = lambda _page: None,
) -> list[str]:
    """Answer as in a vignette from the welcome to the check; return the pages that were seen."""
    said = dict(the_vignette(vignette_id).answers)
    with page.expect_navigation():
        go(page, "Start")
    seen = []
    for _ in range(STEPS):
        seen.append(page.url.split("/form/")[1])
        look(page)
        if seen[-1].startswith("check"):
            return seen
        emergency = seen[-1].startswith("emergency")
        if not emergency:
            answer_page(page, said, hand)
        # A script asks the server first, and goes on when it has answered.
        with page.expect_navigation():
            go(page, "I have told staff" if emergency else "Continue")
    raise AssertionError(seen)
