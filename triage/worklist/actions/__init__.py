"""What staff do with a visit, and what Backstop does when nobody does."""

from triage.worklist.actions.acts import (
    ActError,
    ConflictError,
    claim,
    correct,
    note,
    override,
    release,
)
from triage.worklist.actions.alerts import acknowledge, escalate, send_mails
from triage.worklist.actions.erasing import erase_visits
from triage.worklist.actions.signing import (
    SignOffError,
    look_at_answers,
    open_answers,
    sign_off,
    sign_off_broken,
)

__all__ = [
    "ActError",
    "ConflictError",
    "SignOffError",
    "acknowledge",
    "claim",
    "correct",
    "erase_visits",
    "escalate",
    "look_at_answers",
    "note",
    "open_answers",
    "override",
    "release",
    "send_mails",
    "sign_off",
    "sign_off_broken",
]
