"""The working copy, as plain rows, and the releases frozen from it."""

from triage.content.models.accepted import Accepted
from triage.content.models.edit import Edit
from triage.content.models.guidance import Guidance, Sentence
from triage.content.models.question import Option, Page, Question
from triage.content.models.questionnaire import Fact, Questionnaire, Source, TierText
from triage.content.models.release import Release, Status, published_release
from triage.content.models.rule import Rule
from triage.content.models.vignette import Vignette

__all__ = [
    "Accepted",
    "Edit",
    "Fact",
    "Guidance",
    "Option",
    "Page",
    "Question",
    "Questionnaire",
    "Release",
    "Rule",
    "Sentence",
    "Source",
    "Status",
    "TierText",
    "Vignette",
    "published_release",
]
