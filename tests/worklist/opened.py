"""Signing off as a clinician does it: the answers are opened first."""

from typing import Any

from triage.accounts.models import User
from triage.intake.models import Visit
from triage.worklist import actions
from triage.worklist.acts import last_seen
from triage.worklist.models import SignOff


def sign_off(visit: Visit, *, by: User, **said: Any) -> SignOff:
    """Open the answers, then sign off."""
    actions.open_answers(visit, by=by)
    return actions.sign_off(visit, by=by, **{"seen": last_seen(visit), **said})
