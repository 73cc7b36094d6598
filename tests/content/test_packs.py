"""A pack is read from strangers: shown first, never live, and refused in one plain sentence."""

import json
import subprocess
import sys
from dataclasses import replace
from time import perf_counter
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from tests.builders import a_published_release, a_user
from tests.conftest import rarely
from tests.content.hostile import HOSTILE, zipped
from tests.content.mistakes import GOOD, with_question, with_rule
from tests.content.shipped import ROOT, document, shipped
from triage.accounts.actions import add_staff
from triage.content.actions import load_definition, note_edit
from triage.content.freeze import freeze
from triage.content.history import snapshot
from triage.content.models import Questionnaire, Release
from triage.content.pack_file import PackError, read_pack, write_pack
from triage.engine.pack_schema import pack_schema
from triage.engine.terms import Tier

IMPORT = "/admin/content/questionnaire/import/"
MOST_SECONDS = 5
"""No file may hold anybody up for longer, however busy the machine is."""


def assert_in_time(begun: float) -> None:
    """Look whether it took no longer; of what is traced line by line the time says nothing."""
    assert sys.gettrace() is not None or perf_counter() - begun < MOST_SECONDS


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_one_plain_sentence(name: str) -> None:
    data = HOSTILE[name]()
    begun = perf_counter()

    with pytest.raises(PackError) as refusal:
        read_pack(data)

    assert_in_time(begun)
    is_plain(str(refusal.value))


def is_plain(said: str) -> None:
    """Look whether a refusal is one sentence."""
    assert 10 < len(said) < 500
    assert "\n" not in said
    assert "Traceback" not in said


READER = """
import json, sys
from pathlib import Path
from tests.memory import peak, start_over
from triage.content.pack_file import LARGEST, PackError, read_pack

start_over()
before = peak()
for file in sorted(Path(sys.argv[1]).iterdir()):
    with file.open("rb") as opened:
        try:
            read_pack(opened.read(LARGEST + 1))
        except PackError:
            pass
print(json.dumps(peak() - before))
"""


