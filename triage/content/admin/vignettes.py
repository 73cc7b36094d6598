"""Written test patients, and the exceptions an author answers for."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from triage.content.admin.base import WorkingCopyAdmin
from triage.content.admin.forms import WorkingCopyForm
from triage.content.freeze import freeze
from triage.content.gate import verdict
from triage.content.history import in_words
from triage.content.models import Accepted, Questionnaire, Vignette


@admin.register(Vignette)
class VignetteAdmin(WorkingCopyAdmin[Vignette]):
    """Test patients with the tier and the rules a clinician expects."""

    list_display = ["code", "shown_tier", "title", "age", "its_rules"]
    list_filter = ["tier", "questionnaire"]
    search_fields = ["code", "title", "story", "rules__code"]
    fieldsets = [
        ("Test patient", {"fields": ["questionnaire", "position", "code", "title", "story"]}),
        ("What is answered", {"fields": ["age", "its_answers"]}),
        ("What is expected", {"fields": ["tier", "rules"]}),
    ]
    readonly_fields = ["its_answers"]
    change_list_template = "admin/content/vignette/change_list.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse here: a test patient is written by filling in the patient's form."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Vignette | None = None) -> bool:
        """Refuse here, for the same reason."""
        return False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Lead authors to the filled-in form, which draws on a room above; others read it here."""
        found = self.get_object(request, object_id)
        if found and request.user.has_perm("content.change_vignette"):
            return redirect("vignettes:change", found.pk)
        return super().change_view(request, object_id, form_url, extra_context)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Vignette]:
        """Bring the rules along."""
        return super().get_queryset(request).prefetch_related("rules")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Offer to write a new one for each questionnaire."""
        homes = Questionnaire.objects.all()
        writes = request.user.has_perm("content.add_vignette")
        return super().changelist_view(
            request, {"homes": homes if writes else (), **(extra_context or {})}
        )

    @admin.display(description="rules")
    def its_rules(self, vignette: Vignette) -> str:
        """Name the rules expected."""
        return ", ".join(rule.code for rule in vignette.rules.all())

    @admin.display(description="answers")
    def its_answers(self, vignette: Vignette) -> str:
        """Tell what is answered."""
        return in_words(vignette, "answers", vignette.answers)


class AcceptedForm(WorkingCopyForm[Accepted]):
    """An exception beside the story of the patient for whom it is made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = str(self._home() or self.initial.get("questionnaire", ""))
        home = Questionnaire.objects.filter(pk=chosen).first() if chosen.isdecimal() else None
        violation = str(self.initial.get("violation", ""))
        told = verdict(freeze(home)).told(violation) if home and violation else ""
        if told and "reason" in self.fields:
            self.fields["reason"].help_text = f"{told} Why is this right for patients?"


@admin.register(Accepted)
class AcceptedAdmin(WorkingCopyAdmin[Accepted]):
    """Broken promises that stay, each with its reason."""

    form = AcceptedForm
    list_display = ["violation", "reason"]
    list_filter = ["questionnaire"]
    search_fields = ["violation", "reason"]
    fieldsets = [
        ("Why it may stand", {"fields": ["reason"]}),
        ("Which one", {"fields": ["questionnaire", "position", "violation"]}),
    ]
