"""Patients, their visits, and what was submitted."""

from triage.intake.models.device import Device, device_of
from triage.intake.models.invitation import Invitation, Kind, invitation_of
from triage.intake.models.packed import PackedResponse
from triage.intake.models.patient import Patient
from triage.intake.models.response import Response
from triage.intake.models.visit import Visit, Way, visit_of

__all__ = [
    "Device",
    "Invitation",
    "Kind",
    "PackedResponse",
    "Patient",
    "Response",
    "Visit",
    "Way",
    "device_of",
    "invitation_of",
    "visit_of",
]
