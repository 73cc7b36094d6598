"""What a browser is told it may not do, on every answer of the house, and what a stranger cannot make it do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.accounts.codes import PASSWORD
from tests.trust.addresses import Address, every_address
from tests.trust.matrix import written
from tests.trust.world import NAME, PERSONAS, World
from triage.accounts.sessions import BEGAN, BY_ITSELF

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_quiet", "_no_paper")]

POLICY = {
    "default-src": "'none'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    **dict.fromkeys(
        ("script-src", "style-src", "img-src", "font-src", "connect-src", "form-action"), "'self'"
    ),
    "manifest-src": "'self'",
}
FIXED = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# What is noted of a reading, and what the house does by itself meanwhile.
WRITTEN_BY_A_GET = {
    "audit_auditevent": "that somebody read it",
    "django_session": "that somebody uses the screen",
    "house_cache": "how often somebody tried",
    "worklist_escalation": "alerts are taken further while pages ask for them",
    "config_pulse": "that the house is alive",
    "accounts_user": "that a person was asked for a second factor",
}


def insiders() -> Iterator[tuple[Address, str]]:
    """Return every address with somebody who is let in, or a stranger where nobody is."""
    rows = written()
    for address in every_address():
        admitted = rows[address.pattern].admitted
        yield address, next((one for one in PERSONAS if one in admitted), "stranger")


def wrong_headers(reply: HttpResponseBase) -> list[str]:
    """Return what an answer leaves a browser free to do."""
    parts = reply.headers.get("Content-Security-Policy", "").split(";")
    policy = dict(part.strip().split(" ", 1) for part in parts if part.strip())
    told = [] if policy == POLICY else [f"policy {policy}"]
    told += [name for name, value in FIXED.items() if reply.headers.get(name) != value]
    if "camera=()" not in reply.headers.get("Permissions-Policy", ""):
        told.append("Permissions-Policy")
    return told


@dataclass(frozen=True, slots=True)
class Asked:
    """One page as somebody who is let in asked for it, and the tables that were written to."""

    pattern: str
    persona: str
    reply: HttpResponseBase
    written_to: set[str]


@pytest.fixture(scope="module")
def asked(world: World, django_db_blocker: DjangoDbBlocker) -> list[Asked]:
    """Every address, asked for once."""
    told = []
    for address, persona in insiders():
        seen: set[str] = set()

        def look(execute: Any, sql: str, *rest: Any, seen: set[str] = seen) -> Any:
            seen |= tables_written(sql)
            return execute(sql, *rest)

        with (
            django_db_blocker.unblock(),
            transaction.atomic(),
            connection.execute_wrapper(look),
        ):
            reply = world.browser(persona).get(address.filled(world))
            transaction.set_rollback(True)
        told.append(Asked(address.pattern, persona, reply, seen))
    return told


@pytest.mark.hazard("H22")
def test_every_answer_carries_every_header_and_is_kept_by_nobody(asked):
    assert len(asked) == len(every_address())
    for one in asked:
        assert wrong_headers(one.reply) == [], one.pattern
        assert one.reply.headers["Cache-Control"] == "no-store", one.pattern


@pytest.mark.hazard("H02", "H22")
def test_a_proxy_that_many_share_may_keep_no_page_whatever_its_address_ends_in(asked, world):
    """Some proxies keep what ends as a file does, unless they are told not to."""
    kept = {one.pattern for one in asked if may_be_kept(one.reply)}
    for address, persona in insiders():
        for ending in ("x.css", "1/x.js"):
            with transaction.atomic():
                reply = world.browser(persona).get(address.filled(world) + ending)
                transaction.set_rollback(True)
            if may_be_kept(reply) or (reply.status_code == 200 and NAME.encode() in reply.content):
                kept.add(f"{address.pattern}{ending}")

    assert kept == set()


def may_be_kept(reply: HttpResponseBase) -> bool:
    """Whether a shared cache may keep an answer and hand it to somebody else."""
    told = {part.strip() for part in reply.headers.get("Cache-Control", "").split(",")}
    return not told & {"no-store", "private"}


def answers_that_refuse(world: World) -> Iterator[tuple[str, HttpResponseBase]]:
    """Return an answer of every kind that is not a page."""
    desk = Client(enforce_csrf_checks=True, raise_request_exception=False)
    yield "400 host", desk.get("/", headers={"host": "elsewhere.example"})
    yield "403 csrf", desk.post("/accounts/sign-in/", {"login": "x"})
    yield "403 role", world.browser("desk").get(f"/visits/{world.sent.code}/")
    yield "404", desk.get("/no/such/page")
    yield "405", world.browser("desk").delete("/visits/start/")
    yield "302", desk.get("/")
    browser = world.browser("clinician")
    tries = [browser.post("/accounts/show/password/", {"password": "x"}) for _try in range(12)]
    yield "429", tries[-1]
    yield "401", _after_the_day(world).get("/alerts/", headers={BY_ITSELF: "1"})
    yield "413", desk.post("/accounts/sign-in/", {str(number): "" for number in range(1_200)})


def _after_the_day(world: World) -> Client:
    """Return the browser of somebody who signed in too long ago."""
    browser = Client()
    browser.force_login(world.people["clinician"])
    session = browser.session
    session[BEGAN] = 0
    session.save()
    return browser


def test_refusals_carry_them_too(world):
    for kind, reply in answers_that_refuse(world):
        assert kind == "413" or str(reply.status_code) == kind[:3], kind
        assert wrong_headers(reply) == [], kind
        assert reply.headers["Cache-Control"] == "no-store", kind


@pytest.mark.parametrize(("kind", "status"), [(RuntimeError, 500), (OperationalError, 503)])
def test_a_page_that_breaks_carries_them_too_and_says_nothing(world, monkeypatch, kind, status):
    def break_down(*_args: Any, **_options: Any) -> None:
        raise kind(f"broken by {NAME}")

    monkeypatch.setattr("triage.worklist.views.board_of", break_down)

    reply = world.browser("clinician").get("/")

    assert reply.status_code == status
    assert reply.headers["Cache-Control"] == "no-store"
    assert wrong_headers(reply) == []
    assert NAME not in reply.content.decode()


def test_files_carry_them_and_may_be_kept(client):
    reply = client.get("/static/css/base.css")
    # To close the answer itself would end the request, and with it the connection of this test.
    for close in reply._resource_closers:
        close()

    assert reply.status_code == 200
    assert wrong_headers(reply) == []


def test_behind_https_the_way_there_carries_them_and_cookies_stay_there(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    reply = client.get("/")

    assert reply.status_code == 301
    assert wrong_headers(reply) == []


# --- Nothing happens by a link, or by another site ---------------------------------------------------


@pytest.mark.hazard("H22")
def test_no_form_is_taken_from_another_site(world):
    taken = []
    # In a browser of its own, which minds where a form comes from.
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    for address in every_address():
        row = written()[address.pattern]
        if "POST" not in row.methods:
            continue
        for persona in [one for one in PERSONAS if one in row.admitted][:1]:
            browser.cookies = world.browser(persona).cookies
            if browser.post(address.filled(world)).status_code != 403:
                taken.append(address.pattern)

    assert taken == []


def tables_written(sql: str) -> set[str]:
    """Return the tables a statement writes to."""
    found = re.match(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO) "(\w+)"', sql)
    return {found[1]} if found else set()


def test_a_get_changes_nothing(asked):
    changed = {}
    for one in asked:
        # A patient who turns a page keeps the screen a while longer: the one column that moves.
        holding = {"intake_visit"} if one.persona == "patient" else set()
        if rest := one.written_to - set(WRITTEN_BY_A_GET) - holding:
            changed[one.pattern] = rest

    assert changed == {}


# --- Leading people astray --------------------------------------------------------------------------

ASTRAY = [
    "https://elsewhere.example/", "//elsewhere.example/", "///elsewhere.example", "/\\elsewhere.example",
    "\\\\elsewhere.example", "http:elsewhere.example", "javascript:alert(1)", "data:text/html,x",
    "https:/elsewhere.example", "/\t/elsewhere.example", "\x00//elsewhere.example", " //elsewhere.example",
    "https://testserver@elsewhere.example/", "https://testserver.elsewhere.example/", "/%5Celsewhere.example",
    "//elsewhere.example%2f%2e%2e", "ftp://testserver/", "https://elsewhere.example#testserver",
]  # fmt: skip


@pytest.mark.parametrize("target", ASTRAY)
def test_signing_in_leads_nowhere_else(world, target):
    person = world.people["desk"]
    with transaction.atomic():
        browser = Client()
        login = {"login": person.username, "password": PASSWORD, "next": target}
        reply = browser.post("/accounts/sign-in/", login)
        transaction.set_rollback(True)

    place = reply["Location"]
    assert place.startswith("/")
    assert not place.startswith(("//", "/\\", "/\t"))


@pytest.mark.parametrize(
    "host",
    ["elsewhere.example", "localhost.elsewhere.example", "localhost:80@elsewhere.example", ""],
)
def test_the_house_answers_to_its_own_names_only(client, host):
    reply = client.get("/accounts/sign-in/", headers={"host": host})

    assert reply.status_code == 400
    assert "elsewhere" not in reply.content.decode()


@pytest.mark.parametrize("name", ["x-forwarded-host", "x-original-url", "x-rewrite-url"])
def test_what_a_client_says_of_the_address_is_not_believed(client, name):
    reply = client.get("/", headers={name: "elsewhere.example"})

    assert "elsewhere" not in reply["Location"]
