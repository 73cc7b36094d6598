"""What somebody writes, wherever they can, asks for nothing: the press opens no file and no connection."""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count, cycle
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.template.loader import render_to_string
from django.utils import timezone

from tests.builders import a_response, a_user, the_definition
from tests.documents.vectors import VECTORS
from triage.content.models import Release
from triage.documents import book
from triage.documents.book import book_of
from triage.documents.figures import shapes
from triage.documents.handout import handout_of
from triage.documents.limits import ENDLESS
from triage.documents.paper_form import paper_form_of
from triage.documents.printing import summary_job
from triage.engine import codec
from triage.engine.gate import Exemption, Verdict
from triage.engine.ruleset import Ruleset, prepare
from triage.engine.terms import Accepted
from triage.intake.models import Response
from triage.worklist.models import Act, Decision, Kind, SignOff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("release")]

LONGEST = max(map(len, VECTORS))
# Every text of a definition that somebody writes; the rest are codes, which have a shape of their own.
WRITTEN = frozenset(
    {
        "title",
        "name",
        "patient_text",
        "clinician_action",
        "timeframe",
        "text",
        "help",
        "label",
        "why",
    }
    | {"low", "high", "meaning", "suspect", "action", "evidence", "note", "points", "short"}
    | {"citation", "facts", "story"}
)
CODE = re.compile(r"[a-z_0-9]*")
OURS = (sys.prefix, sys.base_prefix, str(Path(__file__).parents[2] / "triage"))


def written(vectors: Iterator[str]) -> Any:
    """Return the content that ships with one of the vectors behind each of its texts."""

    def told(value: Any, key: str = "") -> Any:
        match value:
            case dict():
                return {name: told(inner, name) for name, inner in value.items()}
            case list():
                return [told(inner, key) for inner in value]
            case str() if key in WRITTEN and not CODE.fullmatch(value):
                return f"{value} {next(vectors)}"
            case _:
                return value

    return told(codec.encode(the_definition()))


@pytest.fixture
def papers(
    monkeypatch: pytest.MonkeyPatch, settings: LazySettings, release: Release
) -> Callable[[Iterator[str]], dict[str, dict[str, Any]]]:
    """Return what makes every document with a vector wherever somebody can write."""
    response, staff = a_response("V02", {"own_words": "x"}), a_user("the-doctor")
    ruleset: list[Ruleset] = []
    real = Release.ruleset
    monkeypatch.setattr(Release, "ruleset", lambda _self: ruleset[-1] if ruleset else real(_self))

    def made(vectors: Iterator[str]) -> dict[str, dict[str, Any]]:
        ruleset.append(prepare(codec.decode(written(vectors))))
        settings.BACKSTOP_CLINIC_NAME = next(vectors)
        settings.BACKSTOP_CLINIC_PHONE = next(vectors)
        settings.BACKSTOP_EMERGENCY_NUMBER = next(vectors)
        staff.shown_name = next(vectors)
        _fill_in(response, staff, vectors)
        _fill_in_release(release, vectors)
        reason = Accepted(violation="x", reason=next(vectors))
        verdict = Verdict((), (Exemption(reason, next(vectors)),), (next(vectors),))
        monkeypatch.setattr(book, "judge", lambda *_definition, **_today: verdict)
        summary, form = summary_job(response, ENDLESS), paper_form_of(release)
        pages: dict[str, Any] = {
            "handout": handout_of(response),
            "form": form,
            "book": book_of(release),
        }
        html: dict[str, dict[str, Any]] = {
            kind: {"html": render_to_string(f"documents/{kind}.html", {"paper": paper})}
            for kind, paper in pages.items()
        }
        html["form"]["pictures"] = {form.body.name: form.body.svg}
        return {**html, "summary": {"html": summary.html, "pictures": summary.pictures}}

    return made


