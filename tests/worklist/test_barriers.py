"""Nobody is shut out of any page of staff, in any role, whatever went wrong on it."""

import pytest
from playwright.sync_api import Error

from tests.builders import a_filled_in_visit, a_response
from tests.worklist.opened import sign_off
from triage.accounts.access import Audience, access_table
from triage.intake.models import Visit
from triage.worklist import actions
from triage.worklist.models import Decision, Kind

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

ROLES = ("clinician", "front_desk", "manager", "author", "approver", "auditor")


def addresses(code: str) -> list[str]:
    """Return every address of staff that can be looked at, of one visit where it is of a visit."""
    rows = [row for row in access_table() if row.access and row.access.audience is Audience.STAFF]
    filled = [
        row.address.replace("<slug:page>", "about").replace("<slug:key>", "visits") for row in rows
    ]
    for part in ("visit_code", "str", "slug"):
        filled = [one.replace(f"<{part}:code>", code) for one in filled]
    return [one for one in filled if "<" not in one and "." not in one]


@pytest.mark.parametrize("person", ROLES)
def test_nobody_is_shut_out_of_any_address_in_any_role(
    person, browse_as, live_server, barriers, request
):
    visit = a_response("V02").visit
    page, found, seen = browse_as(request.getfixturevalue(person)), [], 0
    for address in addresses(visit.code):
        try:
            answer = page.goto(live_server.url + address)
        except Error:  # what is only pressed has no page of its own to show
            continue
        is_page = page.evaluate("document.doctype !== null")  # and no part of another
        if answer is None or answer.status not in {200, 403, 409} or not is_page:
            continue
        seen += 1
        found += [f"{address}: {one}" for one in barriers()]

    print(f"{person}: {seen} pages")  # noqa: T201 (shown with -s)
    assert found == []
    assert seen >= len(ROLES)


def test_nobody_is_shut_out_of_what_goes_wrong(
    browse_as, live_server, clinician, another_clinician, barriers
):
    visit, closed = a_response("V02").visit, a_response("V11").visit
    page, found = browse_as(clinician), list[str]()

    def press(address: str, button: str) -> None:
        page.goto(live_server.url + address)
        with page.expect_navigation():
            page.get_by_role("button", name=button).first.click()
        found.extend(f"{address}: {one}" for one in barriers())

    for act in ("override", "examination", "outcome", "correct/about"):
        press(f"/visits/{visit.code}/{act}/", "Keep")
    press(f"/visits/{visit.code}/", "Sign off")

    # Somebody else is quicker, first with an act and then with the sign-off.
    lost = f"/visits/{closed.code}/examination/"
    page.goto(live_server.url + lost)
    page.get_by_label("Findings in words").fill("Walks well.")
    said = {"words": "Rang.", "details": {}, "seen": 0, "by": another_clinician}
    actions.note(closed, Kind.OUTCOME, **said)
    with page.expect_navigation():
        page.get_by_role("button", name="Keep").click()
    assert page.get_by_text("wrote while you were writing").is_visible()
    found.extend(f"conflict: {one}" for one in barriers())
    sign_off(closed, decision=Decision.TODAY, note="Seen.", by=another_clinician)
    with page.expect_navigation():
        page.get_by_role("button", name="Keep").click()
    assert page.get_by_role("heading", name="What you wrote").is_visible()
    found.extend(f"lost: {one}" for one in barriers())
    for act in ("final", "amendment"):
        press(f"/visits/{closed.code}/{act}/", "Keep")

    assert found == []


def test_nobody_is_shut_out_of_a_visit_in_any_state(browse_as, live_server, clinician, barriers):
    states = [a_filled_in_visit("V02"), a_response("V01").visit, a_response("V04").visit]
    sign_off(states[2], decision=Decision.TODAY, note="Seen.", by=clinician)
    Visit.objects.filter(pk=a_response("V03").visit.pk).update(findings=["NO-99"])
    page, found = browse_as(clinician), []
    for visit in Visit.objects.all():
        page.goto(f"{live_server.url}/visits/{visit.code}/")
        found += [f"{visit.code}: {one}" for one in barriers()]

    assert found == []
