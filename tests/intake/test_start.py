"""Starting a visit: who comes, and under which release."""

from datetime import date

import pytest

from tests.builders import a_filled_in_visit, a_user, a_visit, the_definition
from triage.audit.models import Actor, AuditEvent
from triage.content.actions import retire
from triage.content.models import Release
from triage.engine.terms import FILLED_BY
from triage.intake.actions import (
    VisitError,
    hand_over,
    save_answers,
    start_visit,
    submit,
    take_back,
)
from triage.intake.models import Patient, Visit, Way, visit_of
from triage.intake.models.tokens import hash_of
from triage.intake.models.visit import HELPERS

ADA = {"name": "Ada Marlow", "birth_date": date(1992, 3, 12)}


def start(**changes):
    return start_visit(**{**ADA, **changes}, by=a_user("the-desk"))


def test_a_visit_is_pinned_to_the_published_release(release):
    visit = start()

    assert visit.release == release
    assert visit.told == {"birth_date": "1992-03-12"}
    assert (visit.tier, visit.submitted_at, visit.token_hash) == (None, None, None)


def test_the_start_is_written_down():
    visit = start()

    [line] = AuditEvent.objects.about(visit)
    assert (line.action, line.user) == ("intake.visit_started", a_user("the-desk"))


def test_without_a_published_release_no_visit_starts(release):
    retire(release, by=a_user("the-approver"))

    with pytest.raises(Release.DoesNotExist):
        start()
    assert not Patient.objects.exists()


def test_codes_have_six_letters_that_are_not_mistaken_for_one_another():
    codes = {start().code for _ in range(50)}

    assert len(codes) == 50
    assert {len(code) for code in codes} == {6}
    assert not set("".join(codes)) & set("01AEIOULS")


@pytest.mark.parametrize("name", ["Ada Marlow", "ADA MARLOW", "  ada\t marlow "])
def test_somebody_without_a_number_is_known_by_name_and_birth_date(name):
    assert start(name=name).patient == start().patient


@pytest.mark.hazard("H21")
@pytest.mark.parametrize(
    "other",
    [
        {"name": "Ida Marlow"},
        {"birth_date": date(1992, 3, 13)},
        {"identifier": "C-1"},
        {"identifier": "c-1", "name": "Ada Marlow"},
    ],
)
def test_another_person_is_another_patient(other):
    assert start(**other).patient != start().patient


def test_somebody_with_a_number_is_known_by_all_three():
    first = start(identifier="C-1", name="Ada Marlow")

    assert start(identifier="C-1", name="ada  marlow").patient == first.patient


@pytest.mark.hazard("H21")
@pytest.mark.parametrize("other", [{"name": "Ida Marlow"}, {"birth_date": date(1992, 3, 13)}])
def test_a_number_that_belongs_to_somebody_else_is_refused(other):
    start(identifier="C-1")

    with pytest.raises(VisitError, match="somebody with another name or birth date"):
        start(**other, identifier="C-1")
    assert (Patient.objects.count(), Visit.objects.count()) == (1, 1)


def test_nobody_is_named_in_a_log():
    assert str(start().patient).startswith("patient ")


# --- Handing over -----------------------------------------------------------------------------------


def test_a_token_stands_for_its_visit():
    visit, token = a_visit()

    assert visit_of(token) == visit
    assert visit_of("") is visit_of(token + "x") is visit_of(visit.code) is None


def test_only_the_hash_of_a_token_is_kept():
    visit, token = a_visit()
    visit.refresh_from_db()

    assert len(token) >= 22
    assert token not in str(vars(visit))


@pytest.mark.hazard("H07")
def test_a_new_screen_takes_the_visit_from_the_old_one():
    visit, old = a_visit()
    new = hand_over(visit, by=a_user("the-desk"))

    assert visit_of(old) is None
    assert visit_of(new) == visit
    assert [line.action for line in AuditEvent.objects.about(visit)].count(
        "intake.visit_handed_over"
    ) == 2


@pytest.mark.parametrize(("hours", "holds"), [(11, True), (12, False)])
def test_a_screen_holds_a_visit_for_a_working_day_at_most(wait, hours, holds):
    visit, token = a_visit()
    wait(hours=hours)

    assert (visit_of(token) == visit) is holds


@pytest.mark.hazard("H07")
def test_a_visit_that_was_taken_back_is_held_by_no_screen_and_goes_on_later():
    visit, token = a_visit()
    save_answers(visit, "coping", {"own_words": "It hurts."}, by=Actor.PATIENT)
    take_back(visit, by=Actor.PATIENT)

    assert visit_of(token) is None
    again = visit_of(hand_over(visit, by=a_user("the-desk")))
    assert again is not None
    assert again.told["own_words"] == "It hurts."


def test_what_is_kept_of_a_secret_cannot_be_made_without_the_key_of_the_site(settings):
    kept = hash_of("a secret")
    settings.SECRET_KEY = "of another site"

    assert len(kept) == 64
    assert hash_of("a secret") != kept


@pytest.mark.parametrize(
    ("way", "words"),
    [
        (Way.TABLET, "on a tablet of the clinic"),
        (Way.TOGETHER, "together with staff"),
    ],
)
def test_a_visit_says_by_which_way_it_was_handed_over(way, words):
    visit, _ = a_visit()
    hand_over(visit, way=way, by=a_user("the-desk"))
    visit.refresh_from_db()

    assert visit.get_way_display() == words


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("self", ""),
        ("carer", "with somebody who helps"),
        ("staff", "with clinic staff"),
        ("interpreter", "with an interpreter"),
        (None, ""),
    ],
)
@pytest.mark.hazard("H21")
def test_a_visit_says_who_helps_the_patient_to_answer(said, words):
    visit, _ = a_visit()
    visit = save_answers(visit, "about", {"filled_by": said}, by=Actor.PATIENT)

    assert visit.helper == words


def test_who_helps_is_asked_of_every_patient():
    asked = {q.link_id: q for page in the_definition().pages for q in page.questions}[FILLED_BY]

    assert {option.code for option in asked.options} == {"self", *HELPERS}
    assert asked.required


def test_a_visit_that_was_sent_is_not_handed_over():
    visit = a_filled_in_visit()
    submit(visit, by=a_user("the-desk"))

    with pytest.raises(VisitError, match="sent already"):
        hand_over(visit, by=a_user("the-desk"))


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(1992, 2, 29), date(2026, 2, 28), 33),
        (date(1992, 2, 29), date(2026, 3, 1), 34),
        (date(1992, 3, 12), date(2026, 3, 12), 34),
    ],
)
@pytest.mark.hazard("H10")
def test_a_patient_is_as_old_as_the_calendar_says(birth, day, age):
    assert Patient(birth_date=birth).age_on(day) == age
