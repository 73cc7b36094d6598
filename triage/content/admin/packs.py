"""Content out of the working copy as a file, and back into it: shown first, never live."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from triage.content.actions import EditConflictError, load_definition
from triage.content.admin.base import person
from triage.content.admin.verdicts import shown
from triage.content.comparison import Comparison, compared
from triage.content.freeze import digest_of, freeze
from triage.content.gate import verdict
from triage.content.models import Questionnaire, Release
from triage.content.models.release import TamperedReleaseError
from triage.content.pack_file import LARGEST, PackError, read_pack, write_pack
from triage.engine import codec
from triage.engine.faults import faults_in
from triage.engine.ruleset import UnsoundDefinitionError
from triage.engine.terms import Definition
from triage.ui.forms import ClinicForm


class PackForm(ClinicForm):
    """The file to be read."""

    file = forms.FileField(
        label="Content pack", help_text="A JSON file that was exported from Backstop."
    )


class PackPages:
    """The pages of the questionnaire admin that read and write content packs."""

    admin_site: admin.AdminSite
    opts: Any

    def pack_urls(self) -> list[URLPattern]:
        """Return the addresses of these pages."""
        view = self.admin_site.admin_view
        return [
            path("import/", view(self.take_over), name="content_questionnaire_import"),
            path("<int:pk>/export/", view(self.export), name="content_questionnaire_export"),
        ]

    def export(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand out the working copy as one file."""
        if not request.user.has_perm("content.view_questionnaire"):
            raise PermissionDenied
        definition = freeze(get_object_or_404(Questionnaire, pk=pk))
        answer = HttpResponse(write_pack(definition), content_type="application/json")
        answer["Content-Disposition"] = f'attachment; filename="{definition.key}.json"'
        return answer

    def take_over(self, request: HttpRequest) -> HttpResponse:
        """Show what a file or an old release would change, then put it into the working copy."""
        if not request.user.has_perms(
            ["content.add_questionnaire", "content.change_questionnaire"]
        ):
            raise PermissionDenied
        form = PackForm(request.POST or None, request.FILES or None)
        definition, error = _given(request, form)
        if definition and request.POST.get("decision") == "load":
            try:
                questionnaire = load_definition(
                    definition, seen=request.POST.get("seen", ""), by=person(request)
                )
            except UnsoundDefinitionError as refusal:
                error = str(refusal)
            except EditConflictError as refusal:
                error = f"{refusal} Nothing is loaded yet: see below what loading changes now."
            else:
                messages.success(request, f"{questionnaire} is in the working copy, not live.")
                return redirect("admin:content_questionnaire_check", questionnaire.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": "Load content into the working copy",
            "opts": self.opts,
            "form": form,
            "error": error,
            **(_preview(definition) if definition else {}),
        }
        return TemplateResponse(request, "admin/content/questionnaire/import.html", context)


def _given(request: HttpRequest, form: PackForm) -> tuple[Definition | None, str]:
    """Return the definition to look at, or why there is none."""
    try:
        if release := request.GET.get("release", ""):
            number = int(release) if release.isdecimal() else 0
            return get_object_or_404(Release, pk=number).stored(), ""
        if request.method == "POST" and "pack" in request.POST:
            return read_pack(request.POST["pack"].encode()), ""
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            # One byte more than allowed is enough to refuse it.
            return read_pack(file.read(LARGEST + 1)), ""
    except (PackError, TamperedReleaseError) as error:
        return None, str(error)
    return None, ""


def _preview(definition: Definition) -> dict[str, Any]:
    found = Questionnaire.objects.filter(key=definition.key).first()
    return {
        "pack": codec.canonical(codec.encode(definition)),
        "seen": digest_of(found) if found else "",
        "definition": definition,
        "replaces": found,
        "comparison": _compared(found, definition) if found else None,
        "gate": shown(verdict(definition), found or Questionnaire()),
    }


def _compared(questionnaire: Questionnaire, definition: Definition) -> Comparison | None:
    now = freeze(questionnaire)
    return None if faults_in(now) else compared(now, definition)
