"""The people of the tests, and the browser they use."""

import logging
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import transaction
from django.test import Client
from playwright.sync_api import Page
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from tests.builders import a_published_release
from triage.accounts.actions import add_staff
from triage.accounts.models import User
from triage.accounts.roles import Role
from triage.content.models import Release
from triage.documents.kept import forget_all

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ON = {"enabled": True}
# Rooms and modules that try the same lines with much, or from far away.
UNMEASURED = {
    *("durability", "house", "journeys", "planted"),
    *("test_boundaries", "test_canaries", "test_mutations", "test_pack_laws", "test_races"),
    *("test_canary", "test_defences", "test_fuzz", "test_hostile_papers", "test_keys"),
    *("test_hostile_content", "test_honest", "test_one_person", "test_slow_paper"),
    *("test_hostile_answers", "test_nasty", "test_nasty_acts", "test_nasty_everywhere"),
    *("test_filters", "test_in_sight", "test_many", "test_matrix", "test_poison_everywhere"),
    *("test_both_send", "test_hostile_input", "test_laws", "test_proof_laws", "test_walks"),
    "test_tiers_on_paper",
}


def rarely(*cases: Any) -> list[Any]:
    """Return cases of a test that are tried when there is time, and not each time."""
    return [
        pytest.param(*(one if isinstance(one, tuple) else (one,)), marks=pytest.mark.long)
        for one in cases
    ]


# --- The network is off -----------------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def _stay_on_this_machine() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        is_network = self.family in {socket.AF_INET, socket.AF_INET6}
        if is_network and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise ConnectionRefusedError(f"Tests stay on this machine; {address[0]} is elsewhere.")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


# --- Personas ---------------------------------------------------------------------------------------


@pytest.fixture
def front_desk(db: None) -> User:
    return add_staff("reyes", shown_name="L. Reyes", roles=[Role.FRONT_DESK], by=None)


@pytest.fixture
def clinician(db: None) -> User:
    return add_staff("okafor", shown_name="Dr N. Okafor", roles=[Role.CLINICIAN], by=None)


@pytest.fixture
def author(db: None) -> User:
    return add_staff("lind", shown_name="Dr A. Lind", roles=[Role.AUTHOR], by=None)


@pytest.fixture
def approver(db: None) -> User:
    return add_staff("moreau", shown_name="Dr C. Moreau", roles=[Role.APPROVER], by=None)


@pytest.fixture
def auditor(db: None) -> User:
    return add_staff("patel", shown_name="R. Patel", roles=[Role.AUDITOR], by=None)


@pytest.fixture
def manager(db: None) -> User:
    return add_staff("haddad", shown_name="S. Haddad", roles=[Role.MANAGER], by=None)


@pytest.fixture
def client_for() -> Callable[[User], Client]:
    """Return how to get a browserless client in which somebody is signed in."""

    def signed_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in


# --- The content ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def release(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Release]:
    """Publish the sample content once for all tests of a module, and take it back after them.

    Not for a module with tests that commit, such as those of the browser: they publish their own.
    """
    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()
        published = a_published_release()
    yield published
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


# --- The paper ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def _no_paper() -> Iterator[None]:
    """Print nothing: who may have a paper is not a matter of what is on it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("triage.documents.pdf._printed", lambda *_jobs, **_options: b"%PDF-")
        yield
    forget_all()


@pytest.fixture
def _quiet() -> Iterator[None]:
    """Keep quiet about thousands of refusals; the tests of the log turn this off."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


# --- The browser ------------------------------------------------------------------------------------


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs Chromium and what is not measured; skip what needs SQLite.

    Being measured takes more than twice the time. Which lines are reached is for the tests of the
    rooms to say: a browser and the walks through the whole house ask the same lines again.
    """
    on_postgres = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    for item in items:
        if on_postgres and item.get_closest_marker("sqlite"):
            item.add_marker(pytest.mark.skip(reason="PostgreSQL refuses to keep such a thing"))
        if "page" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("browser") or UNMEASURED & {
            item.path.parent.name,
            item.path.stem,
        }:
            item.add_marker(pytest.mark.no_cover)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures that tests noted with `record_property`, all cases of one test together."""
    figures: dict[tuple[str, str], int] = {}
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        if report.when == "call":
            test = report.nodeid.split("[")[0]
            for name, figure in report.user_properties:
                figures[test, name] = figures.get((test, name), 0) + figure
    for (test, name), figure in figures.items():
        terminalreporter.write_line(f"{test}: {figure:,} {name}")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Use the Chromium of the system, kept quiet."""
    # From now on the browser's event loop runs in this process, and Django would refuse every query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    return {
        "executable_path": chromium or shutil.which("google-chrome"),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ],
    }


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """The browser, which sends nothing more once its test is over: the database may be empty then."""
    yield page
    # A page that is left sends what was written and is not kept yet.
    page.context.set_offline(offline=True)


@pytest.fixture
def browse_as(
    page: Page, live_server: LiveServer, client_for: Callable[[User], Client]
) -> Callable[[User], Page]:
    """Return how to get the browser with somebody signed in."""

    def signed_in(person: User) -> Page:
        session = client_for(person).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return page

    return signed_in


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser's console complains of. Look before axe runs: axe itself breaks our CSP."""
    heard: list[str] = []
    page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


@pytest.fixture
def barriers(page: Page) -> Callable[[], list[str]]:
    """Return how to list what on the page as it stands shuts somebody out, as axe finds it."""

    def found() -> list[str]:
        results = Axe().run(page, options={"runOnly": WCAG, "rules": {"target-size": ON}})
        return [
            f"{rule['id']}: {node['html']}"
            for rule in results.response["violations"]
            for node in rule["nodes"]
        ]

    return found
