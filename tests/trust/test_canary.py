"""One patient through every feature: their words are on their own pages, and in nothing that leaks."""

import logging
import re
from collections.abc import Callable, Iterator
from datetime import date
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client

from tests.builders import the_vignette
from tests.intake.screen import as_posted
from tests.trust.addresses import every_address
from tests.trust.hostile import staff
from tests.trust.world import show_second_factor
from triage.accounts.models import User
from triage.config.logs import JsonLines
from triage.content.models import published_release
from triage.intake.access import DEVICE_COOKIE
from triage.intake.actions import pair
from triage.intake.models import Response, Visit
from triage.intake.paper import written_mark
from triage.worklist.acts import last_seen
from triage.worklist.models import Act, Kind, SignOff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("release")]

NAME, NUMBER = "Wilhelmina Canarybird", "CB-90210"
WORDS, NOTE = "the trombone slipped into my ribs", "sent to Gullwing ward"
BORN = date(1961, 7, 23)
BIRTH_DATE = {"birth_date_day": "23", "birth_date_month": "7", "birth_date_year": "1961"}
PERSON = {"name": NAME, "identifier": NUMBER, **BIRTH_DATE}
MARKS = ("Wilhelmina", "Canarybird", NUMBER, "trombone", "Gullwing", "1961-07-23", "23 July 1961")
"""Nothing of these may be found; any other word of a page may."""
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


SEEN: list[str] = []
"""What a network, a proxy and the history of a browser saw in this test."""


class Watched(Client):
    """A browser of which all is kept that is no page."""

    def __init__(self) -> None:
        super().__init__(raise_request_exception=False)

    def request(self, **asked: Any) -> Any:
        """Send a request, and keep all of it that is no page."""
        reply = super().request(**asked)
        SEEN.extend([f"{asked['PATH_INFO']}?{asked.get('QUERY_STRING', '')}", str(reply.headers)])
        SEEN.append(reply.cookies.output())
        if not reply.streaming:
            body = reply.content.decode(errors="replace")
            SEEN.extend(TITLE.findall(body))
            if reply.status_code >= 400:
                SEEN.append(body)
        return reply


@pytest.fixture(autouse=True)
def _nothing_seen() -> None:
    SEEN.clear()


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
    return desk.post("/visits/start/", {**PERSON, "how": "together", **how})


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


def come_by_kiosk(desk: Client, manager: User) -> Visit:
    """Start at a kiosk, and be known only afterwards."""
    _device, secret = pair("The kiosk", by=manager)
    screen = Watched()
    screen.cookies[DEVICE_COOKIE] = secret
    screen.post("/form/kiosk/", {"code": NAME})
    screen.post("/form/kiosk/appointment/", {"name": NAME})
    screen.post("/form/kiosk/appointment/", {"name": NAME, **BIRTH_DATE})
    visit = Visit.objects.latest("pk")
    answer(screen, visit)
    here = f"/visits/{visit.code}/identity/"
    for person in ({**PERSON, "birth_date_year": "19"}, PERSON):
        desk.get(here)
        desk.post(here, person)
    return visit


def come_by_link(desk: Client) -> Visit:
    """Fill in on a phone."""
    start(desk, how="link")
    visit, phone = Visit.objects.latest("pk"), Watched()
    link = re.search(r"/form/link/[\w-]+/", desk.get(f"/visits/{visit.code}/invitation/").text)
    assert link is not None
    phone.get(link[0])
    phone.post("/form/link/", {**BIRTH_DATE, "birth_date_day": "24"})
    phone.post("/form/link/", BIRTH_DATE)
    answer(phone, visit)
    return visit


def come_on_paper(desk: Client) -> Visit:
    """Be keyed in from paper, once with what cannot be read."""
    mark = written_mark(published_release())
    desk.post("/visits/paper/", {**PERSON, "mark": "nonsense"})
    desk.post("/visits/paper/", {**PERSON, "mark": mark})
    visit = Visit.objects.latest("pk")
    here = f"/visits/{visit.code}/"
    for said in ({"own_words": WORDS, "age": NAME}, {"own_words": WORDS, "worry": WORDS}):
        desk.post(f"{here}keying/", said)
    desk.get(f"{here}keyed/")
    desk.post(f"{here}keyed/")
    return visit


def see_to(desk: Client, visit: Visit) -> None:
    """Correct an answer, sign off, and add something."""
    here = f"/visits/{visit.code}/"
    said = {**as_posted({"worry": "no", "own_words": WORDS}), "tried": "heat", "reason": NOTE}
    for fields in (
        {},
        {"tried_help": "no_change", "function_limit": "4", "function_items": "work"},
    ):
        desk.post(f"{here}correct/coping/", {**said, **fields, "seen": "0"})
    desk.get(here)
    seen = {"seen": str(last_seen(visit))}
    desk.post(here, {**seen, "decision": "hospital", "note": NOTE})
    desk.post(here, {**seen, "decision": "hospital", "note": NOTE})
    for words in ("", NOTE):
        desk.post(f"{here}amendment/", {**seen, "text": words})
    desk.get(here)


