"""Who would have moved, on the page of a release and on its own, as an author meets it."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.builders import a_published_release, a_response
from triage.accounts.actions import add_staff
from triage.accounts.roles import Role
from triage.content.models import Release
from triage.engine.terms import Tier


@pytest.fixture
def release(transactional_db: None) -> Release:
    release = a_published_release()
    for vignette in ("V01", "V03"):
        a_response(vignette)
    return release


@pytest.fixture
def author_page(browse_as, release) -> Page:
    roles = [Role.AUTHOR, Role.CLINICIAN]
    page: Page = browse_as(add_staff("lind", shown_name="Dr A. Lind", roles=roles, by=None))
    return page


@pytest.mark.hazard("H14")
def test_the_page_of_a_release_tells_who_would_have_moved(
    author_page: Page,
    live_server,
    release: Release,
    complaints: list[str],
    barriers: Callable[[], list[str]],
):
    def slowly(route: Route) -> None:
        time.sleep(1.5)  # the page has to wait for longer than a second
        route.continue_()

    author_page.route("**/impact/**", slowly)
    author_page.goto(f"{live_server.url}/admin/content/release/{release.pk}/change/")
    here = author_page.locator("[data-impact]")

    expect(here.get_by_role("progressbar")).to_be_visible()
    expect(here).to_contain_text("Tried on 2 past responses")
    expect(here.get_by_role("progressbar")).to_have_count(0)
    assert complaints == []
    assert barriers() == []


@pytest.mark.long
def test_its_own_page_leads_to_the_visits(
    author_page: Page, live_server, release: Release, barriers: Callable[[], list[str]]
):
    release.questionnaire.rules.filter(tier=Tier.SAME_DAY).update(tier=Tier.ROUTINE)
    author_page.goto(f"{live_server.url}/impact/working-copy/{release.questionnaire_id}/")

    expect(author_page.get_by_role("heading", name="Less urgent")).to_be_visible()
    assert barriers() == []
    author_page.locator(".impact__visits a").first.click()
    expect(author_page).to_have_url(re.compile("/visits/"))


@pytest.mark.long
def test_what_goes_wrong_is_said(author_page: Page, live_server, release: Release):
    author_page.route("**/impact/**", lambda route: route.abort())
    author_page.goto(f"{live_server.url}/admin/content/release/{release.pk}/change/")

    expect(author_page.locator("[data-impact]")).to_contain_text("That did not work")
    expect(author_page.locator("[data-impact] a")).to_be_visible()
