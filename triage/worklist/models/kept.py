"""What was done under a name stays as it was done."""

from typing import Any, NoReturn, TypeVar

from django.db import models


class SignedError(TypeError):
    """Somebody tried to change what was signed."""

    def __init__(self) -> None:
        super().__init__("What was signed is never changed.")


KeptT_co = TypeVar("KeptT_co", bound=models.Model, covariant=True)


class KeptQuerySet(models.QuerySet[KeptT_co]):
    """Acts to be read."""

    def update(self, **_values: Any) -> NoReturn:
        """Refuse."""
        raise SignedError


class Kept(models.Model):
    """An act that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep a new act; refuse to change one."""
        if not self._state.adding:
            raise SignedError
        super().save(*args, **{**kwargs, "force_insert": True})
