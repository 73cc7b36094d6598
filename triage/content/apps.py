"""The content room as a Django app."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    """The content room."""

    name = "triage.content"
