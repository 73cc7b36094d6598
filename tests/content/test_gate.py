"""The gate keeps broken content out and names the object; what it lets in was looked at twice."""

import html
import re
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from tests.builders import a_user
from tests.content.mistakes import GOOD, SEEDED, with_rule
from tests.content.shipped import PACK, shipped
from tests.content.small import EMPTY_KEY, KEY, REASONS, blind
from triage.content.actions import TransitionError, load_definition, publish, submit_for_review
from triage.content.gate import GateError
from triage.content.models import Release
from triage.content.models.release import TamperedReleaseError
from triage.engine import codec
from triage.engine.gate import judge
from triage.engine.problems import Part
from triage.engine.terms import Accepted, Tier

TODAY = date(2026, 6, 12)


def test_what_is_good_passes() -> None:
    assert judge(GOOD, today=TODAY).messages() == ()


def test_the_shipped_pack_passes() -> None:
    assert judge(shipped(), today=TODAY).messages() == ()


@pytest.mark.hazard("H04")
@pytest.mark.parametrize("mistake", SEEDED)
def test_a_seeded_mistake_is_refused_and_its_object_named(mistake: str) -> None:
    build, kind, name = SEEDED[mistake]

    failures = judge(build(), today=TODAY).failures

    assert (kind, name) in {(failure.kind, failure.name) for failure in failures}, failures
    assert all(
        not name or name in one.message for one in failures if (one.kind, one.name) == (kind, name)
    )


# --- Exceptions -------------------------------------------------------------------------------------


@pytest.mark.hazard("H03")
def test_a_broken_promise_is_told_as_a_story_and_kept_out() -> None:
    failures = judge(blind(), today=TODAY).of(Part.PROOF)

    assert [failure.violation for failure in failures] == [KEY, EMPTY_KEY]
    assert "Weak_Since: “Not sure” → self_care" in failures[0].message


def test_what_cannot_be_proved_is_kept_out_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("triage.engine.solver.MOST_CONFLICTS", 0)

    failures = judge(GOOD, today=TODAY).failures

    assert [(one.part, one.message) for one in failures] == [
        (Part.PROOF, "The rules are too intricate to be proved.")
    ]


@pytest.mark.django_db
def test_an_exception_is_made_beside_the_story_of_its_patient(client_for, author) -> None:
    client, home = client_for(author), load_definition(blind(REASONS[0]), by=a_user())
    check = client.get(f"/admin/content/questionnaire/{home.pk}/check/").content.decode()
    assert "Let it stand, with a reason" in check

    accept = f"/admin/content/accepted/add/?questionnaire={home.pk}&violation={EMPTY_KEY}"
    for address in (accept, f"/admin/content/accepted/{home.accepted.get().pk}/change/"):
        told = str(client.get(address).context["adminform"].form.fields["reason"].help_text)
        assert "→ self_care" in told
        assert "Why is this right for patients?" in told


@pytest.mark.django_db
def test_a_patient_before_and_after_an_answer_gets_worse_is_opened(client_for, author) -> None:
    home = load_definition(
        with_rule("NEU-01", when="weak_new and not has(numb, saddle)"), by=a_user()
    )
    client = client_for(author)
    page = client.get(f"/admin/content/questionnaire/{home.pk}/check/").content.decode()
    links = re.findall(r'href="(/vignettes/new/[^"]*)"', page)

    before = [html.unescape(one) for one in links if "before" in one]
    assert before
    assert {one.removesuffix("&before") for one in before} < {html.unescape(one) for one in links}
    assert all(client.get(one).status_code == 200 for one in before)


@pytest.mark.django_db
def test_failures_on_the_review_lead_authors_to_the_working_copy(
    client_for, author, approver, monkeypatch
) -> None:
    home = load_definition(GOOD, by=a_user())
    release = submit_for_review(home, change_note="More.", by=a_user("the-author"))
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2100, 1, 1))
    review = f"/admin/content/release/{release.pk}/change/"
    edit = f'href="/admin/content/source/{home.sources.get().pk}/change/"'

    assert edit in client_for(author).get(review).content.decode()
    assert edit not in client_for(approver).get(review).content.decode()


def test_a_reason_lets_a_broken_promise_stand_and_an_empty_one_does_not() -> None:
    assert judge(blind(*REASONS), today=TODAY).passed
    assert not judge(blind(Accepted(KEY, " "), REASONS[1]), today=TODAY).passed


@pytest.mark.django_db
def test_an_approver_ticks_every_exception_or_nothing_is_published() -> None:
    questionnaire = load_definition(blind(*REASONS), by=a_user())
    release = submit_for_review(questionnaire, change_note="As said.", by=a_user("the-author"))

    with pytest.raises(TransitionError, match="Accept each exception"):
        publish(release, accepting=[KEY], by=a_user("the-approver"))
    publish(release, accepting=[KEY, EMPTY_KEY], by=a_user("the-approver"))

    assert [one["violation"] for one in release.definition["accepted"]] == [KEY, EMPTY_KEY]


# --- Where the gate stands --------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_fails_is_neither_submitted_nor_published() -> None:
    questionnaire = load_definition(GOOD, by=a_user())
    release = submit_for_review(questionnaire, change_note="More.", by=a_user("the-author"))
    questionnaire.rules.filter(code="CES-01").update(tier=int(Tier.SOON))
    with pytest.raises(GateError, match="Vignette V1"):
        submit_for_review(questionnaire, change_note="More.", by=a_user("the-author"))

    lowered = codec.encode(with_rule("CES-01", tier=Tier.SOON))
    Release.objects.update(definition=lowered, sha256=codec.digest(lowered))
    with pytest.raises(GateError, match="Vignette V1"):
        publish(release, by=a_user("the-approver"))


@pytest.mark.django_db
def test_a_stored_definition_is_read_anew_when_it_is_published() -> None:
    questionnaire = load_definition(GOOD, by=a_user())
    release = submit_for_review(questionnaire, change_note="More.", by=a_user("the-author"))
    release.ruleset()  # this process remembers it from now on
    Release.objects.update(definition={**release.definition, "title": "X"})

    with pytest.raises(TamperedReleaseError, match="does not match its hash"):
        publish(release, by=a_user("the-approver"))


def test_the_command_says_what_the_gate_says(capsys, tmp_path) -> None:
    call_command("check_content", str(PACK))
    assert "pass the gate" in capsys.readouterr().out

    broken = tmp_path / "broken.json"
    broken.write_text(codec.canonical(codec.encode(with_rule("CES-01", tier=Tier.SOON))))
    with pytest.raises(CommandError, match="stays shut"):
        call_command("check_content", str(broken))
    assert "Vignette V1 is expected emergency" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_told_in_a_sentence(tmp_path) -> None:
    with pytest.raises(CommandError, match=r"pack.json cannot be read."):
        call_command("check_content", str(tmp_path / "pack.json"))


def test_the_command_tells_all_that_is_wrong_with_a_pack(capsys, tmp_path) -> None:
    file = tmp_path / "pack.json"
    file.write_text(codec.canonical(codec.encode(with_rule("CES-01", when="has(", sentence="S9"))))

    with pytest.raises(CommandError, match="stays shut"):
        call_command("check_content", str(file))
    told = capsys.readouterr().out
    assert "unknown patient sentence `S9`" in told
    assert "In rule CES-01" in told


@pytest.mark.django_db
def test_without_content_there_is_nothing_to_check() -> None:
    with pytest.raises(CommandError, match="no content"):
        call_command("check_content")
    load_definition(GOOD, by=a_user())
    call_command("check_content")
