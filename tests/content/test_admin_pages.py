"""The pages authors and approvers work on: open to everybody, and quiet in the console."""

import pytest

from tests.builders import a_release_in_review, a_user
from tests.content.small import a_publishable
from triage.content.actions import publish, submit_for_review
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
        found += [f"/admin/content/{part}/"]
        found += [f"/admin/content/{part}/add/"] if part != "vignette" else []
    import_page = "/admin/content/questionnaire/import/"
    return [*found, f"{home}/change/", f"{home}/check/", import_page]


def rows(release: Release) -> list[str]:
    questionnaire = release.questionnaire
    page = questionnaire.pages.get(key="signs")
    found = [page, page.questions.get(link_id="numb")]
    parts = ("facts", "rules", "sentences", "guidance", "sources", "tier_texts", "vignettes")
    found += [getattr(questionnaire, part).first() for part in parts]
    return [f"/admin/content/{row._meta.model_name}/{row.pk}/change/" for row in found]


def beside(release: Release) -> list[str]:
    """Return the pages beside those that edit: reading, deciding, history, deletion, test patients."""
    home = release.questionnaire
    used, free = home.rules.get(code="CES-01"), home.rules.get(code="AGE-01")
    article = home.guidance.get(code="A-ALL")
    return [
        f"/admin/content/release/{release.pk}/change/",
        f"/admin/content/questionnaire/import/?release={release.pk}",
        f"/admin/content/questionnaire/{home.pk}/history/",
        f"/admin/content/rule/{free.pk}/history/",
        f"/admin/content/rule/{used.pk}/delete/",
        f"/admin/content/sentence/{used.sentence_id}/delete/",
        f"/admin/content/guidance/{article.pk}/delete/",
        f"/vignettes/{home.vignettes.get(code='V3').pk}/",
        f"/vignettes/new/{home.pk}/",
    ]


@pytest.mark.long
def test_authors_meet_no_barrier(browse_as, author, release, live_server, complaints, barriers):
    page = browse_as(author)

    for address in [*addresses(release), *rows(release), *beside(release)]:
        complaints.clear()
        page.goto(live_server.url + address)
        assert (address, complaints) == (address, [])
        assert (address, barriers()) == (address, [])


@pytest.mark.long
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


def test_a_second_editor_is_told_without_a_barrier(
    browse_as, author, release, live_server, complaints, barriers
):
    page = browse_as(author)
    rule = release.questionnaire.rules.first()
    page.goto(f"{live_server.url}/admin/content/rule/{rule.pk}/change/")
    rule.title = "Changed by another"
    rule.save()

    page.get_by_label("Title").fill("Mine")
    page.get_by_role("button", name="Save", exact=True).click()

    page.get_by_text("It is now: “Changed by another”. You have: “Mine”.").wait_for()
    assert complaints == []
    assert barriers() == []
    page.goto(f"{live_server.url}/admin/content/rule/{rule.pk}/history/")
    assert barriers() == []


@pytest.mark.long
def test_a_changed_release_is_read_without_a_barrier(
    browse_as, author, release, live_server, complaints, barriers
):
    publish(release, by=a_user("the-approver"))
    rule = release.questionnaire.rules.get(code="AGE-01")
    rule.title = "Older than seventy"
    rule.save()
    page = browse_as(author)
    new = submit_for_review(release.questionnaire, change_note="Plainer.", by=author)

    for address in (
        f"/admin/content/release/{new.pk}/change/",
        f"/admin/content/questionnaire/import/?release={release.pk}",
    ):
        page.goto(live_server.url + address)
        page.get_by_text("Older than seventy").first.wait_for()
        assert complaints == []
        assert barriers() == []


@pytest.mark.long
def test_the_preview_meets_no_barrier(
    browse_as, author, release, check_address, complaints, barriers
):
    page = browse_as(author)
    page.goto(check_address)
    page.get_by_role("button", name="Preview as a patient").click()
    page.get_by_text("Preview: nothing is kept.").wait_for()
    assert barriers() == []
    page.get_by_role("link", name="Start").click()
    page.wait_for_url("**/preview/part/**")
    assert barriers() == []
    page.get_by_role("button", name="Leave the preview").click()

    page.wait_for_url("**/check/")
    assert complaints == []


def test_a_vignette_is_run_as_it_is_answered(
    browse_as, author, release, live_server, complaints, barriers
):
    page = browse_as(author)
    vignette = release.questionnaire.vignettes.get(code="V6")
    page.goto(f"{live_server.url}/vignettes/{vignette.pk}/")
    page.get_by_text("As expected.").wait_for()

    page.locator("#id_weak-yes").check(force=True)

    page.get_by_text("Not what is expected.").wait_for()
    page.get_by_text("Tell us about weak_since.").wait_for()
    assert complaints == []
    assert barriers() == []
    page.get_by_label("Title").fill("")
    page.get_by_role("button", name="Save the vignette").click()
    page.get_by_role("alert").get_by_text("Title").wait_for()
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

    assert page.get_by_text("is published. New visits use it.").is_visible()
