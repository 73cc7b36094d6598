"""A response put into words."""

import pytest

from tests.builders import a_filled_in_visit, a_response, a_user
from triage.audit.models import Actor
from triage.engine.terms import SourceKind, Tier
from triage.intake.actions import save_answers, submit
from triage.intake.record import AnswerState, record_of


def said(record, link_id):
    return next(one for one in record.said() if one.question.link_id == link_id)


def test_every_reason_names_its_answers_and_its_sources():
    response = a_response("V02")
    record = record_of(response)

    assert record.tier_text.tier is Tier.EMERGENCY
    assert [reason.rule.id for reason in record.reasons] == [
        finding.rule for finding in response.assessed().findings
    ]
    first = record.reasons[0]
    assert ("saddle_numb", "Yes") in [(one.question.link_id, one.answer) for one in first.said]
    assert first.tier_text.tier is first.rule.tier is Tier.EMERGENCY
    assert {source.kind for source in first.sources} == {SourceKind.EVIDENCE}
    assert first.sentence


@pytest.mark.hazard("H03")
def test_not_sure_is_never_a_no():
    record = record_of(a_response("V03"))

    assert [one.question.link_id for one in record.unsure] == ["bladder_change", "ces_since"]
    assert said(record, "bladder_change").state is AnswerState.UNSURE
    assert said(record, "bowel_change").state is AnswerState.DENIED
    assert said(record, "main_area").state is AnswerState.REPORTED
    assert "CES-02" in [rule.id for rule in record.not_excluded]


def test_what_is_not_excluded_comes_most_urgent_first():
    tiers = [rule.tier for rule in record_of(a_response("V03")).not_excluded]

    assert tiers == sorted(tiers, reverse=True)


@pytest.mark.hazard("H03", "H11")
def test_silence_is_told_from_an_answer_that_may_be_left_out():
    visit = a_filled_in_visit()
    save_answers(visit, "pelvis", {"saddle_numb": None}, by=Actor.PATIENT)
    record = record_of(submit(visit, incomplete=True, by=a_user("the-nurse")))

    assert said(record, "saddle_numb").state is AnswerState.UNANSWERED
    assert said(record, "own_words").state is AnswerState.LEFT_EMPTY
    assert record.unanswered[0].question.link_id == "saddle_numb"


@pytest.mark.hazard("H11")
def test_every_question_that_was_asked_has_its_line():
    response = a_response("V02")
    record = record_of(response)

    lines = [one.question.link_id for one in record.said()]
    assert tuple(lines) == response.assessed().asked
    assert record.count() == len(lines)


def test_answers_read_as_the_patient_saw_them():
    record = record_of(a_response("V01", {"own_words": "It\nhurts <b>"}))

    assert said(record, "pain_now").answer == "6 of 10"
    assert said(record, "birth_date").answer.startswith("1 Jan ")
    assert "; " in said(record, "symptom_list").answer
    assert said(record, "own_words").answer == "It\nhurts <b>"
    assert [one.answer for one in record.own_words] == ["It\nhurts <b>"]


def test_the_body_map_holds_what_was_marked():
    assert record_of(a_response("V09")).body_map == {"neck", "shoulder_blades"}
    assert record_of(a_response("V09", {"pain_areas": ()})).body_map == frozenset()


def test_no_own_words_are_no_line():
    assert record_of(a_response("V01")).own_words == ()
