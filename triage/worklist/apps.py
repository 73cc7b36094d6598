"""The worklist as a Django app, and the audit actions it declares."""

from typing import ClassVar

from django.apps import AppConfig


class WorklistConfig(AppConfig):
    """The worklist and the clinician's acts."""

    name = "triage.worklist"
    verbose_name = "Worklist"

    audit_actions: ClassVar[dict[str, str]] = {
        "worklist.list_read": "read the list",
        "worklist.visit_read": "read a visit",
        "worklist.answers_read": "read answers of a visit",
        "worklist.acknowledged": "acknowledged an emergency",
        "worklist.acted": "acted on a visit",
        "worklist.escalated": "took an alert further",
        "worklist.mailed": "mailed about an alert",
        "worklist.numbers_exported": "exported a table of numbers",
        "worklist.signed_off": "signed off a visit",
    }
