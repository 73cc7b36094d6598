"""Frozen editions of a questionnaire: the only content a patient is ever asked."""

from functools import cached_property, lru_cache

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from triage.content.models.questionnaire import Questionnaire
from triage.engine import codec
from triage.engine.ruleset import Ruleset, prepare
from triage.engine.terms import Definition


class Status(models.TextChoices):
    """Where a release is on its way; `content.actions.TRANSITIONS` says what may follow what."""

    IN_REVIEW = "in_review", "In review"
    PUBLISHED = "published", "Published"
    RETIRED = "retired", "Retired"
    RETURNED = "returned", "Returned"


class TamperedReleaseError(RuntimeError):
    """A stored definition that is no longer the one that was approved."""


class ReleaseQuerySet(models.QuerySet["Release"]):
    """The words for choosing releases."""

    def published(self) -> "ReleaseQuerySet":
        """Releases that patients are asked."""
        return self.filter(status=Status.PUBLISHED)

    def out(self) -> "ReleaseQuerySet":
        """Releases that patients are asked or once were: no draft."""
        return self.filter(published_at__isnull=False)


class Release(models.Model):
    """One frozen edition of a questionnaire. Its definition never changes."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="releases"
    )
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=9, choices=Status, default=Status.IN_REVIEW)
    definition = models.JSONField(editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    change_note = models.TextField()
    clinical_owner = models.CharField(
        max_length=120,
        blank=True,
        help_text="Who answers for the content at this site. Without a name it is sample content.",
    )
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    single_approver = models.BooleanField(default=False)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    return_comment = models.TextField(blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ("questionnaire", "-number")
        permissions = (("publish_release", "Can publish or return a release"),)
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "number"], name="content_release_number_is_unique"
            ),
            models.UniqueConstraint(
                # Whatever its questionnaire: a visit starts with the one there is.
                fields=["status"],
                condition=Q(status="published"),
                name="content_one_published_release",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["in_review", "returned"])
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="content_published_release_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(status="returned")
                | Q(returned_at__isnull=False, returned_by__isnull=False),
                name="content_returned_release_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True)
                | ~Q(published_by=F("submitted_by"))
                | Q(single_approver=True),
                name="content_release_takes_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} release {self.number}"

    @property
    def short_hash(self) -> str:
        """The first eight letters of the hash, as printed."""
        return self.sha256[:8]

    @property
    def is_sample(self) -> bool:
        """Whether no clinical owner at this site has answered for the content yet."""
        return not self.clinical_owner

    def ruleset(self) -> Ruleset:
        """Return the release ready to be asked; TamperedReleaseError when its hash is wrong.

        One that was never saved stands for a working copy, and is read from itself.
        """
        return self._draft if self._state.adding else _ruleset(self.pk, self.sha256)

    @cached_property
    def _draft(self) -> Ruleset:
        return prepare(codec.decode(self.definition))

    def stored(self) -> Definition:
        """Read the definition anew, past what is remembered; TamperedReleaseError as above."""
        return _stored(self.pk, self.sha256)


@lru_cache(maxsize=32)
def _ruleset(pk: int, sha256: str) -> Ruleset:
    """Kept under the hash, so what is served is always what the hash names."""
    return prepare(_stored(pk, sha256))


def _stored(pk: int, sha256: str) -> Definition:
    document = Release.objects.values_list("definition", flat=True).get(pk=pk)
    if codec.digest(document) != sha256:
        raise TamperedReleaseError(
            f"The stored definition of release {pk} does not match its hash {sha256[:8]}."
            " It is not used."
        )
    return codec.decode(document)


def published_release() -> Release:
    """Return the release new visits are asked; Release.DoesNotExist when none is published."""
    return Release.objects.published().defer("definition").select_related("questionnaire").get()
