"""Who comes to the clinic."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from triage.engine.answers import is_storable
from triage.engine.paging import age_on


def storable(text: str) -> None:
    """Refuse text that a database or a page could not keep."""
    if not is_storable(text):
        raise ValidationError("This has a sign that we cannot keep. Take it out and try again.")


class PatientQuerySet(models.QuerySet["Patient"]):
    """The words for choosing patients."""

    def known_as(self, name: str, birth_date: date) -> Self:
        """Patients of that name and birth date whom staff have checked: nobody else has a record yet."""
        same = self.filter(name__iexact=" ".join(name.split()), birth_date=birth_date)
        return same.exclude(visits__identity_checked_at=None).order_by("pk")


class Patient(models.Model):
    """A person, known by name, birth date and the clinic's own number where there is one."""

    name = models.CharField(max_length=120, validators=[storable])
    birth_date = models.DateField()
    identifier = models.CharField("clinic number", max_length=40, blank=True, validators=[storable])

    objects = PatientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["identifier"],
                condition=~Q(identifier=""),
                name="intake_patient_identifier_is_unique",
            )
        ]
        indexes = [models.Index(fields=["birth_date"], name="intake_patient_by_birth_date")]

    def __str__(self) -> str:
        return f"patient {self.pk}"

    def age_on(self, day: date) -> int:
        """Return the age in whole years on a day."""
        return age_on(self.birth_date, day)
