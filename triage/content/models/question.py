"""What is asked: pages, their questions, and the options of each."""

from django.db import models

from triage.content.models.fields import CodeField, ConditionField, Positioned
from triage.content.models.questionnaire import Questionnaire, Source
from triage.engine.terms import OptionKind, QuestionKind

QUESTION_KINDS = [
    (QuestionKind.SINGLE.value, "One answer"),
    (QuestionKind.MULTI.value, "All that fit"),
    (QuestionKind.SCALE.value, "Scale 0 to 10"),
    (QuestionKind.DATE.value, "Date"),
    (QuestionKind.TEXT.value, "Own words"),
]
OPTION_KINDS = [
    (OptionKind.REPORTED.value, "Reports something"),
    (OptionKind.DENIED.value, "Says no or none"),
    (OptionKind.UNSURE.value, "Not sure, or would rather not say"),
]


class Page(Positioned):
    """What is asked together on one screen."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="pages")
    key = CodeField()
    title = models.CharField(max_length=120)

    class Meta(Positioned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "key"], name="content_page_key_is_unique"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Question(Positioned):
    """One question. Conditions and answers know it by its `link_id`."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="questions")
    link_id = CodeField()
    kind = models.CharField(max_length=10, choices=QUESTION_KINDS)
    name = models.CharField(max_length=60, help_text="Short name for the clinician.")
    text = models.TextField(help_text="What the patient reads. At most 20 words, one idea.")
    help = models.TextField(blank=True)
    why = models.TextField(blank=True, help_text="Why we ask, for a private or odd question.")
    required = models.BooleanField(default=True)
    red_flag = models.BooleanField(default=False)
    follow_up = models.BooleanField(
        default=False, help_text="A detail of another question: not counted in n_unsure."
    )
    show_if = ConditionField(blank=True)
    low = models.CharField(
        "words at 0", max_length=60, blank=True, help_text="Of a scale: what 0 stands for."
    )
    high = models.CharField(
        "words at 10", max_length=60, blank=True, help_text="Of a scale: what 10 stands for."
    )
    sources = models.ManyToManyField(Source, blank=True, related_name="questions")
    coding = models.CharField(max_length=200, blank=True, help_text="LOINC or SNOMED CT.")

    class Meta(Positioned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["page", "link_id"], name="content_question_link_id_is_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.link_id}: {self.name}"


class Option(Positioned):
    """One answer a patient can choose."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    code = CodeField()
    label = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=OPTION_KINDS, default=OptionKind.REPORTED.value)
    exclusive = models.BooleanField(default=False, help_text="Cannot stand beside another answer.")
    codings = models.CharField(
        max_length=100, blank=True, help_text="ICD-10-CM codes of the finding, with semicolons."
    )

    class Meta(Positioned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["question", "code"], name="content_option_code_is_unique"
            )
        ]

    def __str__(self) -> str:
        return self.label
