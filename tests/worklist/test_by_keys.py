"""Every act by Tab, Enter and letters alone; and the single keys, for whoever switched them on."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.builders import a_filled_in_visit, a_published_release, a_response
from tests.worklist.opened import sign_off
from triage.accounts.models import User
from triage.intake.models import Visit
from triage.worklist import actions
from triage.worklist.keys import KEYS
from triage.worklist.models import Act, Decision, Kind

Browse = Callable[[User], Page]

pytestmark = pytest.mark.django_db(transaction=True)

FARTHEST = 120
"""Tabs after which what is looked for is out of reach."""


def focused(page: Page) -> str:
    words: str = page.evaluate("document.activeElement.textContent.trim()")
    return words


def test_keys_lead_everywhere_when_they_are_on_and_nowhere_when_they_are_off(
    browse_as: Browse, live_server, clinician: User
):
    for name, vignette in (("Ada Marlow", "V02"), ("Marcus Bell", "V01")):
        a_response(vignette, name=name)
    page = browse_as(clinician)
    page.goto(live_server.url)
    page.keyboard.press("j")
    assert focused(page) != "Ada Marlow"

    page.goto(f"{live_server.url}/keys/")
    page.get_by_role("button", name="Use single keys").click()
    assert page.get_by_role("button", name="Use single keys", pressed=True).is_visible()
    for place, keys in KEYS:
        for key, does in keys:
            assert page.get_by_text(str(does)).is_visible(), (place, key)
    page.keyboard.press("v")
    page.get_by_role("heading", name="Visits").wait_for()
    page.keyboard.press("j")
    assert focused(page) == "Ada Marlow"
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert focused(page) == "Ada Marlow"
    page.keyboard.press("a")
    assert focused(page).startswith("Ada Marlow")
    page.keyboard.press("/")
    page.keyboard.type("jk")
    assert page.get_by_label("Name, code").input_value() == "jk"


def on_a_visit(page: Page, live_server, visit: Visit) -> None:
    page.goto(f"{live_server.url}/visits/{visit.code}/")


@pytest.mark.long
def test_each_key_of_a_visit_leads_where_it_says(browse_as: Browse, live_server, clinician: User):
    visit = a_response("V11").visit
    page = browse_as(clinician)
    page.add_init_script("localStorage.setItem('backstop_shortcuts', 'on')")
    for key, _does in KEYS[2][1]:
        on_a_visit(page, live_server, visit)
        here = page.locator(f"[data-key='{key}']")
        leads_to = here.get_attribute("href")

        if leads_to is None:
            page.keyboard.press(key)
            assert here.evaluate("one => one === document.activeElement"), key
        else:
            with page.expect_request(f"**{leads_to}"):
                page.keyboard.press(key)


def test_each_key_of_every_page_leads_where_it_says(
    browse_as: Browse, live_server, clinician: User
):
    a_response("V02", name="Ada Marlow")
    page = browse_as(clinician)
    page.add_init_script("localStorage.setItem('backstop_shortcuts', 'on')")
    for key, _does in KEYS[0][1]:
        page.goto(f"{live_server.url}/signed/")
        page.keyboard.press(key)
        if key == "a":
            assert focused(page).startswith("Ada Marlow")
        else:
            page.wait_for_url(re.compile(r"/keys/$" if key == "?" else rf"^{live_server.url}/$"))


# --- Without a single key ------------------------------------------------------------------------------


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the control of that name has the focus."""
    named = """() => { const one = document.activeElement; const label = one.labels?.[0];
      return (label ?? one).textContent.replace(/\\s+/g, " ").trim() }"""
    for _tab in range(FARTHEST):
        page.keyboard.press("Tab")
        if str(page.evaluate(named)).startswith(name):
            return
    raise AssertionError(f"{name} is not reached with Tab.")


