"""Intake as a Django app, and the audit actions it declares."""

from typing import ClassVar

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Patients, visits and responses."""

    name = "triage.intake"
    verbose_name = "Intake"

    audit_actions: ClassVar[dict[str, str]] = {
        "intake.visit_started": "started a visit",
        "intake.visit_handed_over": "gave a screen the visit",
        "intake.visit_taken_back": "took the visit back from its screen",
        "intake.invited": "made a code or a link for the patient",
        "intake.code_refused": "typed a code that opens nothing",
        "intake.link_refused": "gave a birth date that does not fit the link",
        "intake.put_on_paper": "noted that the patient answers on paper",
        "intake.identity_checked": "checked who the patient is",
        "intake.device_paired": "made a device a kiosk",
        "intake.device_revoked": "took a kiosk out of use",
        "intake.answers_saved": "saved a page of answers",
        "intake.emergency_reported": "reported an emergency sign",
        "intake.help_asked": "asked for help",
        "intake.amended": "corrected what was sent",
        "intake.tier_set": "set the tier of a visit",
        "intake.responses_packed": "packed responses for replay",
        "intake.submitted": "submitted the answers",
        "intake.taken_for_vignette": "took the answers of a visit for a vignette",
        "intake.visit_closed": "closed a visit",
        "intake.visit_erased": "erased a visit",
        "intake.patient_erased": "erased a patient",
    }
