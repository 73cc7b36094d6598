"""One patient through every feature: their words are on their own pages, and in nothing that leaks."""

import logging
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.http import HttpResponseBase
from django.test import Client

from tests.builders import the_vignette
from tests.intake.screen import as_posted
from tests.trust.hostile import staff
from tests.trust.world import show_second_factor
from triage.config.logs import JsonLines
from triage.intake.models import Response, Visit
from triage.worklist.models import SignOff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("release")]

NAME, NUMBER = "Wilhelmina Canarybird", "CB-90210"
WORDS, NOTE = "the trombone slipped into my ribs", "sent to Gullwing ward"
BORN = date(1961, 7, 23)
MARKS = ("Wilhelmina", "Canarybird", NUMBER, "trombone", "Gullwing", "1961-07-23", "23 July 1961")
"""Nothing of these may be found; any other word of a page may."""
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


class Watched(Client):
    """A browser that remembers what a network, a proxy and a history would see."""

    def __init__(self) -> None:
        super().__init__(raise_request_exception=False)
        self.seen: list[str] = []

    def request(self, **asked: Any) -> Any:
        """Send a request, and keep all of it that is no page."""
        reply = super().request(**asked)
        self.seen += [f"{asked['PATH_INFO']}?{asked.get('QUERY_STRING', '')}", str(reply.headers)]
        self.seen.append(reply.cookies.output())
        if not reply.streaming:
            body = reply.content.decode(errors="replace")
            self.seen += TITLE.findall(body)
            if reply.status_code >= 400:
                self.seen.append(body)
        return reply


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """Every line the log would hold."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.setFormatter(JsonLines())
    handler.emit = lambda record: lines.append(handler.format(record))  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    yield lines
    logging.getLogger().removeHandler(handler)


def start(desk: Client, **how: str) -> HttpResponseBase:
    born = {"birth_date_day": 23, "birth_date_month": 7, "birth_date_year": 1961}
    person = {"name": NAME, "identifier": NUMBER, **born}
    return desk.post("/visits/start/", {**person, "how": "together", **how})


def answer(screen: Client, visit: Visit) -> None:
    told = {**the_vignette("V02").answers, "own_words": WORDS, "birth_date": BORN.isoformat()}
    for page in visit.ruleset.definition.pages:
        asked = [question.link_id for question in page.questions]
        said = {link_id: told[link_id] for link_id in asked if link_id in told}
        screen.get(f"/form/part/{page.key}/")
        # Once wrongly, so that the page with the mistakes is seen too.
        screen.post(f"/form/part/{page.key}/", {"own_words": WORDS * 200, "go": "next"})
        # Twice, since an answer can open another question on the same page.
        for _ in range(2):
            screen.post(f"/form/part/{page.key}/", {**as_posted(said), "go": "next"})
    for address in ("emergency", "paused", "help", "check"):
        screen.get(f"/form/{address}/")
    screen.post("/form/check/")
    screen.get("/form/done/")


def treat(browser: Client, visit: Visit) -> None:
    here = f"/visits/{visit.code}/"
    for address in ("/", "/alerts/", here, f"{here}what-if/", f"{here}override/", "/signed/"):
        browser.get(address)
    for place in ("/", "/signed/"):
        for sought in (NAME, NUMBER, "1961-07-23"):
            found = browser.post(place, {"q": sought}, follow=True)
            assert found.status_code == 200
    browser.post(f"{here}acknowledge/")
    seen = {"seen": "0"}
    browser.post(f"{here}examination/", {**seen, "note": NOTE, "temperature": "warm"})
    browser.post(f"{here}override/", {**seen, "tier": "nonsense", "reason": NOTE})
    for paper in ("summary.pdf", "handout.pdf", "handout/"):
        browser.get(f"/documents/{visit.code}/{paper}")
    browser.post(here, {**seen, "decision": "hospital", "note": NOTE})
    browser.post(here, {**seen, "decision": "hospital", "note": NOTE})
    for address in ("/", "/signed/", here, "/audit/", "/audit/export.csv"):
        browser.get(address)


def break_everything(browser: Client, visit: Visit, patch: pytest.MonkeyPatch) -> None:
    """Let pages fail with what the patient said in the very error."""

    def fail(*_args: Any, **_options: Any) -> None:
        raise ValueError(f"{NAME} said {WORDS}")

    for place, address in {
        "triage.worklist.views.board_of": "/",
        "triage.intake.views.form.page_context": "/form/part/about/",
        "triage.intake.views.end.check_context": "/form/check/",
        "triage.documents.views.visits.handout_of": f"/documents/{visit.code}/handout/",
        "triage.documents.pdf._printed": f"/documents/{visit.code}/summary.pdf?paper=letter",
        "triage.audit.views.sought_by": "/audit/",
    }.items():
        with patch.context() as now:
            now.setattr(place, fail)
            browser.get(address)
            browser.post(address, {"name": NAME, "own_words": WORDS})


@pytest.mark.hazard("H22")
def test_nothing_of_a_patient_is_in_what_leaks(settings, logged, monkeypatch):
    settings.BACKSTOP_ALERT_MAIL_TO = ["desk@clinic.example"]
    settings.BACKSTOP_ALERT_MAIL_AFTER = 0
    person, browser = staff("Dr All"), Watched()
    browser.force_login(person)
    show_second_factor(browser, person)
    start(browser, birth_date_year="19")
    start(browser)
    visit = Visit.objects.get()
    answer(browser, visit)
    treat(browser, visit)
    start(browser)
    break_everything(browser, visit, monkeypatch)
    browser.get(f"/visits/{NAME}/")
    logged_pages = [one for one in logged if '"page"' in one]

    # The story took place: else nothing could have leaked.
    assert Response.objects.filter(visit=visit).exists()
    assert SignOff.objects.get(visit=visit).note == NOTE
    assert len(mail.outbox) == 1
    assert len([one for one in logged if "ValueError" in one]) >= 5
    assert logged_pages
    mails = [f"{one.subject} {one.body} {one.to}" for one in mail.outbox]
    # What somebody types into the address line by hand is in the address; it is in nothing else.
    told = [one for one in browser.seen if not one.startswith(f"/visits/{NAME}")]
    for where, lines in {"log": logged, "network": told, "mail": mails}.items():
        assert [(mark, one) for one in lines for mark in MARKS if mark in one] == [], where
