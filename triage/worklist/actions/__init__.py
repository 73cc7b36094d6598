"""What staff do with a visit, and what Backstop does when nobody does."""

from triage.worklist.actions.alerts import acknowledge, escalate, send_mails
from triage.worklist.actions.sign_off import SignOffError, sign_off

__all__ = ["SignOffError", "acknowledge", "escalate", "send_mails", "sign_off"]
