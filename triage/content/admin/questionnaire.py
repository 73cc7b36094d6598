"""The questionnaire itself: the way to its parts, what is wrong with them, and to review."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.forms import CharField, Textarea
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

from triage.content.actions import submit_for_review
from triage.content.admin.base import WorkingCopyAdmin, person
from triage.content.admin.forms import WorkingCopyForm
from triage.content.admin.hints import HintPages
from triage.content.admin.live import LiveCheck
from triage.content.admin.packs import PackPages
from triage.content.admin.verdicts import shown
from triage.content.comparison import compared
from triage.content.freeze import freeze
from triage.content.gate import verdict
from triage.content.models import (
    Accepted,
    Edit,
    Fact,
    Guidance,
    Page,
    Question,
    Questionnaire,
    Release,
    Rule,
    Sentence,
    Source,
    TierText,
    Vignette,
)
from triage.content.models.release import TamperedReleaseError
from triage.engine.faults import faults_in
from triage.engine.ruleset import UnsoundDefinitionError
from triage.engine.terms import Definition
from triage.ui.forms import ClinicForm

PARTS: tuple[tuple[str, type[Model], str], ...] = (
    ("pages", Page, "questionnaire"),
    ("questions", Question, "page__questionnaire"),
    ("facts", Fact, "questionnaire"),
    ("rules", Rule, "questionnaire"),
    ("sentences for patients", Sentence, "questionnaire"),
    ("articles", Guidance, "questionnaire"),
    ("sources", Source, "questionnaire"),
    ("tiers", TierText, "questionnaire"),
    ("vignettes", Vignette, "questionnaire"),
    ("accepted exceptions", Accepted, "questionnaire"),
    ("releases", Release, "questionnaire"),
)


class SubmitForm(ClinicForm):
    """What the second person is told about a release."""

    change_note = CharField(
        label="What changed, and why",
        help_text="The person who reviews it reads this first. It is kept with the release.",
        widget=Textarea(attrs={"rows": 4}),
        max_length=4_000,
    )


@admin.register(Questionnaire)
class QuestionnaireAdmin(LiveCheck, HintPages, PackPages, WorkingCopyAdmin[Questionnaire]):
    """The working copy as a whole."""

    form = WorkingCopyForm[Questionnaire]
    list_display = ["title", "key"]
    fields = ["title", "key", "age_question"]
    change_form_template = "admin/content/questionnaire/change_form.html"
    change_list_template = "admin/content/questionnaire/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        """Add the page that checks the whole and submits it."""
        check = self.admin_site.admin_view(
            require_http_methods(["GET", "POST"])(self.check_and_submit)
        )
        return [
            path("<int:pk>/check/", check, name="content_questionnaire_check"),
            *self.pack_urls(),
            *self.live_urls(),
            *self.hint_urls(),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Lay the parts of the questionnaire beside its own few fields."""
        if kwargs.get("obj"):
            context["parts"] = _parts(kwargs["obj"])
        return super().render_change_form(request, context, *args, **kwargs)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Refuse what has a history, and say how much of it instead of listing it."""
        found = super().get_deleted_objects(objs, request)
        *_, protected = found
        if not protected:
            return found
        edits = Edit.objects.filter(questionnaire__in=objs).count()
        releases = Release.objects.filter(questionnaire__in=objs).count()
        told = [f"Edits in its history: {edits}", f"Releases: {releases}"]
        # Nobody may delete a release, so that reason would hide this one.
        return [], {}, set(), told

    def check_and_submit(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Tell what is wrong with the working copy, and submit it when nothing is."""
        questionnaire = get_object_or_404(Questionnaire, pk=pk)
        if not self.has_view_permission(request, questionnaire):
            raise PermissionDenied
        may_submit = self.has_change_permission(request, questionnaire)
        form = SubmitForm(request.POST if request.method == "POST" else None)
        if request.method == "POST":
            if not may_submit:
                raise PermissionDenied
            if form.is_valid() and (release := self._submit(request, questionnaire, form)):
                return redirect("admin:content_release_change", release.pk)
        definition = freeze(questionnaire)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Check {questionnaire}",
            "opts": self.opts,
            "original": questionnaire,
            "home": questionnaire,
            "gate": shown(verdict(definition), questionnaire),
            **_compared(questionnaire, definition),
            "may_edit": may_submit,
            "form": form,
        }
        return TemplateResponse(request, "admin/content/questionnaire/check.html", context)

    def _submit(
        self, request: HttpRequest, questionnaire: Questionnaire, form: SubmitForm
    ) -> Release | None:
        try:
            release = submit_for_review(
                questionnaire, change_note=form.cleaned_data["change_note"], by=person(request)
            )
        except UnsoundDefinitionError:
            form.add_error(None, "It cannot be submitted: see what is wrong below.")
        else:
            messages.success(request, f"{release} waits for a second person.")
            return release
        return None


def _compared(questionnaire: Questionnaire, definition: Definition) -> dict[str, Any]:
    """Return what submitting would change against what patients are asked, if that can be told."""
    live = Release.objects.published().filter(questionnaire=questionnaire).first()
    if live is None or faults_in(definition):
        return {}
    try:
        return {"replaces": live, "comparison": compared(live.stored(), definition)}
    except TamperedReleaseError:
        return {}


def _parts(questionnaire: Questionnaire) -> list[tuple[str, int, str]]:
    """Return each kind of part with how many there are and where they are listed."""
    parts = []
    for words, model, home in PARTS:
        rows = model._default_manager.filter(**{home: questionnaire})
        listed = reverse(f"admin:content_{model._meta.model_name}_changelist")
        parts.append((words, rows.count(), f"{listed}?{home}__id__exact={questionnaire.pk}"))
    return parts
