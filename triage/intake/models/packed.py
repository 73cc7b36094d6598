"""Responses in a few bytes each, to be replayed by the thousand."""

from django.db import models

from triage.content.models import Release
from triage.intake.models.response import Response


class PackedResponse(models.Model):
    """The answers of one response without its texts, and the rules that fired.

    It says nothing that the response does not say, and goes when the response goes. It has a table
    of its own because reading a million of these is quick, and reading a million responses is not.
    """

    response = models.OneToOneField(
        Response, on_delete=models.CASCADE, primary_key=True, related_name="packed"
    )
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.response_id} packed"
