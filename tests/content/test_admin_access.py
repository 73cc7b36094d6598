"""Who may do what with content: authors write, approvers decide, others look or stay out."""

import pytest
from django.test import Client

from tests.builders import a_release_in_review
from tests.content.small import a_publishable, publishable_rules, publishable_vignettes
from tests.engine.builders import QUIET, RULES, a_rule, a_vignette
from triage.accounts.models import User
from triage.content.models import Release, Rule, Status, TierText
from triage.engine.terms import Tier

LISTS = [
    "fact",
    "guidance",
    "page",
    "question",
    "questionnaire",
    "release",
    "rule",
    "sentence",
    "source",
    "tiertext",
    "vignette",
]
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def release(db) -> Release:
    return a_release_in_review(a_publishable())


def review(release: Release) -> str:
    return f"/admin/content/release/{release.pk}/change/"


def check(release: Release) -> str:
    return f"/admin/content/questionnaire/{release.questionnaire_id}/check/"


# --- The ladder -------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", LISTS)
@pytest.mark.parametrize("person", ["author", "approver", "auditor", "manager"])
def test_these_see_all_content(request, client_for, release, person, model):
    client = client_for(request.getfixturevalue(person))

    assert client.get(f"/admin/content/{model}/").status_code == 200


@pytest.mark.parametrize("person", ["clinician", "front_desk"])
def test_these_stay_out(request, client_for, release, person):
    client = client_for(request.getfixturevalue(person))

    assert client.get("/admin/content/rule/").status_code == 403
    assert client.get(review(release)).status_code == 403
    assert client.get(check(release)).status_code == 403


def test_strangers_are_sent_to_sign_in(release):
    assert Client().get(review(release)).status_code == 302


@pytest.mark.parametrize("person", ["approver", "auditor", "manager"])
def test_only_authors_write(request, client_for, release, person):
    client = client_for(request.getfixturevalue(person))
    rule = Rule.objects.get(code="AGE-01")

    assert client.get(f"/admin/content/rule/{rule.pk}/change/").status_code == 200
    assert client.post(f"/admin/content/rule/{rule.pk}/change/", {}).status_code == 403
    assert client.post(f"/admin/content/rule/{rule.pk}/delete/", {}).status_code == 403
    assert client.post("/admin/content/rule/add/", {}).status_code == 403
    assert client.post(check(release), {"change_note": "Mine."}).status_code == 403
    assert Release.objects.count() == 1


@pytest.mark.parametrize("person", ["author", "auditor", "manager"])
@pytest.mark.parametrize("decision", ["publish", "return"])
def test_only_approvers_decide(request, client_for, release, person, decision):
    client = client_for(request.getfixturevalue(person))

    response = client.post(review(release), {"decision": decision, "comment": "No."})

    assert response.status_code == 403
    assert "Your decision" not in client.get(review(release)).content.decode()


def test_nobody_edits_a_release(release, client):
    client.force_login(User.objects.create_superuser("root"))

    assert client.get("/admin/content/release/add/").status_code == 403
    assert client.post(f"/admin/content/release/{release.pk}/delete/").status_code == 403
    client.post(review(release), {"change_note": "Edited", "status": "published"})

    stored = Release.objects.get(pk=release.pk)
    assert (stored.change_note, stored.status) == ("A first edition.", Status.IN_REVIEW)


@pytest.mark.parametrize("key", ["999", "x"])
def test_there_is_no_page_for_no_release(client_for, approver, release, key):
    assert client_for(approver).get(f"/admin/content/release/{key}/change/").status_code == 404


# --- Submitting -------------------------------------------------------------------------------------


def test_an_author_submits_with_a_note(client_for, author, release):
    response = client_for(author).post(check(release), {"change_note": "Plainer."}, follow=True)

    new = Release.objects.get(number=2)
    assert (new.change_note, new.submitted_by) == ("Plainer.", author)
    assert "waits for a second person" in response.content.decode()


@pytest.mark.parametrize("note", ["", "  "])
def test_a_note_is_asked_for(client_for, author, release, note):
    response = client_for(author).post(check(release), {"change_note": note})

    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {"change_note"}
    assert Release.objects.count() == 1


def test_what_is_wrong_is_told_and_nothing_submitted(client_for, author, release):
    Rule.objects.filter(code="CES-01").update(when="has(numb, sadle)")

    response = client_for(author).post(check(release), {"change_note": "Plainer."})

    page = response.content.decode()
    assert "In rule CES-01: unknown option `sadle` of question `numb`" in page
    assert "It cannot be submitted" in page
    assert Release.objects.count() == 1


def test_a_questionnaire_shows_the_way_to_its_parts(client_for, author, release):
    page = client_for(author).get(
        f"/admin/content/questionnaire/{release.questionnaire_id}/change/"
    )

    found = {words: client_for(author).get(url) for words, _, url in page.context["parts"]}
    counts = {words: count for words, count, _ in page.context["parts"]}
    assert {words: one.context["cl"].result_count for words, one in found.items()} == counts
    assert counts["rules"] == len(RULES)


def test_there_is_nothing_to_check_without_a_questionnaire(client_for, author, release):
    assert client_for(author).get("/admin/content/questionnaire/999/check/").status_code == 404


# --- Lists ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("family=CES", {"CES-01", "CES-02"}),
        ("tier__exact=2", {"AGE-01"}),
        ("source=E1&family=NEU", {"NEU-01", "NEU-02"}),
        ("q=weak_new", {"NEU-01"}),
    ],
)
def test_rules_are_found(client_for, author, release, query, codes):
    page = client_for(author).get(f"/admin/content/rule/?{query}")

    assert {rule.code for rule in page.context["cl"].queryset} == codes


def test_what_an_author_writes_is_text_on_every_page(client_for, author):
    nasty = a_rule("XSS-01", Tier.ROUTINE, "num(pain) >= 9", title=SCRIPT, suspect=SCRIPT)
    case = a_vignette(
        id="VX", answers={**QUIET, "pain": 9}, tier=Tier.ROUTINE, rules=("XSS-01",), title=SCRIPT
    )
    release = a_release_in_review(
        a_publishable(
            title=SCRIPT,
            rules=(*publishable_rules(), nasty),
            vignettes=(*publishable_vignettes(), case),
        )
    )
    for model in (Rule, TierText):
        texts = [field.name for field in model._meta.fields if field.name in {"title", "name"}]
        model.objects.update(**dict.fromkeys(texts, SCRIPT))
    for part in ("pages", "sources", "guidance", "vignettes"):
        rows = getattr(release.questionnaire, part)
        rows.update(**{"short" if part == "sources" else "title": SCRIPT})
    release.questionnaire.sentences.update(text=SCRIPT)
    release.questionnaire.facts.update(when=SCRIPT, meaning=SCRIPT)
    client = client_for(author)
    pages = [f"/admin/content/{model}/" for model in LISTS]
    rows = [f"{url}{client.get(url).context['cl'].queryset[0].pk}/change/" for url in pages]

    for url in [*pages, *rows, check(release), review(release)]:
        answer = client.get(url, follow=True)
        page = answer.content.decode()
        assert SCRIPT not in page, url
        # A vignette of content that cannot be read is not shown.
        assert "&lt;script&gt;" in page or answer.status_code == 409, url
