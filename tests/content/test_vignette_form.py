"""Test patients are written by filling in the patient's own form."""

from typing import Any

import pytest
from django.test import Client

from tests.builders import a_release_in_review, a_user
from tests.content.small import KEY, a_publishable, blind
from tests.intake.screen import as_posted
from triage.accounts.actions import add_staff
from triage.accounts.roles import Role
from triage.audit.models import AuditEvent
from triage.content.actions import load_definition
from triage.content.history import edits_of
from triage.content.models import Questionnaire, Rule, Vignette
from triage.engine import codec
from triage.engine.terms import Answer
from triage.intake.actions import submit
from triage.intake.models import Response, Visit


@pytest.fixture
def home(db) -> Questionnaire:
    return a_release_in_review(a_publishable()).questionnaire


@pytest.fixture
def client(client_for, author, home) -> Client:
    signed_in: Client = client_for(author)
    return signed_in


def address(vignette: Vignette) -> str:
    return f"/vignettes/{vignette.pk}/"


def sent(page: Any, **changes: Any) -> dict[str, Any]:
    """Return what the page would send, with some answers and facts changed."""
    facts = page.context["facts"]
    data = {f"case-{name}": facts[name].value() for name in facts.fields}
    answers: dict[str, Answer] = {}
    for _, part in page.context["parts"]:
        answers |= {name: part[name].value() for name in part.fields if part[name].value()}
    data["seen"] = page.context["seen"]
    data["case-age"] = data["case-age"] or ""
    return {**data, **as_posted(answers), **changes}


def gives(page: Any) -> tuple[str, set[str]]:
    outcome = page.context["outcome"]
    return outcome.tier.code, {rule.id for rule in outcome.rules}


# --- Running ----------------------------------------------------------------------------------------


def test_every_vignette_opens_as_a_filled_in_form_and_gives_what_is_expected(client, home):
    for vignette in home.vignettes.all():
        page = client.get(address(vignette))

        assert page.context["as_expected"], vignette
        assert gives(page)[1] == {rule.code for rule in vignette.rules.all()}


def test_an_answer_changed_is_run_at_once_and_not_kept(client, home):
    vignette = home.vignettes.get(code="V6")

    page = client.post(address(vignette), sent(client.get(address(vignette)), weak="yes", do="run"))

    assert not page.context["as_expected"]
    assert "weak_since" in {name for _, part in page.context["parts"] for name in part.fields}
    assert "weak" not in page.context["form"].errors
    vignette.refresh_from_db()
    assert vignette.answers["weak"] == "no"


def test_what_it_gives_can_be_taken_for_what_is_expected(client, home):
    vignette = home.vignettes.get(code="V6")
    changes = {"weak": "yes", "weak_since": "new", "do": "expect"}

    page = client.post(address(vignette), sent(client.get(address(vignette)), **changes))

    assert page.context["as_expected"]
    assert page.context["facts"]["rules"].value() == "NEU-01"


def test_a_rule_that_was_changed_shows_at_once(client, home):
    Rule.objects.filter(code="NEU-01").update(when="weak_new and num(pain) >= 10")

    assert not client.get(address(home.vignettes.get(code="V3"))).context["as_expected"]


def test_content_that_cannot_be_read_is_mended_first(client, home):
    Rule.objects.filter(code="NEU-01").update(when="has(")

    page = client.get(address(home.vignettes.get(code="V3")))

    assert page.status_code == 409
    assert "In rule NEU-01" in page.content.decode()


def test_a_form_no_rule_speaks_of_is_told(client, home):
    Rule.objects.filter(code="OK-01").update(when="num(pain) >= 10")

    page = client.get(address(home.vignettes.get(code="V6")))

    assert "No rule speaks" in page.content.decode()


# --- Saving -----------------------------------------------------------------------------------------


def test_a_vignette_is_saved_with_its_history(client, author, home):
    vignette = home.vignettes.get(code="V6")
    changes = {"pain": "9", "case-title": "A bad day", "do": "save"}

    client.post(address(vignette), sent(client.get(address(vignette)), **changes))

    vignette.refresh_from_db()
    assert (vignette.title, vignette.answers["pain"]) == ("A bad day", 9)
    edit = edits_of(vignette).get()
    assert edit.user == author
    assert {field for field, _, _ in edit.changes} == {"title", "answers"}
    noted = AuditEvent.objects.about(vignette).latest("pk")
    assert (noted.action, noted.user) == ("content.vignette_saved", author)


def test_saving_what_is_there_changes_nothing(client, home):
    before = {one.code: codec.decode_answers(one.answers) for one in home.vignettes.all()}

    for vignette in home.vignettes.all():
        page = client.get(address(vignette))
        assert client.post(address(vignette), sent(page, do="save")).status_code == 302

    after = {one.code: codec.decode_answers(one.answers) for one in home.vignettes.all()}
    assert after == before
    assert not home.edits.filter(kind="vignette").exists()


def test_a_new_vignette_stands_last_and_may_leave_questions_open(client, home):
    new = f"/vignettes/new/{home.pk}/"
    facts = {"case-title": "Nothing said", "case-story": "Left early.", "do": "save"}

    answer = client.post(new, sent(client.get(new), **facts))

    vignette = home.vignettes.last()
    assert vignette is not None
    assert answer.headers["Location"] == address(vignette)
    assert (vignette.code, vignette.age, vignette.answers) == ("V09", -1, {})
    assert client.get(address(vignette)).context["as_expected"]


