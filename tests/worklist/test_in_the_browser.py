"""The list stays fresh by itself and says so when it cannot; nobody is shut out of the pages."""

import pytest
from django.urls import reverse

from tests.builders import a_response, a_visit
from triage.intake.models import Visit

pytestmark = pytest.mark.django_db(transaction=True)


def address_of(visit: Visit) -> str:
    return reverse("worklist:visit", args=[visit.code])


@pytest.fixture
def browser(browse_as, clinician, complaints):
    """A clinician's browser whose clock stands until it is wound on."""
    page = browse_as(clinician)
    page.clock.install()
    return page


@pytest.mark.hazard("H01")
def test_a_new_emergency_appears_without_anybody_pressing_anything(
    browser, live_server, complaints
):
    a_visit(name="Already here")
    browser.goto(live_server.url)
    browser.get_by_label("Name, code").fill("half a na")
    a_response("V02", name="Ada Marlow")

    browser.clock.run_for(16_000)

    browser.get_by_role("link", name="Ada Marlow", exact=True).wait_for()
    assert browser.get_by_label("Name, code").input_value() == "half a na"
    assert complaints == []


@pytest.mark.long
def test_the_keyboard_stays_where_it_was(browser, live_server, emergency):
    browser.goto(live_server.url)
    browser.get_by_role("link", name="Ada Marlow", exact=True).focus()
    before = browser.locator("[data-updated]").text_content()

    browser.clock.run_for(16_000)
    browser.wait_for_function(
        "before => document.querySelector('[data-updated]').textContent != before", arg=before
    )

    assert browser.evaluate("document.activeElement.textContent") == "Ada Marlow"


@pytest.mark.hazard("H01")
@pytest.mark.parametrize("answer", [{"status": 500}, {"abort": True}])
def test_a_list_that_cannot_be_updated_says_so(browser, live_server, emergency, answer):
    browser.goto(live_server.url)
    stale = browser.get_by_text("This list is old.")
    assert not stale.is_visible()
    browser.route(
        "**/", lambda route: route.abort() if "abort" in answer else route.fulfill(**answer)
    )

    browser.clock.run_for(16_000)

    stale.wait_for()


def test_a_list_whose_reader_was_signed_out_says_so(browser, live_server, emergency):
    browser.goto(live_server.url)
    browser.context.clear_cookies()

    browser.clock.run_for(16_000)

    browser.get_by_text("This list is old.").wait_for()


@pytest.mark.long
def test_a_list_that_was_old_and_is_fresh_again_says_no_more(browser, live_server, emergency):
    browser.goto(live_server.url)
    browser.route("**/", lambda route: route.abort())
    browser.clock.run_for(16_000)
    browser.get_by_text("This list is old.").wait_for()
    browser.unroute_all()

    browser.clock.run_for(16_000)

    browser.get_by_text("This list is old.").wait_for(state="hidden")


@pytest.mark.hazard("H01")
@pytest.mark.parametrize("size", [(1280, 720), (768, 1024)])
def test_an_emergency_is_seen_without_scrolling(browser, live_server, size):
    for number in range(6):
        a_visit(name=f"Patient {number}")
    a_response("V02", name="Ada Marlow")
    browser.set_viewport_size({"width": size[0], "height": size[1]})

    browser.goto(live_server.url)

    box = browser.get_by_role("row", name="Ada Marlow").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < size[1]


def test_nobody_is_shut_out(browser, live_server, barriers, emergency, under_way, plain):
    found = []
    for address in ("/", "/signed/", "/?tier=soon", address_of(emergency), address_of(under_way)):
        browser.goto(live_server.url + address)
        found += barriers()
    browser.goto(live_server.url + address_of(plain))
    browser.get_by_role("button", name="Sign off Marcus Bell").click()
    browser.get_by_role("link", name="Your decision").wait_for()
    found += barriers()

    assert found == []


@pytest.mark.long
def test_nothing_scrolls_sideways(browser, live_server, emergency, under_way):
    for width in (320, 390, 820, 1280):
        browser.set_viewport_size({"width": width, "height": 800})
        for address in ("/", address_of(emergency), address_of(under_way)):
            browser.goto(live_server.url + address)
            assert browser.evaluate("document.documentElement.scrollWidth") <= width, address
