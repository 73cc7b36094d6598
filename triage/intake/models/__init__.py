"""Patients, their visits, and what was submitted."""

from triage.intake.models.patient import Patient
from triage.intake.models.response import Response
from triage.intake.models.visit import Visit, visit_of

__all__ = ["Patient", "Response", "Visit", "visit_of"]
