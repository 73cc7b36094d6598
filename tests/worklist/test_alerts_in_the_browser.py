"""The bar in the browser: how soon an emergency is there, and what is said when nobody answers."""

import time
from functools import partial
from typing import Any

import pytest

from tests.builders import a_visit
from triage.accounts.actions import add_staff
from triage.accounts.roles import Role
from triage.audit.models import Actor
from triage.intake.actions import save_answers
from triage.worklist.actions import acknowledge

pytestmark = pytest.mark.django_db(transaction=True)

SOONEST = 5.0


def seconds_until_told(page, clinician):
    visit, _ = a_visit(name="Ada Marlow")
    save_answers(visit, "emergency", {"emergency_now": ("limb_dead",)}, by=Actor.PATIENT)
    tapped = time.monotonic()
    page.get_by_role("heading", name="emergency not acknowledged").wait_for()
    waited = time.monotonic() - tapped
    acknowledge(visit, by=clinician)
    page.get_by_role("heading", name="emergency not acknowledged").wait_for(state="hidden")
    return waited


@pytest.mark.hazard("H01")
def test_an_emergency_is_on_another_open_page_within_seconds(browse_as, live_server, clinician):
    page = browse_as(clinician)
    page.goto(f"{live_server.url}/signed/")

    assert seconds_until_told(page, clinician) < SOONEST


CUTS: list[dict[str, Any]] = [
    {"abort": True},
    {"status": 500},
    {"status": 200, "body": "<p>a page of somebody else</p>"},
    {"status": 302, "headers": {"location": "/accounts/sign-in/"}},
]


def cut(how, route):
    """Answer as a server does that is broken, gone, or somebody else's."""
    if "abort" in how:
        route.abort()
    elif "hang" not in how:
        route.fulfill(**how)


@pytest.mark.hazard("H01")
@pytest.mark.parametrize("times", [5, pytest.param(20, marks=pytest.mark.long)])
def test_a_page_that_is_cut_off_says_since_when_every_time(
    browse_as, live_server, clinician, emergency, times
):
    page = browse_as(clinician)
    page.clock.install()
    page.goto(f"{live_server.url}/visits/{emergency.code}/")
    old = page.get_by_text("This page is not connected: not updated since")
    # A request that hangs is given up in real time, so it comes last.
    for number, how in enumerate([*CUTS * 5, {"hang": True}][-times:]):
        page.clock.run_for(2_000 + 100 * number)
        with page.expect_response("**/alerts/"):
            page.clock.run_for(2_100)
        page.route("**/alerts/", partial(cut, how))

        page.clock.run_for(25_000)
        assert not old.is_visible(), number
        page.clock.run_for(10_000)
        old.wait_for(timeout=2_000)
        page.unroute_all(behavior="ignoreErrors")
        if "hang" not in how:
            page.clock.run_for(4_000)
            old.wait_for(state="hidden")


def test_nobody_is_shut_out_by_the_alert_among_the_content(
    browse_as, live_server, emergency, barriers
):
    page = browse_as(
        add_staff("osei", shown_name="Dr Osei", roles=[Role.CLINICIAN, Role.AUTHOR], by=None)
    )
    page.goto(f"{live_server.url}/admin/")

    page.get_by_role("link", name="Ada Marlow").wait_for()
    assert barriers() == []
