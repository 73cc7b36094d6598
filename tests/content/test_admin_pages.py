"""The pages authors and approvers work on: open to everybody, and quiet in the console."""

import pytest

from tests.builders import a_release_in_review
from tests.content.small import a_publishable
from triage.content.models import Release

PARTS = [
    "accepted",
    "page",
    "question",
    "fact",
    "rule",
    "sentence",
    "guidance",
    "source",
    "tiertext",
    "vignette",
    "questionnaire",
]


@pytest.fixture
def release(transactional_db) -> Release:
    return a_release_in_review(a_publishable())


@pytest.fixture
def check_address(live_server, release) -> str:
    return f"{live_server.url}/admin/content/questionnaire/{release.questionnaire_id}/check/"


def addresses(release: Release) -> list[str]:
    found = ["/admin/", "/admin/content/", "/admin/content/release/"]
    home = f"/admin/content/questionnaire/{release.questionnaire_id}"
    for part in PARTS:
        found += [f"/admin/content/{part}/", f"/admin/content/{part}/add/"]
    import_page = "/admin/content/questionnaire/import/"
    return [*found, f"{home}/change/", f"{home}/check/", import_page]


def rows(release: Release) -> list[str]:
    questionnaire = release.questionnaire
    page = questionnaire.pages.get(key="signs")
    found = [page, page.questions.get(link_id="numb")]
    parts = ("facts", "rules", "sentences", "guidance", "sources", "tier_texts", "vignettes")
    found += [getattr(questionnaire, part).first() for part in parts]
    return [f"/admin/content/{row._meta.model_name}/{row.pk}/change/" for row in found]


def test_authors_meet_no_barrier(browse_as, author, release, live_server, complaints, barriers):
    page = browse_as(author)

    for address in [*addresses(release), *rows(release)]:
        complaints.clear()
        page.goto(live_server.url + address)
        assert (address, complaints) == (address, [])
        assert (address, barriers()) == (address, [])


def test_a_refused_form_meets_no_barrier(
    browse_as, author, release, live_server, complaints, barriers
):
    page = browse_as(author)
    rule = release.questionnaire.rules.first()
    page.goto(f"{live_server.url}/admin/content/rule/{rule.pk}/change/")

    page.get_by_label("When").fill("has(numb, sadle)")
    page.get_by_role("button", name="Save", exact=True).click()

    page.get_by_text("did you mean `saddle`? (line 1, letter 11)").wait_for()
    assert complaints == []
    assert barriers() == []


def test_an_option_is_added_in_the_browser(browse_as, author, release, live_server, complaints):
    page = browse_as(author)
    question = release.questionnaire.pages.get(key="about").questions.get(link_id="area")
    page.goto(f"{live_server.url}/admin/content/question/{question.pk}/change/")

    page.get_by_role("button", name="Add another Option").click()
    page.locator("#id_options-2-code").fill("chest")
    page.locator("#id_options-2-label").fill("Chest")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/content/question/")

    assert [option.code for option in question.options.all()] == ["back", "neck", "chest"]
    assert complaints == []


def test_from_submitting_to_publishing_without_a_barrier(
    browse_as, author, approver, check_address, barriers
):
    page = browse_as(author)
    page.goto(check_address)
    page.get_by_role("button", name="Submit for review").click()
    assert barriers() == []
    page.get_by_label("What changed").fill("Plainer words.")
    page.get_by_role("button", name="Submit for review").click()
    page.wait_for_url("**/release/*/change/")

    browse_as(approver)
    page.reload()
    assert barriers() == []
    page.get_by_role("button", name="Return to the author").click()
    assert barriers() == []
    page.get_by_role("button", name="Publish").click()
    page.wait_for_load_state()

    assert page.get_by_text("is published: new visits are asked it").is_visible()
