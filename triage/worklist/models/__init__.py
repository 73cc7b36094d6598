"""What staff did about a visit, each act by name."""

from triage.worklist.models.acknowledgement import Acknowledgement
from triage.worklist.models.act import DO, Act, Kind
from triage.worklist.models.escalation import Escalation, Step
from triage.worklist.models.kept import SignedError
from triage.worklist.models.sign_off import LONGEST_NOTE, Decision, SignOff

__all__ = [
    "DO",
    "LONGEST_NOTE",
    "Acknowledgement",
    "Act",
    "Decision",
    "Escalation",
    "Kind",
    "SignOff",
    "SignedError",
    "Step",
]