def _fill_in(response: Response, staff: Any, vectors: Iterator[str]) -> None:
    visit = response.visit
    response.answers["own_words"] = next(vectors)
    visit.patient.name, visit.patient.identifier = next(vectors), next(vectors)
    acts = [
        Act(
            visit=visit,
            number=number,
            kind=kind,
            words=next(vectors),
            acted_at=timezone.now(),
            acted_by=staff,
        )
        for number, kind in enumerate((Kind.OVERRIDE, Kind.EXAMINATION, Kind.OUTCOME), start=1)
    ]
    vars(visit)["_prefetched_objects_cache"] = {"acts": acts}
    moment: dict[str, Any] = {"signed_at": timezone.now(), "signed_by": staff}
    SignOff(visit=visit, decision=Decision.ADVICE, note=next(vectors), **moment)


def _fill_in_release(release: Release, vectors: Iterator[str]) -> None:
    release.change_note, release.clinical_owner = next(vectors), next(vectors)
    for person in (release.submitted_by, release.published_by):
        assert person is not None
        person.shown_name = next(vectors)


def tags_in(html: str) -> Counter[str]:
    return Counter(re.findall(r"<[a-z0-9]+", html))


@pytest.mark.hazard("H11")
@pytest.mark.parametrize(
    "vectors",
    [VECTORS[:2], pytest.param(VECTORS[2:], marks=pytest.mark.long)],
    ids=["two", "twenty"],
)
def test_no_text_of_any_document_becomes_markup(vectors, papers):
    plain = {kind: tags_in(one["html"]) for kind, one in papers(cycle(["x" * LONGEST])).items()}

    for vector in vectors:
        for kind, one in papers(cycle([vector.ljust(LONGEST, "x")])).items():
            assert vector not in one["html"], kind
            assert tags_in(one["html"]) == plain[kind], kind


def test_every_field_that_somebody_writes_is_in_a_document(papers):
    """The test above says something of each field only when each is there."""
    numbers = (f"vector{number}." for number in count())
    html = " ".join(one["html"] for one in papers(numbers).values())

    written_in_all = int(next(numbers).removeprefix("vector").rstrip("."))
    seen = {int(number) for number in re.findall(r"vector(\d+)\.", html)}
    assert set(range(written_in_all)) - seen == set()


@contextmanager
def listened() -> Iterator[list[str]]:
    """Collect what is opened outside of Python's folders and ours, and every connection."""
    heard = list[str]()
    _listeners.append(heard)
    try:
        yield heard
    finally:
        _listeners.remove(heard)


_listeners = list[list[str]]()


def _hear(event: str, args: tuple[Any, ...]) -> None:
    if not _listeners or event not in {"open", "socket.connect", "subprocess.Popen"}:
        return
    if event == "open" and (isinstance(args[0], int) or str(args[0]).startswith(OURS)):
        return
    for heard in _listeners:
        heard.append(f"{event} {args[0]!r}")


sys.addaudithook(_hear)


def test_the_listener_of_this_test_hears(tmp_path):
    with listened() as heard:
        (tmp_path / "a").write_text("a")

    assert len(heard) == 1


@pytest.mark.hazard("H11")
@pytest.mark.parametrize(
    "kinds",
    [("summary", "handout"), pytest.param(("form", "book"), marks=pytest.mark.long)],
    ids=["of a visit", "of a release"],
)
def test_the_press_opens_and_connects_to_nothing(kinds, papers, press, capsys):
    made = papers(cycle(VECTORS))
    with listened() as heard:
        for kind in kinds:
            part = {
                "html": made[kind]["html"],
                "pictures": {**shapes(), **made[kind].get("pictures", {})},
            }
            assert press.bind([part], kind).startswith(b"%PDF")

    with capsys.disabled():
        print(f"\n{len(VECTORS)} vectors in the {' and the '.join(kinds)}: {len(heard)} accesses")  # noqa: T201 (the figure is asked for)
    assert heard == []
