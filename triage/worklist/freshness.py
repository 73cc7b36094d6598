"""Whether a page that stands on somebody's screen still says what is so."""

from hashlib import sha256

from django.http import HttpRequest
from django.utils import timezone

from triage.audit.models import AuditEvent
from triage.worklist.alerts import alerts_now

# What only reads, or comes and goes, changes nothing on the list.
CHANGES_NO_LINE = (
    "accounts.sign_in_failed",
    "accounts.signed_in",
    "accounts.signed_out",
    "audit.exported",
    "config.backed_up",
    "config.patient_exported",
    "documents.handout_looked_at",
    "documents.handout_read",
    "documents.summary_read",
    "intake.taken_for_vignette",
    "worklist.answers_read",
    "worklist.list_read",
    "worklist.numbers_exported",
    "worklist.visit_read",
)
# Several, since a line that was begun earlier may arrive later.
LAST_LINES = 20


def list_mark(request: HttpRequest) -> str:
    """Return another text whenever the list may be another one: whatever happens leaves a line in the trail."""
    told = AuditEvent.objects.exclude(action__in=CHANGES_NO_LINE)
    lines = told.values_list("pk", flat=True)[:LAST_LINES]
    minute = timezone.now().strftime("%Y-%m-%d %H:%M")
    return _quoted(request.get_full_path(), request.user.pk, minute, *lines)


def alerts_mark(request: HttpRequest) -> str:
    """Return another text whenever the bar or the list may be another one."""
    return _quoted(alerts_now().mark, list_mark(request))


def _quoted(*parts: object) -> str:
    return f'"{sha256(repr(parts).encode()).hexdigest()[:32]}"'
