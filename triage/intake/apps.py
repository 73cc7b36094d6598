"""The intake room as a Django app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The intake room."""

    name = "triage.intake"
