"""One row for each thing done or read. Rows are added, never changed, never removed."""

from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.utils import timezone


class AppendOnlyError(TypeError):
    """Somebody tried to change or remove what the audit trail says."""

    def __init__(self) -> None:
        super().__init__("The audit trail is only ever added to.")


class Actor(models.TextChoices):
    """Who acts without an account."""

    PATIENT = "patient", "Patient"
    SYSTEM = "system", "Backstop itself"
    STRANGER = "stranger", "Somebody not signed in"


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    """Events to be read."""

    def about(self, subject: models.Model) -> Self:
        """Events of one record."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))

    def update(self, **_values: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError

    def bulk_create(self, *_args: Any, **_options: Any) -> NoReturn:
        """Refuse: events come one by one, through `record`."""
        raise AppendOnlyError

    def bulk_update(self, *_args: Any, **_options: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError


class AuditEvent(models.Model):
    """Somebody did or read something: who, what, which record, when; never what it said."""

    happened_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    action = models.CharField(max_length=60, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    actor = models.CharField(max_length=10, choices=Actor, blank=True, editable=False)
    # The record by name, not by key: the line outlives what it speaks of.
    subject_type = models.CharField(max_length=60, blank=True, editable=False)
    subject_id = models.CharField(max_length=64, blank=True, editable=False)

    # Which part of the content it was about, by code; never anything that a patient said.
    detail = models.CharField(max_length=200, blank=True, editable=False)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="audit_event_by_subject")
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, actor="")
                | models.Q(user__isnull=True) & ~models.Q(actor=""),
                name="audit_event_has_one_actor",
            )
        ]

    def __str__(self) -> str:
        return f"{self.who} {self.action} {self.subject_type} {self.subject_id}".rstrip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep a new event; refuse to change one."""
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, using: Any = None, keep_parents: bool = False) -> NoReturn:  # noqa: FBT001, FBT002 - Django's signature
        """Refuse."""
        raise AppendOnlyError

    @property
    def who(self) -> str:
        """The name of who acted."""
        return str(self.user) if self.user else Actor(self.actor).label