def test_answers_to_what_is_not_asked_are_not_kept(client, home):
    vignette = home.vignettes.get(code="V3")

    page = client.get(address(vignette))
    client.post(address(vignette), sent(page, weak="no", weak_since="new", do="save"))

    vignette.refresh_from_db()
    assert "weak_since" not in vignette.answers


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"case-title": ""}, "title"),
        ({"case-code": "V1"}, "code"),
        ({"case-age": "999"}, "age"),
        ({"case-rules": "XYZ-01"}, "rules"),
        ({"case-tier": "urgent"}, "tier"),
    ],
)
def test_what_cannot_be_kept_is_told_at_its_field(client, home, changes, field):
    vignette = home.vignettes.get(code="V6")

    page = client.post(address(vignette), sent(client.get(address(vignette)), do="save", **changes))

    assert page.context["facts"].errors.keys() == {field}


def test_answers_that_exclude_each_other_are_told_and_not_kept(client, home):
    vignette = home.vignettes.get(code="V6")

    page = client.post(
        address(vignette), sent(client.get(address(vignette)), numb=["none", "leg"], do="save")
    )

    assert "Choose one or the other" in page.content.decode()
    vignette.refresh_from_db()
    assert vignette.answers["numb"] == ["none"]


@pytest.mark.hazard("H04")
def test_the_second_of_two_authors_is_told_both_values(client, home):
    vignette = home.vignettes.get(code="V6")
    first, second = (sent(client.get(address(vignette))) for _ in range(2))
    client.post(address(vignette), {**first, "pain": "9", "do": "save"})

    run = client.post(address(vignette), {**second, "pain": "1", "do": "run"})
    refused = client.post(address(vignette), sent(run, do="save"))

    assert "pain: 9" in refused.content.decode()
    vignette.refresh_from_db()
    assert vignette.answers["pain"] == 9
    client.post(address(vignette), sent(refused, do="save"))
    vignette.refresh_from_db()
    assert vignette.answers["pain"] == 1


def test_the_admin_leads_authors_to_the_form_and_lets_others_read(
    client_for, client, approver, home
):
    vignette = home.vignettes.get(code="V3")
    admin = f"/admin/content/vignette/{vignette.pk}/change/"

    assert client.get(admin).headers["Location"] == address(vignette)
    assert f"/vignettes/new/{home.pk}/" in client.get("/admin/content/vignette/").content.decode()
    assert client.get("/admin/content/vignette/add/").status_code == 403
    reader = client_for(approver)
    assert "weak: yes" in reader.get(admin).content.decode()
    assert "/vignettes/new/" not in reader.get("/admin/content/vignette/").content.decode()


# --- Where they come from ---------------------------------------------------------------------------


def test_a_counter_example_opens_as_a_filled_in_form(client_for, author, db):
    home = load_definition(blind(), by=a_user())
    client = client_for(author)
    check = client.get(f"/admin/content/questionnaire/{home.pk}/check/").content.decode()
    new = f"/vignettes/new/{home.pk}/?violation={KEY}"
    assert new in check.replace("%3A", ":")

    page = client.get(new)

    assert gives(page)[0] == "self_care"
    assert "Not sure” → self_care" in page.context["notes"][0]
    assert home.vignettes.count() == 8
    assert client.get(f"/vignettes/new/{home.pk}/?violation=worse:x").status_code == 404


@pytest.fixture
def both(db):
    return add_staff("osei", shown_name="Dr Osei", roles=[Role.AUTHOR, Role.CLINICIAN], by=None)


@pytest.mark.hazard("H14")
def test_a_finished_visit_becomes_a_vignette_without_identity(client_for, both, response):
    visit = response.visit
    client = client_for(both)

    page = client.get(f"/vignettes/from-visit/{visit.code}/")
    text = page.content.decode().partition("<main")[2]  # the alert above it names who waits
    facts = {"case-title": "From practice", "case-story": "Somebody.", "do": "save"}
    home = visit.release.questionnaire
    client.post(f"/vignettes/new/{home.pk}/", sent(page, **facts))

    vignette = home.vignettes.last()
    assert vignette is not None
    assert page.context["as_expected"]
    assert (vignette.age, vignette.tier) == (response.age, response.urgency)
    kept = str(vignette.answers) + vignette.story + text
    for secret in ("Zebedee", visit.code, "1971", "zebra", visit.patient.birth_date.isoformat()):
        assert secret not in kept
    assert vignette.answers["numbness"] == response.answers["numbness"]
    noted = AuditEvent.objects.about(visit).latest("pk")
    assert (noted.action, noted.user) == ("intake.taken_for_vignette", both)


@pytest.fixture
def response(db) -> Response:
    from tests.builders import a_filled_in_visit  # noqa: PLC0415

    visit = a_filled_in_visit("V02", {"story": "I am Zebedee and I ride a zebra."}, name="Zebedee")
    return submit(visit, by=a_user("the-desk"))


def test_only_an_author_who_is_a_clinician_reads_a_visit(client_for, author, clinician, response):
    place = f"/vignettes/from-visit/{response.visit.code}/"

    assert client_for(author).get(place).status_code == 403
    assert client_for(clinician).get(place).status_code == 403


def test_a_visit_that_was_not_sent_is_no_vignette(client_for, both, response):
    Visit.objects.filter(pk=response.visit_id).update(code="OTHER1")

    assert client_for(both).get("/vignettes/from-visit/NOBODY/").status_code == 404


@pytest.mark.parametrize("person", ["approver", "auditor", "clinician", "front_desk"])
def test_only_authors_write_vignettes(request, client_for, home, person):
    client = client_for(request.getfixturevalue(person))
    vignette = home.vignettes.get(code="V6")

    assert client.get(address(vignette)).status_code == 403
    assert client.post(address(vignette), {"do": "save"}).status_code == 403
    assert client.post(f"/vignettes/new/{home.pk}/", {"do": "save"}).status_code == 403
