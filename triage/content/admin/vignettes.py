"""Written test patients, and the exceptions an author answers for."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from triage.content.admin.base import WorkingCopyAdmin
from triage.content.admin.forms import WorkingCopyForm
from triage.content.cases import CaseError, answers_in
from triage.content.models import Accepted, Vignette
from triage.engine.terms import Answer, Definition


class VignetteForm(WorkingCopyForm[Vignette]):
    """A test patient who answers only what is asked, with what can be chosen."""

    def check_conditions(self, definition: Definition) -> None:
        """Check every answer against its question, and keep it as the patient's page would."""
        given = self.cleaned_data.get("answers")
        if given is None:
            return
        if not isinstance(given, dict):
            self.add_error("answers", 'Write link ids and answers, such as {"pain_now": 7}.')
            return
        questions = {question.link_id: question for question in definition.questions()}
        kept: dict[str, Answer] = {}
        for link_id, raw in given.items():
            try:
                kept |= answers_in(questions, {link_id: raw})
            except CaseError as error:
                self.add_error("answers", str(error))
        self.cleaned_data["answers"] = {
            link_id: list(answer) if isinstance(answer, tuple) else answer
            for link_id, answer in kept.items()
        }


@admin.register(Vignette)
class VignetteAdmin(WorkingCopyAdmin[Vignette]):
    """Test patients with the tier and the rules a clinician expects."""

    form = VignetteForm
    list_display = ["code", "shown_tier", "title", "age", "its_rules"]
    list_filter = ["tier", "questionnaire"]
    search_fields = ["code", "title", "story", "rules__code"]
    fieldsets = [
        ("Test patient", {"fields": ["questionnaire", "position", "code", "title", "story"]}),
        ("What is answered", {"fields": ["age", "answers"]}),
        ("What is expected", {"fields": ["tier", "rules"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Vignette]:
        """Bring the rules along."""
        return super().get_queryset(request).prefetch_related("rules")

    @admin.display(description="rules")
    def its_rules(self, vignette: Vignette) -> str:
        """Name the rules expected."""
        return ", ".join(rule.code for rule in vignette.rules.all())


@admin.register(Accepted)
class AcceptedAdmin(WorkingCopyAdmin[Accepted]):
    """Broken promises that stay, each with its reason."""

    form = WorkingCopyForm[Accepted]
    list_display = ["violation", "reason"]
    list_filter = ["questionnaire"]
    search_fields = ["violation", "reason"]
    fields = ["questionnaire", "position", "violation", "reason"]
