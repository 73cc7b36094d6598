"""What content takes from visits."""

from triage.accounts.models import User
from triage.audit.actions import record
from triage.audit.models import AuditEvent
from triage.intake.models import Visit


def take_for_vignette(visit: Visit, *, by: User) -> AuditEvent:
    """Note that somebody read the answers of a visit to make a test patient of them."""
    return record("intake.taken_for_vignette", visit, by=by)
