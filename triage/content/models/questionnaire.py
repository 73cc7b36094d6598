"""One triage form as its authors edit it, and what its rules rest on."""

from django.db import models

from triage.content.models.fields import CodeField, ConditionField, Positioned, TierField
from triage.engine.terms import SourceKind

SOURCE_KINDS = [(kind.value, kind.value.capitalize()) for kind in SourceKind]


class Questionnaire(models.Model):
    """The working copy of one triage form. Patients never see it."""

    key = CodeField(unique=True)
    title = models.CharField(max_length=120)
    age_question = CodeField(help_text="The date question that tells the patient's age.")

    class Meta:
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title


class Source(Positioned):
    """Where something is known from: a citation with its date, or a fact of a seed document."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="sources"
    )
    code = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=SOURCE_KINDS, default=SourceKind.EVIDENCE.value)
    short = models.CharField(max_length=60, help_text="As printed beside a reason: GIRFT 2023.")
    citation = models.TextField()
    facts = models.TextField(blank=True, help_text="What we use from it, in our own words.")
    year = models.PositiveSmallIntegerField(default=0, help_text="0 when it has none.")
    verification = models.CharField(
        max_length=5, blank=True, help_text="V verified, S second-hand, V/S a part each."
    )
    review_by = models.DateField(null=True, blank=True)

    class Meta(Positioned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "code"], name="content_source_code_is_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.short}"


class TierText(models.Model):
    """What one tier is called and asks for."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="tier_texts"
    )
    tier = TierField()
    name = models.CharField(max_length=60)
    patient_text = models.TextField()
    clinician_action = models.TextField()
    timeframe = models.TextField()
    sources = models.ManyToManyField(Source, blank=True, related_name="+")

    class Meta:
        ordering = ("-tier",)
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "tier"], name="content_tier_has_one_text"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Fact(Positioned):
    """A named condition that later facts, rules and articles may use."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="facts")
    name = CodeField()
    when = ConditionField()
    meaning = models.TextField(blank=True)

    class Meta(Positioned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "name"], name="content_fact_name_is_unique"
            )
        ]

    def __str__(self) -> str:
        return self.name
