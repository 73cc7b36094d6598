"""A line of the list taken from memory looks exactly as its template draws it."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from tests.builders import a_filled_in_visit, a_response, a_visit
from triage.accounts.models import User
from triage.audit.models import Actor
from triage.intake.actions import ask_for_help, save_answers, submit
from triage.intake.models import Patient, Visit
from triage.worklist import actions, lines
from triage.worklist.board import whole
from triage.worklist.lines import Lines
from triage.worklist.models import Kind

pytestmark = pytest.mark.usefixtures("release")

ALL = {"reads_answers": True, "hands_over": True, "checks_identity": True, "acknowledges": True}


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch) -> None:
    monkeypatch.setattr(lines, "_last", {})


def open_visits() -> list[Visit]:
    return list(whole(Visit.objects.open().most_urgent_first()))


def drawn(made: Lines) -> list[str]:
    shown: list[str] = [made.draw(visit) for visit in open_visits()]
    made.keep()
    return shown


def steps(by: User, other: User) -> list[Callable[[Random], object]]:
    """What may happen to somebody on the list."""

    def any_visit(chance: Random, **which: object) -> Visit:
        return chance.choice(list(Visit.objects.open().filter(**which)))

    def rename(chance: Random) -> None:
        name = chance.choice(["Ann <b>", "Ben & Co", "Céline"])
        Patient.objects.filter(visits=any_visit(chance)).update(name=name)

    def claim(chance: Random) -> None:
        visit = any_visit(chance)
        last = visit.acts.order_by("number").last()
        seen = last.number if last else 0
        if last and last.kind == Kind.CLAIM:
            actions.release(visit, seen=seen, by=last.acted_by)
        else:
            actions.claim(visit, seen=seen, by=chance.choice([by, other]))

    def save(chance: Random) -> None:
        said = chance.choice([("none",), ("limb_dead",), ("not_sure",)])
        visit = any_visit(chance, submitted_at=None)
        save_answers(visit, "emergency", {"emergency_now": said}, by=Actor.PATIENT)

    return [
        rename,
        claim,
        save,
        lambda chance: ask_for_help(any_visit(chance, submitted_at=None), by=Actor.PATIENT),
        lambda _: User.objects.filter(pk=other.pk).update(shown_name="Dr Somebody Else"),
        lambda chance: a_visit(name=chance.choice(["New", "Newer"])),
        lambda _: submit(a_filled_in_visit("V03", name="Sent now"), by=Actor.PATIENT),
        lambda chance: Visit.objects.filter(pk=any_visit(chance).pk).update(
            started_at=timezone.now() - timedelta(hours=chance.randint(1, 30))
        ),
    ]


@pytest.mark.parametrize("seed", range(3))
def test_what_is_remembered_is_what_would_be_drawn(clinician, another_clinician, seed):
    chance = Random(seed)  # noqa: S311 no secret hangs on it
    for vignette in ("V01", "V02", "V10"):
        a_response(vignette)
    a_visit(name="Not begun")
    happens = steps(clinician, another_clinician)
    now = timezone.now()
    for turn in range(12):
        chance.choice(happens)(chance)
        now += timedelta(minutes=chance.choice([0, 0, 7]))
        sees = {name: bool(chance.randint(0, 3)) for name in ALL}
        made = Lines(sees, now, f"token{turn}")

        assert drawn(made) == [made.plain(visit) for visit in open_visits()]


def test_a_line_that_says_what_it_said_is_not_drawn_again(emergency, monkeypatch):
    now = timezone.now()
    first = drawn(Lines(ALL, now, "one"))
    monkeypatch.setattr(lines, "render_to_string", lambda *_: pytest.fail("It was drawn again."))

    (again,) = drawn(Lines(ALL, now + timedelta(minutes=5), "other"))

    assert again != first[0]
    assert "5 min" in again
    assert "other" in again


def test_what_has_left_the_list_is_forgotten(emergency, plain):
    drawn(Lines(ALL, timezone.now(), "one"))
    Visit.objects.filter(pk=emergency.pk).update(closed_at=timezone.now())
    drawn(Lines(ALL, timezone.now(), "one"))

    assert emergency.patient.name not in repr(lines._last)
    assert plain.patient.name in repr(lines._last)


def test_a_search_forgets_nothing(client_for, clinician, emergency, plain):
    client = client_for(clinician)
    client.get("/")
    client.get("/?q=nobody-of-that-name")

    assert plain.patient.name in repr(lines._last)
