"""Intake as a Django app, and the audit actions it declares."""

from typing import ClassVar

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Patients, visits and responses."""

    name = "triage.intake"
    verbose_name = "Intake"

    audit_actions: ClassVar[dict[str, str]] = {
        "intake.visit_started": "started a visit",
        "intake.visit_handed_over": "handed the screen to the patient",
        "intake.answers_saved": "saved a page of answers",
        "intake.emergency_reported": "reported an emergency sign",
        "intake.help_asked": "asked for help",
        "intake.amended": "corrected what was sent",
        "intake.tier_set": "set the tier of a visit",
        "intake.submitted": "submitted the answers",
        "intake.visit_closed": "closed a visit",
    }
