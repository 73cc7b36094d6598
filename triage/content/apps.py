"""Content as a Django app, and the audit actions it declares."""

from typing import ClassVar

from django.apps import AppConfig


class ContentConfig(AppConfig):
    """Questionnaires and their releases."""

    name = "triage.content"
    verbose_name = "Content"

    audit_actions: ClassVar[dict[str, str]] = {
        "content.loaded": "loaded a definition into the working copy",
        "content.vignette_saved": "saved a vignette from the form",
        "content.submitted": "submitted a release for review",
        "content.published": "published a release",
        "content.returned": "returned a release to its author",
        "content.retired": "retired a release",
    }
