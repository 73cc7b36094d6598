"""The working copy in the Django admin, and releases to be read and decided on."""

from triage.content.admin import guidance, questionnaire, questions, release, rules, vignettes

__all__ = ["guidance", "questionnaire", "questions", "release", "rules", "vignettes"]
