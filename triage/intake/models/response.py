"""What was submitted, never changed again."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from triage.content.models import Release
from triage.content.models.fields import TierField
from triage.engine import codec
from triage.engine.terms import Answer, Assessment, Tier
from triage.intake.models.visit import Visit


class FrozenResponseError(TypeError):
    """Somebody tried to change what was submitted."""

    def __init__(self) -> None:
        super().__init__("A response is never changed or deleted; an amendment is a new one.")


class ResponseQuerySet(models.QuerySet["Response"]):
    """Responses to be read."""

    def update(self, **_values: Any) -> NoReturn:
        """Refuse."""
        raise FrozenResponseError

    def bulk_update(self, *_args: Any, **_options: Any) -> NoReturn:
        """Refuse."""
        raise FrozenResponseError

    def delete(self) -> NoReturn:
        """Refuse."""
        raise FrozenResponseError


class Response(models.Model):
    """One submission: the answers, what they were assessed as, and by which release.

    Two constraints make sending twice harmless: a visit has one response of each number, and the
    first is number 1 however often the form is sent.
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="responses")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(default=1)
    answers = models.JSONField()
    assessment = models.JSONField()
    urgency = TierField()
    age = models.SmallIntegerField()
    incomplete = models.BooleanField(default=False)
    engine_version = models.CharField(max_length=10)
    submitted_at = models.DateTimeField()
    # Empty when the patient sent it.
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ResponseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "number"], name="intake_response_number_is_unique"
            )
        ]

    def __str__(self) -> str:
        return f"response {self.number} of {self.visit}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep a new response; refuse to change one."""
        if not self._state.adding:
            raise FrozenResponseError
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, using: Any = None, keep_parents: bool = False) -> NoReturn:  # noqa: FBT001, FBT002 - Django's signature
        """Refuse."""
        raise FrozenResponseError

    @property
    def told(self) -> dict[str, Answer]:
        """The answers as the engine takes them."""
        return codec.decode_answers(self.answers)

    @property
    def tier(self) -> Tier:
        """The urgency as a tier."""
        return Tier(self.urgency)

    def assessed(self) -> Assessment:
        """Return the assessment as it was frozen. It is never computed again.

        TypeError when the age it was made of is no number: SQLite keeps what is written past us.
        """
        if not isinstance(self.age, int):
            raise TypeError("The age of this response is no number.")
        return codec.decode_assessment(self.assessment)
