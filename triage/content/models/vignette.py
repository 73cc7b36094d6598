"""Written test patients."""

from django.db import models

from triage.content.models.fields import Positioned, TierField
from triage.content.models.questionnaire import Questionnaire
from triage.content.models.rule import Rule

LONGEST_CODE = 20


class Vignette(Positioned):
    """A test patient: answers, and the tier and rules a clinician expects of them."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="vignettes"
    )
    code = models.CharField(max_length=LONGEST_CODE)
    title = models.CharField(max_length=120)
    story = models.TextField()
    age = models.SmallIntegerField()
    answers = models.JSONField(default=dict)
    tier = TierField()
    rules = models.ManyToManyField(Rule, related_name="vignettes")

    class Meta(Positioned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "code"], name="content_vignette_code_is_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
