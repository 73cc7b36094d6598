"""One row that is written again and again, so that a place that cannot be written to is found out."""

from django.db import models


class Pulse(models.Model):
    """When a health check last wrote to the database; there is one row."""

    beat_at = models.DateTimeField()
    # The last time the clock was found to have gone back, and by how much.
    went_back_at = models.DateTimeField(null=True)
    went_back_by = models.DurationField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="config_there_is_one_pulse"),
            models.CheckConstraint(
                condition=models.Q(went_back_at__isnull=True, went_back_by__isnull=True)
                | models.Q(went_back_at__isnull=False, went_back_by__isnull=False),
                name="config_a_jump_has_a_size",
            ),
        ]

    def __str__(self) -> str:
        return f"pulse at {self.beat_at:%Y-%m-%d %H:%M:%S}"
