"""Articles, and the words of each tier."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.safestring import SafeString

from triage.content.admin.base import WorkingCopyAdmin, condition
from triage.content.admin.forms import WorkingCopyForm
from triage.content.admin.hints import TELLS, hint_at
from triage.content.models import Guidance, TierText
from triage.engine.language import Scope
from triage.engine.terms import Audience


class GuidanceForm(WorkingCopyForm[Guidance]):
    """An article whose condition can be read."""

    conditions: ClassVar = {"show": Scope.GUIDANCE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.audience != Audience.CLINICIAN.value:
            hint_at(self, {"title": TELLS, "points": TELLS})


class TierTextForm(WorkingCopyForm[TierText]):
    """The words of a tier, of which patients read some."""

    patient_texts: ClassVar = {"name": TELLS, "patient_text": TELLS}


@admin.register(Guidance)
class GuidanceAdmin(WorkingCopyAdmin[Guidance]):
    """What is said to patient or clinician, and when."""

    form = GuidanceForm
    list_display = ["code", "title", "audience", "shown_when", "position"]
    list_filter = ["audience", "questionnaire"]
    search_fields = ["code", "title", "points", "show"]
    fieldsets = [
        ("Article", {"fields": ["questionnaire", "position", "code", "audience", "show"]}),
        ("What is read", {"fields": ["title", "points"]}),
        ("Where it is from", {"fields": ["sources"]}),
    ]

    @admin.display(description="shown when")
    def shown_when(self, article: Guidance) -> SafeString | str:
        """Show the condition."""
        return condition(article.show)


@admin.register(TierText)
class TierTextAdmin(WorkingCopyAdmin[TierText]):
    """What each tier is called and asks for."""

    form = TierTextForm
    list_display = ["name", "shown_tier", "timeframe"]
    list_filter = ["questionnaire"]
    fieldsets = [
        ("Tier", {"fields": ["questionnaire", "tier", "name"]}),
        ("For the patient", {"fields": ["patient_text"]}),
        ("For the clinician", {"fields": ["clinician_action", "timeframe"]}),
        ("Where it is from", {"fields": ["sources"]}),
    ]