def follow(page: Page, name: str) -> None:
    """Go to a control by Tab and press Enter; wait until another page is there."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, *parts: tuple[str, str]) -> None:
    """Fill in fields one after the other: a word to type, or how often to go down a list."""
    for name, said in parts:
        tab_to(page, name)
        if said.isdigit():
            for _time in range(int(said)):
                page.keyboard.press("ArrowDown")
        else:
            page.keyboard.type(said)


def finds_power(page: Page) -> None:
    follow(page, "Note an examination")
    write(page, ("Power", "1"))
    follow(page, "Keep")


def sets_another_tier(page: Page) -> None:
    follow(page, "Set another tier")
    write(page, ("Tier", "1"))
    follow(page, "Keep")


def corrects(page: Page) -> None:
    follow(page, "Correct an answer")
    follow(page, "About you")
    write(page, ("Why is this corrected?", "Misread."))
    follow(page, "Keep")


def notes_the_outcome(page: Page) -> None:
    follow(page, "Note the outcome")
    write(page, ("What was done", "Rang back."))
    follow(page, "Keep")


def signs_off(page: Page) -> None:
    write(page, ("Your decision", "2"))
    follow(page, "Sign off Ada Marlow")


def takes_over(page: Page) -> None:
    follow(page, "Take over from Dr L. Brandt")


def adds_to_it(page: Page) -> None:
    follow(page, "Add to what was signed")
    write(page, ("What is added", "Came back."))
    follow(page, "Keep")


def notes_the_end(page: Page) -> None:
    follow(page, "Note the final outcome")
    write(page, ("In the end it was", "1"))
    follow(page, "Keep")


ALARMED = {"acknowledge": lambda page: follow(page, "Acknowledge as")}
OPEN = {
    "claim": lambda page: follow(page, "Take this visit"),
    "examination": finds_power,
    "override": sets_another_tier,
    "correction": corrects,
    "outcome": notes_the_outcome,
    "sign off": signs_off,
}
HELD = {"claim": takes_over}
MINE = {"release": lambda page: follow(page, "Let it go")}
SIGNED = {"amendment": adds_to_it, "final": notes_the_end}
UNDER_WAY = {"hand in": lambda page: follow(page, "Hand in unfinished")}
STATES = {
    "alarmed": ALARMED,
    "open": OPEN,
    "held": HELD,
    "mine": MINE,
    "signed": SIGNED,
    "under way": UNDER_WAY,
}
WALKS = [(state, act) for state, acts in STATES.items() for act in acts]


def visit_that_is(state: str, me: User, other: User) -> Visit:
    if state == "under way":
        return a_filled_in_visit("V11")
    visit = a_response("V02" if state == "alarmed" else "V11").visit
    if state in {"held", "mine"}:
        actions.claim(visit, seen=0, by=me if state == "mine" else other)
    if state == "signed":
        sign_off(visit, decision=Decision.TODAY, by=other)
    return visit


def is_done(act: str, visit: Visit, me: User) -> bool:
    visit = Visit.objects.get(pk=visit.pk)
    if act == "hand in":
        return visit.submitted_at is not None
    if act == "acknowledge":
        return visit.acknowledgement.acknowledged_by == me
    if act == "sign off":
        return visit.sign_off.signed_by == me
    return Act.objects.filter(visit=visit, kind=Kind(act), acted_by=me).exists()


@pytest.mark.long
@pytest.mark.parametrize(("state", "act"), WALKS)
def test_every_act_is_done_with_tab_and_enter_alone(
    state: str,
    act: str,
    browse_as: Browse,
    live_server,
    clinician: User,
    another_clinician: User,
):
    visit = visit_that_is(state, clinician, another_clinician)
    page = browse_as(clinician)
    on_a_visit(page, live_server, visit)

    STATES[state][act](page)

    assert is_done(act, visit, clinician)


@pytest.fixture(autouse=True)
def _content() -> None:
    """The form that ships, published."""
    a_published_release()
