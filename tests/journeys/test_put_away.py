"""A shared tablet warns, waits for one tap, and puts the form away with what was on the page kept."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.builders import a_user, a_visit
from tests.journeys.hands import give, tap
from triage.engine.terms import Tier
from triage.intake.actions import hand_over
from triage.intake.models import Visit, Way

WARNED = "Are you still there?"


@pytest.fixture
def kiosk(page: Page, live_server: LiveServer, form: object) -> Page:
    """A kiosk on the page of the first signs, with a clock that can be turned on."""
    visit, _ = a_visit()
    token = hand_over(visit, way=Way.KIOSK, by=a_user("the-desk"))
    give(page.context, token)
    page.clock.install()
    page.goto(f"{live_server.url}/form/part/emergency/")
    return page


@pytest.mark.long
@pytest.mark.hazard("H07", "H20")
def test_one_tap_goes_on_as_often_as_one_likes(kiosk: Page) -> None:
    dialog = kiosk.get_by_role("dialog", name=WARNED)
    tap(kiosk, "emergency_now", "none")
    for _ in range(10):
        kiosk.clock.fast_forward(61_000)
        dialog.wait_for()
        # From the warning on there are twenty seconds at least.
        kiosk.clock.fast_forward(20_000)
        assert dialog.is_visible()
        kiosk.get_by_role("button", name="Yes, go on").click()
        dialog.wait_for(state="hidden")

    assert kiosk.locator("#id_emergency_now-none").is_checked()
    assert Visit.objects.get().token_hash is not None


@pytest.mark.hazard("H07")
def test_whoever_reads_or_writes_is_not_asked(kiosk: Page) -> None:
    for _ in range(6):
        kiosk.clock.fast_forward(50_000)
        kiosk.keyboard.press("Tab")

    assert not kiosk.get_by_role("dialog", name=WARNED).is_visible()


@pytest.mark.hazard("H07", "H19")
def test_what_stood_on_the_page_is_kept_and_alerts_staff(kiosk: Page) -> None:
    tap(kiosk, "emergency_now", "limb_dead")
    kiosk.clock.fast_forward(65_000)
    kiosk.get_by_role("dialog", name=WARNED).wait_for()
    kiosk.clock.fast_forward(31_000)
    kiosk.wait_for_url("**/form/away/")

    visit = Visit.objects.get()
    assert (visit.tier, visit.told["emergency_now"]) == (Tier.EMERGENCY, ("limb_dead",))
    assert (visit.token_hash, visit.submitted_at) == (None, None)
    kept = kiosk.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
    assert kept[:2] == [0, 0]
    assert "backstop_visit" not in kept[2]


@pytest.mark.hazard("H07")
def test_without_a_network_the_page_is_wiped_all_the_same(kiosk: Page) -> None:
    tap(kiosk, "emergency_now", "limb_dead")
    kiosk.context.set_offline(True)
    kiosk.clock.fast_forward(65_000)
    kiosk.get_by_role("dialog", name=WARNED).wait_for()
    kiosk.clock.fast_forward(31_000)

    kiosk.get_by_role("heading", name="This form was put away").wait_for()
    assert kiosk.locator("input").count() == 0


@pytest.mark.long
@pytest.mark.hazard("H07")
def test_one_may_put_it_away_oneself(kiosk: Page) -> None:
    kiosk.clock.fast_forward(65_000)
    kiosk.get_by_role("button", name="No, put it away").click()

    kiosk.wait_for_url("**/form/away/")
    assert Visit.objects.get().token_hash is None