def break_everything(browser: Client, visit: Visit, patch: pytest.MonkeyPatch) -> None:
    """Let pages fail with what the patient said in the very error."""

    def fail(*_args: Any, **_options: Any) -> None:
        raise ValueError(f"{NAME} said {WORDS}")

    for place, address in {
        "triage.worklist.views.board_of": "/",
        "triage.intake.views.form.drawn_page": "/form/part/about/",
        "triage.intake.views.end.check_context": "/form/check/",
        "triage.documents.views.visits.handout_of": f"/documents/{visit.code}/handout/",
        "triage.documents.pdf._printed": f"/documents/{visit.code}/summary.pdf?paper=letter",
        "triage.audit.views.sought_by": "/audit/",
    }.items():
        with patch.context() as now:
            now.setattr(place, fail)
            browser.get(address)
            browser.post(address, {"name": NAME, "own_words": WORDS})


@pytest.fixture
def desk(settings) -> Watched:
    """The browser of somebody with every role, in a clinic that sends mails at once."""
    settings.BACKSTOP_ALERT_MAIL_TO = ["desk@clinic.example"]
    settings.BACKSTOP_ALERT_MAIL_AFTER = 0
    person, browser = staff("Dr All"), Watched()
    browser.force_login(person)
    show_second_factor(browser, person)
    return browser


def leaks(*places: list[str]) -> list[tuple[str, str]]:
    """Return every mark that stands where none may, with the line."""
    mails = [f"{one.subject} {one.body} {one.to}" for one in mail.outbox]
    return [
        (mark, one) for lines in (*places, mails) for one in lines for mark in MARKS if mark in one
    ]


@pytest.mark.hazard("H22")
def test_nothing_of_a_patient_is_in_what_leaks(desk, logged, monkeypatch):
    start(desk, birth_date_year="19")
    start(desk)
    visit = Visit.objects.get()
    answer(desk, visit)
    treat(desk, visit)
    start(desk)
    break_everything(desk, visit, monkeypatch)
    desk.get(f"/visits/{NAME}/")

    # The story took place: else nothing could have leaked.
    assert Response.objects.filter(visit=visit).exists()
    assert SignOff.objects.get(visit=visit).note == NOTE
    assert len(mail.outbox) == 1
    assert len([one for one in logged if "ValueError" in one]) >= 5
    assert [one for one in logged if '"page"' in one]
    # What somebody types into the address line by hand is in the address; it is in nothing else.
    assert leaks(logged, [one for one in SEEN if not one.startswith(f"/visits/{NAME}")]) == []


@pytest.mark.hazard("H22")
def test_so_it_is_on_every_other_way_in_and_for_what_comes_after(desk, logged):
    by_kiosk = come_by_kiosk(desk, User.objects.get(shown_name="Dr All"))
    visits = [by_kiosk, come_by_link(desk), come_on_paper(desk)]
    for visit in visits:
        see_to(desk, visit)

    for visit in visits:
        visit.refresh_from_db()
        assert visit.patient.name == NAME
        assert visit.is_identity_checked
        assert Response.objects.filter(visit=visit).count() == 2
        assert Act.objects.filter(visit=visit, kind=Kind.AMENDMENT).exists()
    assert leaks(logged, SEEN) == []


class Failing:
    """A database that fails at the first question about a patient, with what they said in the error."""

    CLINICAL = re.compile(r'"(intake|worklist|content|audit)_')

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, ask: Callable[..., Any], sql: str, *rest: Any) -> Any:
        """Ask, or fail."""
        if self.CLINICAL.search(sql):
            self.times += 1
            raise ValueError(f"{NAME}, {NUMBER}, said {WORDS}")
        return ask(sql, *rest)


@pytest.mark.hazard("H22")
def test_no_error_tells_what_was_said(world, logged):
    failing = Failing()
    for persona in ("all", "patient"):
        screen = Watched()
        screen.cookies = SimpleCookie(world.cookies[persona])
        for address in every_address():
            path = address.filled(world)
            for method, said in ((screen.get, {}), (screen.post, PERSON)):
                with transaction.atomic(), connection.execute_wrapper(failing):
                    method(path, said)
                    transaction.set_rollback(True)

    assert failing.times >= 200
    assert len([one for one in logged if "ValueError" in one]) >= 200
    assert leaks(logged, SEEN) == []
