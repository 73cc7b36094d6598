"""The pages of authors when something is wrong, refused or half done: open to everybody too."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.builders import a_published_release, a_release_in_review, a_response, a_user
from tests.content.mistakes import GOOD, with_rule
from tests.content.small import KEY, REASONS, blind
from triage.accounts.actions import add_staff
from triage.accounts.roles import Role
from triage.content.actions import load_definition
from triage.content.models import Questionnaire, Release
from triage.content.pack_file import write_pack
from triage.engine.terms import Tier

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]

ADMIN = "/admin/content"


@pytest.fixture
def home() -> Questionnaire:
    """A working copy that breaks two promises, of which one is accepted."""
    return load_definition(blind(REASONS[0]), by=a_user())


@pytest.fixture
def author_page(browse_as, home) -> Page:
    roles = [Role.AUTHOR, Role.CLINICIAN]
    page: Page = browse_as(add_staff("both", shown_name="Dr B. Both", roles=roles, by=None))
    return page


@pytest.mark.parametrize(
    "case",
    [
        ("questionnaire/{home}/check/", "Let it stand, with a reason"),
        ("accepted/{accepted}/change/", "Why is this right for patients?"),
        ("accepted/{accepted}/delete/", "Are you sure"),
        ("accepted/add/?questionnaire={home}&violation=" + KEY, "Why is this right for patients?"),
        ("page/{page}/delete/", "is in use"),
        ("questionnaire/{home}/delete/", "Edits in its history"),
    ],
)
def test_a_page_that_complains_meets_no_barrier(
    author_page, home, live_server, complaints, barriers, case
) -> None:
    address, says = case
    known = {
        "home": home.pk,
        "accepted": home.accepted.get().pk,
        "page": home.pages.get(key="signs").pk,
    }
    author_page.goto(f"{live_server.url}{ADMIN}/{address.format(**known)}")

    author_page.get_by_text(says).first.wait_for()
    assert complaints == []
    assert barriers() == []


def test_a_counter_example_and_a_visit_as_vignettes_meet_no_barrier(
    author_page, home, live_server, complaints, barriers
) -> None:
    a_published_release()
    visit = a_response("V02").visit
    accepted = home.accepted.get()
    accepted.delete()

    for address in (
        f"/vignettes/new/{home.pk}/?violation={KEY}",
        f"/vignettes/from-visit/{visit.code}/",
    ):
        author_page.goto(live_server.url + address)
        author_page.get_by_role("button", name="Save the vignette").wait_for()
        assert complaints == []
        assert barriers() == []


def test_a_preview_that_cannot_start_meets_no_barrier(
    author_page, home, live_server, complaints, barriers
) -> None:
    home.rules.filter(code="CES-01").update(when="has(")
    author_page.goto(f"{live_server.url}{ADMIN}/questionnaire/{home.pk}/check/")
    author_page.get_by_role("button", name="Preview as a patient").click()

    author_page.get_by_text("cannot be shown to patients as it is").wait_for()
    assert barriers() == []


def test_a_file_that_is_looked_at_meets_no_barrier(
    author_page, live_server, complaints, barriers, tmp_path: Path
) -> None:
    load_definition(GOOD, by=a_user())
    file = tmp_path / "pack.json"
    file.write_text(write_pack(with_rule("CES-01", tier=Tier.SOON)))
    author_page.goto(f"{live_server.url}{ADMIN}/questionnaire/import/")
    author_page.get_by_label("Content pack").set_input_files(file)
    author_page.get_by_role("button", name="Look at it").click()

    author_page.get_by_role("button", name="Load into the working copy").wait_for()
    assert complaints == []
    assert barriers() == []


def test_the_review_of_exceptions_and_of_a_changed_release_meets_no_barrier(
    browse_as, approver, live_server, complaints, barriers
) -> None:
    release = a_release_in_review(blind(*REASONS))
    page = browse_as(approver)
    review = f"{live_server.url}{ADMIN}/release/{release.pk}/change/"
    page.goto(review)
    page.get_by_text("Exceptions you accept").first.wait_for()
    assert complaints == []
    assert barriers() == []

    Release.objects.filter(pk=release.pk).update(definition={"title": "X"})
    page.goto(review)
    page.get_by_text("does not match its hash").wait_for()
    assert complaints == []
    assert barriers() == []
