"""What Django's own code does on our behalf: signing in and out, and saving in the admin."""

from typing import Any

from allauth.mfa import signals as second_factor
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_save
from django.dispatch import receiver

from triage.accounts.actions import second_factor_reset, staff_added
from triage.accounts.models import User
from triage.audit.actions import record
from triage.audit.models import Actor

ADMIN_ACTIONS = {ADDITION: "admin.added", CHANGE: "admin.changed", DELETION: "admin.deleted"}


@receiver(user_logged_in, dispatch_uid="audit_signed_in")
def signed_in(user: User, **_signal: Any) -> None:
    record("accounts.signed_in", user, by=user)


@receiver(user_logged_out, dispatch_uid="audit_signed_out")
def signed_out(user: User | None, **_signal: Any) -> None:
    if user is not None:
        record("accounts.signed_out", user, by=user)


@receiver(user_login_failed, dispatch_uid="audit_sign_in_failed")
def sign_in_failed(credentials: dict[str, Any], **_signal: Any) -> None:
    # What was typed is not kept: it may be a password in the wrong box.
    tried = User.objects.filter(username=credentials.get("username")).first()
    record("accounts.sign_in_failed", tried, by=Actor.STRANGER)


@receiver(staff_added, dispatch_uid="audit_staff_added")
def was_added(user: User, by: User | None, **_signal: Any) -> None:
    record("accounts.staff_added", user, by=by or Actor.SYSTEM)


@receiver(second_factor.authenticator_added, dispatch_uid="audit_factor_added")
@receiver(second_factor.authenticator_reset, dispatch_uid="audit_factor_renewed")
def factor_added(user: User, **_signal: Any) -> None:
    record("accounts.second_factor_added", user, by=user)


@receiver(second_factor.authenticator_removed, dispatch_uid="audit_factor_removed")
def factor_removed(user: User, **_signal: Any) -> None:
    record("accounts.second_factor_removed", user, by=user)


@receiver(second_factor.authentication_failed, dispatch_uid="audit_factor_failed")
def factor_failed(user: User, **_signal: Any) -> None:
    record("accounts.second_factor_failed", user, by=Actor.STRANGER)


@receiver(second_factor_reset, dispatch_uid="audit_factor_reset")
def factor_reset(user: User, by: User, **_signal: Any) -> None:
    record("accounts.second_factor_reset", user, by=by)


@receiver(post_save, sender=LogEntry, dispatch_uid="audit_admin_change")
def changed_in_admin(instance: LogEntry, **_signal: Any) -> None:
    """Note what the admin saved. It logs inside its own transaction, so both stand or fall together."""
    model = instance.content_type.model_class() if instance.content_type else None
    if model is not None:
        record(ADMIN_ACTIONS[instance.action_flag], model(pk=instance.object_id), by=instance.user)
