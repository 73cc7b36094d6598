"""What is said to patients and clinicians."""

from django.db import models
from django.utils.text import Truncator

from triage.content.models.fields import ConditionField, Positioned
from triage.content.models.questionnaire import Questionnaire, Source
from triage.engine.terms import Audience

AUDIENCES = [(audience.value, audience.value.capitalize()) for audience in Audience]


class Sentence(Positioned):
    """One plain sentence that tells a patient why; several rules may share it."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="sentences"
    )
    code = models.CharField(max_length=20)
    text = models.TextField()

    class Meta(Positioned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "code"], name="content_sentence_code_is_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}: {Truncator(self.text).chars(80)}"


class Guidance(Positioned):
    """An article of the handout or for the clinician, shown when its condition holds."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="guidance"
    )
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    audience = models.CharField(max_length=10, choices=AUDIENCES)
    show = ConditionField(help_text="Such as: tier(soon) or fired(&quot;RAD&quot;)")
    points = models.TextField(help_text="One point a line.")
    sources = models.ManyToManyField(Source, blank=True, related_name="guidance")

    class Meta(Positioned.Meta):
        verbose_name_plural = "guidance"
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "code"], name="content_guidance_code_is_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
