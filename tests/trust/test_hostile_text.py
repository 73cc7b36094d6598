"""What somebody types stays text on every page, in a real browser: nothing runs, nothing is even tried."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from playwright.sync_api import Dialog, Page, Request
from pytest_django.live_server_helper import LiveServer

from tests.builders import a_published_release
from tests.trust.hostile import EVERYWHERE, PAGE, Story, a_story, hostile_content, identified, plain
from tests.trust.payloads import PAYLOADS
from tests.trust.world import show_second_factor
from triage.audit.models import Actor
from triage.content.models import Guidance, Question, Questionnaire, Release, Rule
from triage.intake.access import COOKIE
from triage.intake.actions import submit
from triage.worklist.actions import open_answers, sign_off
from triage.worklist.acts import last_seen
from triage.worklist.models import Decision

TRAP = """
addEventListener("securitypolicyviolation", (event) => told("policy: " + event.blockedURI));
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => told(name);
"""
# What is written in fields counts as well.
ALL_TEXT = """() => document.body.textContent
    + [...document.querySelectorAll("input, textarea")].map((one) => one.value).join()"""


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


def before_the_sign_off(story: Story) -> Iterator[str]:
    """Return the pages on which staff read the text of a visit that was sent."""
    here = f"/visits/{story.visit.code}/"
    yield from (here, f"{here}identity/", f"{here}correct/", f"{here}correct/coping/")
    yield from (f"{here}correct/{PAGE}/", f"{here}examination/", f"{here}override/")
    yield from (f"{here}what-if/", f"/documents/{story.visit.code}/handout/")


def of_everything(release: Release) -> Iterator[str]:
    """Return the pages on which the texts of all visits, people, devices and content stand."""
    yield from ("/", "/signed/", "/numbers/", "/devices/", "/audit/")
    yield from ("/admin/accounts/user/", f"/impact/release/{release.pk}/")
    yield from ("/preview/", f"/preview/part/{PAGE}/", "/preview/check/", "/preview/done/")
    copy = Questionnaire.objects.get()
    yield f"/admin/content/questionnaire/{copy.pk}/check/"
    yield from ("/admin/content/question/", "/admin/content/rule/", "/admin/content/guidance/")
    changed = [
        release,
        copy,
        *Question.objects.filter(page__key=PAGE),
        *Guidance.objects.filter(code__in=EVERYWHERE),
        *Rule.objects.order_by("pk")[:3],
    ]
    for one in changed:
        yield f"/admin/content/{one._meta.model_name}/{one.pk}/change/"
    yield f"/admin/content/rule/{changed[-1].pk}/delete/"


@dataclass
class Reader:
    """A browser that opens pages one after the other, each of which must be there and show its text."""

    page: Page
    home: str
    opened: int = 0

    def opens(self, address: str, *shows: str) -> None:
        """Open a page on which some texts stand."""
        reply = self.page.goto(f"{self.home}{address}")
        assert reply is not None
        assert reply.status == 200, address
        assert self.page.locator("h1").first.is_visible(), address
        text = plain(self.page.evaluate(ALL_TEXT))
        assert [one for one in shows if plain(one) not in text] == [], address
        self.opened += 1

    def holds(self, name: str, secret: str, path: str = "/") -> None:
        """Take a cookie."""
        self.page.context.add_cookies([{"name": name, "value": secret, "url": self.home + path}])

    def rests(self) -> None:
        """Leave: an open page asks by itself, and this database is for one at a time."""
        self.page.goto("about:blank")


def spoil_the_working_copy(payloads: list[str]) -> None:
    for rule in Rule.objects.order_by("pk")[:3]:
        rule.title, rule.note, rule.action = payloads[0][:80], *[" ".join(payloads)] * 2
        rule.save()


def read_what_is_not_sent(reader: Reader, story: Story) -> None:
    reader.holds(COOKIE, story.token, "/form/")
    for address in ("part/coping/", "check/"):
        reader.opens(f"/form/{address}", story.hostile)
    for address in ("keying", "keyed"):
        reader.opens(f"/visits/{story.on_paper.code}/{address}/", story.hostile)
    reader.rests()


def read_what_was_sent(reader: Reader, story: Story) -> None:
    reader.opens("/form/done/")
    for address in before_the_sign_off(story):
        reader.opens(address, story.hostile[:120])
    reader.rests()


def read_what_is_closed(reader: Reader, story: Story) -> None:
    for address in ("", "amendment/"):
        reader.opens(f"/visits/{story.visit.code}/{address}", story.hostile[:120])
    reader.rests()


@pytest.mark.long
@pytest.mark.hazard("H22")
def test_nothing_that_somebody_typed_runs(
    page: Page,
    live_server: LiveServer,
    told: list[str],
    record_property: Callable[[str, object], None],
) -> None:
    release = a_published_release(hostile_content(PAYLOADS))
    spoil_the_working_copy(PAYLOADS)
    asked = a_story(PAYLOADS[0], len(PAYLOADS))
    person, browser = asked.person, Client()
    browser.force_login(person)
    show_second_factor(browser, person)
    browser.post("/preview/begin/", {"release": release.pk})
    reader = Reader(page, live_server.url)
    reader.holds("sessionid", browser.cookies["sessionid"].value)

    reader.holds(COOKIE, asked.token, "/form/")
    reader.opens(f"/form/part/{PAGE}/", *PAYLOADS)
    for number, hostile in enumerate(PAYLOADS):
        story = a_story(hostile, number)
        read_what_is_not_sent(reader, story)
        submit(story.visit, by=Actor.PATIENT)
        open_answers(story.visit, by=person)
        read_what_was_sent(reader, story)
        identified(story, number)
        note = " ".join(PAYLOADS)[:4_000]
        seen = last_seen(story.visit)
        sign_off(story.visit, decision=Decision.OTHER, note=note, seen=seen, by=person)
        read_what_is_closed(reader, story)
    for address in of_everything(release):
        reader.opens(address)
    stored = page.evaluate("() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")

    record_property("payloads", len(PAYLOADS))
    record_property("pages", reader.opened)
    record_property("run, tried or reported", len(told))
    assert not any(hostile in stored for hostile in PAYLOADS)
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
