"""What places a visit in a tier."""

from django.db import models

from triage.content.models.fields import ConditionField, Positioned, TierField
from triage.content.models.guidance import Sentence
from triage.content.models.questionnaire import Questionnaire, Source


class Rule(Positioned):
    """A condition with a tier. Rules only ever raise; their order never matters."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="rules")
    code = models.CharField(max_length=20, help_text="Family, dash, number: CES-01.")
    tier = TierField()
    when = ConditionField()
    title = models.CharField(max_length=80, help_text="What was reported, in a few words.")
    suspect = models.CharField(max_length=200, help_text="What to think of.")
    action = models.TextField(help_text="What the clinician does.")
    evidence = models.TextField(blank=True, help_text="How far the sign can be trusted.")
    sentence = models.ForeignKey(Sentence, on_delete=models.PROTECT, related_name="rules")
    sources = models.ManyToManyField(Source, related_name="rules")
    note = models.TextField(blank=True, help_text="What it does to a plain spasm.")

    class Meta(Positioned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "code"], name="content_rule_code_is_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
