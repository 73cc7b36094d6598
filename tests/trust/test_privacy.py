"""What is kept of a patient can be handed out whole, and can go without a trace."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.builders import a_response, a_visit
from tests.trust.world import NAME, NOTE, NUMBER, OTHER_NAME, WORDS
from triage.audit.models import AuditEvent
from triage.config import privacy
from triage.intake.models import Invitation, PackedResponse, Patient, Response, Visit
from triage.worklist.models import Acknowledgement, Act, SignOff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_quiet")]


def run(command: str, *words: str, **options: object) -> str:
    said = StringIO()
    call_command(command, *words, stdout=said, **options)
    return said.getvalue()


def closed(visit: Visit) -> Visit:
    Visit.objects.filter(pk=visit.pk).update(closed_at=timezone.now())
    return Visit.objects.get(pk=visit.pk)


# --- In their hands ---------------------------------------------------------------------------------


def test_everything_of_a_patient_is_handed_out(world, tmp_path):
    folder = tmp_path / "out"

    said = run("export_patient", world.signed.code, str(folder))

    told = json.loads((folder / "patient.json").read_text())
    text = (folder / "patient.json").read_text()
    assert all(words in text for words in (NAME, NUMBER, WORDS, NOTE))
    assert OTHER_NAME not in text
    for model in (Patient, Visit, Response, SignOff, Acknowledgement):
        kept = {field.name for field in model._meta.concrete_fields if not field.primary_key}
        for one in told[model._meta.label_lower]:
            assert kept - set(privacy.SECRET) - {"visit_ptr"} <= set(one), model
    assert len(told["intake.visit"]) == len(told["intake.response"]) == 2
    assert {"at", "who", "action"} == set(told["audit.auditevent"][0])
    papers = sorted(folder.glob("*.pdf"))
    assert len(papers) == 4
    assert all(paper.read_bytes().startswith(b"%PDF") for paper in papers)
    assert "5 files" in said
    assert AuditEvent.objects.filter(action="config.patient_exported").exists()


def test_an_export_holds_no_secret_and_no_name_in_a_file_name(world, tmp_path):
    folder = tmp_path / "out"
    run("export_patient", world.sent.code, str(folder))

    text = (folder / "patient.json").read_text()
    assert "token_hash" not in text
    assert not any("uill" in file.name for file in folder.iterdir())
    assert folder.stat().st_mode & 0o077 == 0


def test_an_export_overwrites_nothing(world, tmp_path):
    with pytest.raises(CommandError, match="there already"):
        run("export_patient", world.sent.code, str(tmp_path))


@pytest.mark.parametrize("command", ["export_patient", "erase_patient"])
def test_a_code_nobody_has_is_told(command, release, tmp_path):
    words = ["ZZZZZZ", str(tmp_path / "out")] if command == "export_patient" else ["ZZZZZZ"]

    with pytest.raises(CommandError, match="No visit has this code"):
        run(command, *words)


# --- None of it kept --------------------------------------------------------------------------------


def test_a_patient_is_erased_with_every_record_and_nobody_else_is(world):
    patient, others = world.sent.patient, Patient.objects.exclude(pk=world.sent.patient_id).count()
    closed(world.sent)
    gone = [world.sent.pk, world.signed.pk]

    assert "2 visits would be erased" in run("erase_patient", world.sent.code)
    assert Patient.objects.filter(pk=patient.pk).exists()
    assert "2 visits are erased" in run("erase_patient", world.sent.code, yes=True)

    assert not Patient.objects.filter(name=NAME).exists()
    for model in (Response, Invitation, Act, Acknowledgement, SignOff):
        assert not model.objects.filter(visit__in=gone).exists(), model
    assert not PackedResponse.objects.filter(response__visit__in=gone).exists()
    assert Patient.objects.count() == others
    assert Visit.objects.filter(pk=world.other.pk).exists()


def test_the_trail_keeps_that_it_happened(world):
    patient = world.sent.patient
    before = set(AuditEvent.objects.about(world.signed).values_list("pk", flat=True))
    closed(world.sent)

    run("erase_patient", world.sent.code, yes=True)

    assert before < set(AuditEvent.objects.about(world.signed).values_list("pk", flat=True))
    line = AuditEvent.objects.filter(action="intake.patient_erased").latest("pk")
    assert (line.subject_id, line.who) == (str(patient.pk), "Backstop itself")


def test_a_patient_whose_visit_is_open_is_not_erased(world):
    with pytest.raises(CommandError, match="not signed off"):
        run("erase_patient", world.sent.code, yes=True)


def test_a_purge_takes_exactly_what_is_too_old(release, settings):
    settings.BACKSTOP_KEEP_DAYS = 30
    now = timezone.now()
    ages = [0, 1, 29, 30, 31, 400]
    visits = [a_response(name=f"Somebody {age}").visit for age in ages]
    for visit, age in zip(visits, ages, strict=True):
        Visit.objects.filter(pk=visit.pk).update(
            closed_at=now - timedelta(days=age, seconds=1 if age == 30 else 0)
        )
    open_and_old, _ = a_visit(name="Somebody open")
    Visit.objects.filter(pk=open_and_old.pk).update(started_at=now - timedelta(days=400))

    assert run("purge", dry_run=True).startswith("3 visits would be erased.")
    said = run("purge")

    assert said.startswith("3 visits are erased.")
    assert "1 older visits are not signed off" in said
    mine = Patient.objects.filter(name__startswith="Somebody ")
    left = {"Somebody 0", "Somebody 1", "Somebody 29", "Somebody open"}
    assert {patient.name for patient in mine} == left
    assert set(mine.filter(visits__isnull=False).values_list("name", flat=True)) == left


def test_without_a_limit_nothing_is_purged(settings):
    settings.BACKSTOP_KEEP_DAYS = None

    assert "everything is kept" in run("purge")