def test_no_hostile_file_fills_the_memory(tmp_path) -> None:
    for number, build in enumerate(HOSTILE.values()):
        (tmp_path / str(number)).write_bytes(build())

    # A process of its own, so that the most it ever held is what reading took.
    done = subprocess.run(  # noqa: S603 (our own words)
        [sys.executable, "-c", READER, str(tmp_path)],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    grown = json.loads(done.stdout)
    print(f"{len(HOSTILE)} hostile files: {grown / 1e6:.0f} MB more memory")  # noqa: T201 a figure to report

    assert grown < 200_000_000


SOME = ["100 MB of blanks", "depth 100,000 of lists", "NaN", "zip", "UTF-16", "half a character"]
SOME += [name for name in HOSTILE if name.startswith("1,000")]


@pytest.mark.no_cover
@pytest.mark.parametrize("name", SOME)
def test_a_hostile_file_is_refused_in_the_admin(name, author_client, questionnaire) -> None:
    begun = perf_counter()
    page = upload(author_client, HOSTILE[name]())

    assert_in_time(begun)
    is_plain(page.context["error"])
    assert freeze(questionnaire).title == "Small"


@pytest.mark.no_cover
@pytest.mark.parametrize("name", [*SOME[:3], *rarely(*SOME[3:])])
def test_a_hostile_file_is_refused_by_the_command(name, tmp_path, capsys) -> None:
    file = tmp_path / "pack.json"
    file.write_bytes(HOSTILE[name]())
    begun = perf_counter()

    with pytest.raises(CommandError) as refusal:
        call_command("check_content", str(file))

    assert_in_time(begun)
    assert "\n" not in str(refusal.value)
    assert all(len(line) < 500 for line in capsys.readouterr().out.splitlines())


@pytest.mark.parametrize("definition", [GOOD, shipped()], ids=["small", "shipped"])
def test_a_round_trip_loses_nothing(definition) -> None:
    assert read_pack(write_pack(definition).encode()) == definition


def test_the_published_schema_is_the_one_of_the_nouns() -> None:
    assert document(ROOT / "docs" / "content-pack.schema.json") == pack_schema()


# --- In the admin -----------------------------------------------------------------------------------


def upload(client, data: bytes) -> Any:
    return client.post(IMPORT, {"file": SimpleUploadedFile("pack.json", data)})


def load(client, page: Any) -> Any:
    """Press the button below what loading would change."""
    sent = {name: page.context[name] for name in ("pack", "seen")}
    return client.post(IMPORT, {**sent, "decision": "load"})


def test_a_working_copy_goes_out_and_comes_back(client_for, author, questionnaire) -> None:
    client = client_for(author)
    pack = client.get(f"/admin/content/questionnaire/{questionnaire.pk}/export/")
    assert pack["Content-Disposition"] == 'attachment; filename="small.json"'

    assert read_pack(pack.content) == freeze(questionnaire)


def test_a_pack_is_shown_first_and_lands_in_the_working_copy_alone(client_for, author, db) -> None:
    live = a_published_release(GOOD)
    client = client_for(author)
    lowered = with_rule("CES-01", tier=Tier.SOON)

    page = upload(client, write_pack(lowered).encode())
    assert b"Vignette V1 is expected emergency" in page.content
    assert b"Tier down" in page.content
    assert freeze(live.questionnaire) == GOOD

    answer = load(client, page)
    assert answer.status_code == 302
    assert freeze(live.questionnaire) == lowered
    assert Release.objects.get().stored() == GOOD


def test_a_pack_of_something_new_makes_a_working_copy(client_for, author, db) -> None:
    client = client_for(author)
    page = upload(client, write_pack(GOOD).encode())
    load(client, page)

    assert freeze(Questionnaire.objects.get()) == GOOD


def test_what_is_no_pack_is_refused_in_a_sentence(client_for, author, db) -> None:
    client = client_for(author)

    assert b"a content pack is JSON" in upload(client, zipped()).content
    assert client.post(IMPORT, {"pack": "{", "decision": "load"}).context["error"]
    assert client.get(f"{IMPORT}?release=x").status_code == 404
    assert b"Choose a file" in client.get(IMPORT).content
    assert not Questionnaire.objects.exists()


def test_an_old_release_is_loaded_again(client_for, author, db) -> None:
    release = a_published_release(GOOD)
    load_definition(with_rule("AGE-01", title="Older"), by=a_user())
    client = client_for(author)

    page = client.get(f"{IMPORT}?release={release.pk}")
    load(client, page)

    assert freeze(release.questionnaire) == GOOD


def test_what_somebody_edits_meanwhile_is_not_overwritten_in_silence(
    client_for, author, questionnaire
) -> None:
    client, colleague = client_for(author), add_staff("sato", shown_name="Dr Sato", by=None)
    page = upload(client, write_pack(with_rule("AGE-01", title="Old")).encode())
    rule = questionnaire.rules.get(code="AGE-01")
    before = snapshot(rule)
    rule.title = "Very old"
    rule.save()
    note_edit(rule, before=before, after=snapshot(rule), by=colleague)

    told = load(client, page)
    assert "Dr Sato has changed this since you opened the page" in told.context["error"]
    assert "Very old" in told.content.decode()
    assert questionnaire.rules.get(code="AGE-01").title == "Very old"

    assert load(client, told).status_code == 302
    assert questionnaire.rules.get(code="AGE-01").title == "Old"


@pytest.mark.parametrize(
    ("definition", "told"),
    [
        (with_rule("AGE-01", title="x" * 81), "Rule AGE-01 has a title that cannot be kept"),
        (replace(GOOD, title="x" * 121), "Questionnaire small has a title that cannot be kept"),
        (with_question("pain", low="x" * 61), "Question `pain` has a words at 0 that cannot be"),
    ],
    ids=["rule", "questionnaire", "question"],
)
def test_a_text_too_long_for_its_place_is_told(author_client, questionnaire, definition, told):
    page = upload(author_client, write_pack(definition).encode())

    assert told in load(author_client, page).context["error"]
    assert freeze(questionnaire).rules[-2].title == "Seen"


def test_a_large_pack_goes_through_the_form(author_client, questionnaire) -> None:
    large = replace(GOOD, sources=(replace(GOOD.sources[0], facts="“é”" * 200_000),))

    page = upload(author_client, write_pack(large).encode())

    assert load(author_client, page).status_code == 302
    assert freeze(questionnaire) == large


@pytest.mark.parametrize("person", ["approver", "auditor", "clinician"])
def test_only_authors_load_content(request, client_for, questionnaire, person) -> None:
    client = client_for(request.getfixturevalue(person))

    assert client.get(IMPORT).status_code == 403


def test_who_may_not_see_content_exports_none(client_for, clinician, questionnaire) -> None:
    address = f"/admin/content/questionnaire/{questionnaire.pk}/export/"

    assert client_for(clinician).get(address).status_code == 403
