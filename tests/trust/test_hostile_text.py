"""What somebody types stays text on every page, in a real browser: nothing runs, nothing is even tried."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from django.test import Client
from playwright.sync_api import Dialog, Page, Request
from pytest_django.live_server_helper import LiveServer

from tests.builders import a_published_release, the_definition
from tests.trust.hostile import a_hostile_visit, staff
from tests.trust.payloads import PAYLOADS
from tests.trust.world import show_second_factor
from triage.content.models import Questionnaire, Release, Rule
from triage.intake.access import COOKIE
from triage.intake.actions import hand_over
from triage.intake.models import Visit, Way
from triage.worklist.actions import sign_off
from triage.worklist.models import Decision

TRAP = """
addEventListener("securitypolicyviolation", (event) => told("policy: " + event.blockedURI));
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => told(name);
"""
AMOUNT = [
    pytest.param(PAYLOADS[::20]),
    pytest.param(PAYLOADS, marks=pytest.mark.long),
]


@pytest.fixture
def told(page: Page) -> list[str]:
    """What was run, tried or fetched from elsewhere on any page since."""
    heard: list[str] = []
    page.expose_function("told", lambda what: heard.append(what))  # noqa: PLW0108 (it must be ours)
    page.add_init_script(TRAP)

    def refuse(dialog: Dialog) -> None:
        heard.append("dialog")
        dialog.dismiss()

    def note(asked: Request) -> None:
        if "elsewhere" in asked.url.split("?")[0]:
            heard.append(asked.url)

    page.on("dialog", refuse)
    page.on("request", note)
    return heard


def hostile_content(hostile: str) -> Release:
    """Publish content of which the texts that are free are hostile, and leave as much in the copy."""
    definition = the_definition()
    rules = tuple(
        replace(rule, evidence=f"{rule.evidence} {hostile}") if place < 3 else rule
        for place, rule in enumerate(definition.rules)
    )
    release = a_published_release(replace(definition, rules=rules))
    for rule in Rule.objects.order_by("pk")[:3]:
        rule.title, rule.note, rule.action = hostile[:80], hostile, hostile
        rule.save()
    return release


def before_the_sign_off(visit: Visit) -> Iterator[str]:
    """Return the pages on which the text of an open visit is read."""
    here = f"/visits/{visit.code}/"
    yield from ("/", here, f"{here}override/", f"{here}what-if/")
    yield from (f"/documents/{visit.code}/handout/", f"/?q={visit.patient.name[:20]}")


def after_the_sign_off(visit: Visit, release: Release) -> Iterator[str]:
    """Return the pages on which the text of a closed visit, of people and of the content is read."""
    copy, rule = Questionnaire.objects.get(), Rule.objects.order_by("pk").first()
    assert rule is not None
    yield from ("/signed/", f"/visits/{visit.code}/", f"/visits/{visit.code}/amendment/")
    yield from ("/admin/accounts/user/", "/audit/", f"/admin/content/release/{release.pk}/change/")
    yield from (f"/admin/content/rule/{rule.pk}/change/", f"/admin/content/rule/{rule.pk}/delete/")
    yield f"/admin/content/questionnaire/{copy.pk}/check/"


def look_at(page: Page, live_server: LiveServer, addresses: Iterable[str]) -> None:
    """Open pages, each of which must be there."""
    for address in addresses:
        reply = page.goto(f"{live_server.url}{address}")
        assert reply is not None
        assert reply.status == 200, address
        assert page.locator("h1").first.is_visible(), address


@pytest.mark.hazard("H22")
@pytest.mark.parametrize("payloads", AMOUNT, ids=["sample", "all"])
def test_nothing_that_somebody_typed_runs(
    payloads: list[str],
    page: Page,
    live_server: LiveServer,
    told: list[str],
) -> None:
    everything = " ".join(payloads)
    release = hostile_content(everything)
    person = staff(payloads[0])
    browser = Client()
    browser.force_login(person)
    show_second_factor(browser, person)
    session = browser.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    visits = [
        a_hostile_visit(hostile, number, person, sent=True)
        for number, hostile in enumerate(payloads)
    ]
    unsent = a_hostile_visit(everything[:1_000], 9_999, person, sent=False)
    token = hand_over(unsent, way=Way.TOGETHER, by=person)
    look_at(page, live_server, [f"/visits/{visit.code}/" for visit in visits])
    visit = visits[0]
    look_at(page, live_server, before_the_sign_off(visit))
    # An open page asks by itself, and this database is for one at a time.
    page.goto("about:blank")
    sign_off(visit, decision=Decision.OTHER, note=everything[:4_000], by=person)
    look_at(page, live_server, after_the_sign_off(visit, release))
    # All names at once, and what a patient reads of their own.
    page.goto(f"{live_server.url}/")
    shown = page.locator("main").inner_text()
    assert " ".join(payloads[-1].split())[:40] in shown
    page.context.add_cookies([{"name": COOKIE, "value": token, "url": f"{live_server.url}/form/"}])
    for address in ("/form/", "/form/check/", "/form/part/coping/"):
        page.goto(f"{live_server.url}{address}")
    stored = page.evaluate("() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")

    assert not any(hostile in stored for hostile in payloads)
    assert told == []


TRY = """() => new Promise((done) => {
  addEventListener("securitypolicyviolation", () => done(), { once: true });
  document.body.insertAdjacentHTML("beforeend", "<img src=x onerror=alert(1)>");
})"""


def test_the_trap_catches_what_a_page_would_run(page, live_server, told):
    page.goto(f"{live_server.url}/accounts/sign-in/")
    page.evaluate(TRY)
    page.evaluate("() => { alert(1); }")
    page.reload()

    assert "alert" in told
    assert any(one.startswith("policy") for one in told)
