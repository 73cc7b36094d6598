"""What a clinician may write when signing off."""

import pytest

from triage.worklist.forms import SignOffForm
from triage.worklist.models import LONGEST_NOTE, Decision


@pytest.mark.parametrize("decision", Decision)
def test_a_decision_with_a_note_is_taken(decision):
    form = SignOffForm(
        {"seen": "0", "decision": decision.value, "note": "Power 5/5.\r\nReflexes equal."}
    )

    assert form.is_valid()
    assert (form.decided(), form.noted()) == (decision, "Power 5/5.\nReflexes equal.")


def test_most_decisions_need_no_note():
    form = SignOffForm({"seen": "0", "decision": "advice"})

    assert form.is_valid()
    assert form.noted() == ""


@pytest.mark.parametrize(
    ("answers", "field", "told"),
    [
        ({}, "decision", "Choose one from the list."),
        ({"decision": "discharge"}, "decision", "Choose from the answers on this page."),
        ({"decision": "other", "note": " "}, "note", "Say what you decided."),
        ({"decision": "today", "note": "x" * (LONGEST_NOTE + 1)}, "note", "This is too long"),
        ({"decision": "today", "note": "a\x00b"}, "note", "a sign we cannot keep"),
        ({"decision": "today", "note": "a\x07b"}, "note", "a sign that we cannot keep"),
        ({"decision": "today", "note": "a\ud800b"}, "note", "a sign that we cannot keep"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(answers, field, told):
    form = SignOffForm(answers)

    assert told in str(form.errors[field])
