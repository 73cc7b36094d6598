"""A source past its review date keeps new content from patients, but not the demo from starting."""

from datetime import date

import pytest
from django.core.management import call_command

from tests.builders import a_user
from triage.content.actions import load_definition, submit_for_review
from triage.content.gate import GateError
from triage.content.models import Questionnaire, published_release

pytestmark = pytest.mark.django_db


@pytest.fixture
def _in_2031(monkeypatch):
    """Every review date of the shipped content has passed."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2031, 1, 1))


@pytest.mark.usefixtures("_in_2031")
def test_the_sample_content_loads_after_its_review_dates(capsys):
    call_command("load_sample_content")

    assert published_release().is_sample
    assert "were to be reviewed" in capsys.readouterr().out


@pytest.mark.usefixtures("_in_2031")
def test_the_same_content_is_not_published_anew(client_for, author):
    call_command("load_sample_content")
    questionnaire = Questionnaire.objects.get()

    with pytest.raises(GateError, match="was to be reviewed by"):
        submit_for_review(questionnaire, change_note="Again.", by=author)
    page = client_for(author).get(f"/admin/content/questionnaire/{questionnaire.pk}/check/")
    assert "was to be reviewed by" in page.content.decode()


def test_before_its_review_dates_nothing_is_said(capsys):
    call_command("load_sample_content")

    assert "reviewed" not in capsys.readouterr().out


def test_what_fails_for_another_reason_is_not_excused(capsys, monkeypatch, sound_pack_with_a_fault):
    monkeypatch.setattr(
        "triage.content.management.commands.load_sample_content.PACK", sound_pack_with_a_fault
    )

    with pytest.raises(GateError, match="is fired by no vignette"):
        call_command("load_sample_content")


@pytest.fixture
def sound_pack_with_a_fault(tmp_path):
    from dataclasses import replace  # noqa: PLC0415

    from tests.content.small import a_publishable  # noqa: PLC0415
    from triage.content.pack_file import write_pack  # noqa: PLC0415

    file = tmp_path / "pack.json"
    definition = a_publishable()
    file.write_text(write_pack(replace(definition, vignettes=definition.vignettes[1:])))
    return file


def test_no_source_is_overdue_on_its_last_day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2028, 11, 22))
    call_command("load_sample_content")

    load_definition(published_release().stored(), by=a_user())
    submit_for_review(Questionnaire.objects.get(), change_note="Again.", by=a_user("author"))
