"""Writing the audit trail: the one function every action calls."""

import difflib
from typing import Any

from django.apps import apps
from django.db import models

from triage.accounts.models import User
from triage.audit.models import Actor, AuditEvent


class UnknownActionError(ValueError):
    """An action name no room has declared."""


def action_names() -> dict[str, str]:
    """Return every action the rooms declare as `audit_actions` in their apps.py, with its words."""
    declared: dict[str, str] = {}
    for room in apps.get_app_configs():
        declared |= getattr(room, "audit_actions", {})
    return declared


def record(
    action: str, subject: models.Model | None, *, detail: str = "", by: User | Actor
) -> AuditEvent:
    """Add to the trail that somebody did or read something; call it in the transaction of the act.

    `detail` names parts of the content by their codes.
    """
    known = action_names()
    if action not in known:
        near = difflib.get_close_matches(action, known, n=1)
        meant = f" Did you mean {near[0]}?" if near else ""
        raise UnknownActionError(f"No room declares the action {action}.{meant}")
    return AuditEvent.objects.create(
        action=action, detail=detail[:200], **_actor(by), **_subject(subject)
    )


def _actor(by: User | Actor) -> dict[str, Any]:
    return {"actor": by.value} if isinstance(by, Actor) else {"user": by}


def _subject(subject: models.Model | None) -> dict[str, str]:
    if subject is None:
        return {}
    if subject.pk is None:
        raise ValueError("Only a record that was saved can be named in the audit trail.")
    return {"subject_type": subject._meta.label_lower, "subject_id": str(subject.pk)}
