"""The worklist room as a Django app."""

from django.apps import AppConfig


class WorklistConfig(AppConfig):
    """The worklist room."""

    name = "triage.worklist"
