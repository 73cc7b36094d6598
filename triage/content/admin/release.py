"""Releases: to be read whole, then published or returned by a second person; never edited."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import CharField, CheckboxSelectMultiple, MultipleChoiceField, Textarea
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from triage.accounts.record_admin import RecordAdmin
from triage.content.actions import TransitionError, publish, return_to_author
from triage.content.admin.base import person
from triage.content.admin.verdicts import shown
from triage.content.comparison import before, compared, writers
from triage.content.gate import GateError, verdict
from triage.content.models import Release, Status
from triage.content.models.release import TamperedReleaseError
from triage.engine.gate import Exemption, Verdict
from triage.engine.terms import Definition
from triage.ui.forms import ClinicForm
from triage.ui.widgets import TextLine


class PublishForm(ClinicForm):
    """Who answers for what is published."""

    clinical_owner = CharField(
        label="Clinical owner",
        help_text="Who answers for the content at this site, by name. Without a name it stays"
        " sample content, and every page says so.",
        required=False,
        max_length=120,
        widget=TextLine(),
    )

    accepting = MultipleChoiceField(
        label="Exceptions you accept", required=False, widget=CheckboxSelectMultiple()
    )

    def __init__(self, *args: Any, exemptions: Iterable[Exemption] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.accepted.violation, _told(one)) for one in exemptions]
        accepting = self.fields["accepting"]
        if choices and isinstance(accepting, MultipleChoiceField):
            accepting.choices = choices
        else:
            del self.fields["accepting"]


def _told(exemption: Exemption) -> str:
    return f"{exemption.told} The author: {exemption.accepted.reason}"


class ReturnForm(ClinicForm):
    """What the author is asked to change."""

    comment = CharField(
        label="What has to change", widget=Textarea(attrs={"rows": 4}), max_length=4_000
    )


@admin.register(Release)
class ReleaseAdmin(RecordAdmin[Release]):
    """Frozen editions, newest first."""

    list_display = [
        "__str__",
        "status",
        "short_hash",
        "submitted_by",
        "submitted_at",
        "published_by",
        "published_at",
    ]
    list_filter = ["status", "questionnaire"]
    list_select_related = ["questionnaire", "submitted_by", "published_by"]
    search_fields = ["change_note", "sha256", "=number"]
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> QuerySet[Release]:
        """Leave the long definitions where they are."""
        return super().get_queryset(request).defer("definition")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: a release is frozen from the working copy."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        """Refuse."""
        return False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the whole release, with the decision for those who may take it."""
        found = self.get_object(request, object_id)
        release = get_object_or_404(self.get_queryset(request), pk=found.pk if found else None)
        if not self.has_view_permission(request, release):
            raise PermissionDenied
        posted = request.POST if request.method == "POST" else None
        wanted = posted.get("decision") if posted else None
        definition, tampered = _definition(release)
        gate = verdict(definition) if definition else Verdict()
        publishing = PublishForm(
            posted if wanted == "publish" else None, exemptions=gate.exemptions
        )
        returning = ReturnForm(posted if wanted == "return" else None)
        if posted is not None and self._decided(request, release, publishing, returning):
            return redirect("admin:content_release_change", release.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": str(release),
            "opts": self.opts,
            "original": release,
            "form": returning if wanted == "return" else publishing,
            "publishing": publishing,
            "returning": returning,
            **_rights(request, release),
            "home": release.questionnaire,
            "writers": writers(release),
            "definition": definition,
            "tampered": tampered,
            **_compared(release, definition),
            "gate": shown(gate, release.questionnaire) if definition else None,
        }
        return TemplateResponse(request, "admin/content/release/review.html", context)

    def _decided(
        self,
        request: HttpRequest,
        release: Release,
        publishing: PublishForm,
        returning: ReturnForm,
    ) -> bool:
        withdraws = not _may_decide(request) and _may_withdraw(request, release)
        if not (_may_decide(request) or withdraws):
            raise PermissionDenied
        try:
            if not withdraws and publishing.is_valid():
                owner = publishing.cleaned_data["clinical_owner"]
                ticked = publishing.cleaned_data.get("accepting", ())
                publish(release, clinical_owner=owner, accepting=ticked, by=person(request))
                messages.success(request, f"{release} is published. New visits use it.")
            elif returning.is_valid():
                comment = returning.cleaned_data["comment"]
                return_to_author(release, comment=comment, by=person(request))
                told = "is withdrawn" if withdraws else "went back to its author"
                messages.success(request, f"{release} {told}.")
            else:
                return False
        except GateError:
            messages.error(request, f"{release} cannot be published: see below what fails.")
        except (TransitionError, TamperedReleaseError) as error:
            messages.error(request, str(error))
        return True


def _rights(request: HttpRequest, release: Release) -> dict[str, bool]:
    """Return what somebody may do with a release as it is now, and with its working copy."""
    return {
        "may_decide": _may_decide(request) and release.status == Status.IN_REVIEW,
        "may_withdraw": _may_withdraw(request, release),
        "may_edit": request.user.has_perm("content.change_questionnaire"),
    }


def _may_decide(request: HttpRequest) -> bool:
    return request.user.has_perm("content.publish_release")


def _may_withdraw(request: HttpRequest, release: Release) -> bool:
    """Whether somebody may take back what they submitted themselves."""
    return release.status == Status.IN_REVIEW and release.submitted_by == request.user


def _definition(release: Release) -> tuple[Definition | None, str]:
    """Return what was frozen, or why it is not shown."""
    try:
        return release.stored(), ""
    except TamperedReleaseError as error:
        return None, str(error)


def _compared(release: Release, definition: Definition | None) -> dict[str, Any]:
    """Return what the release changes against the one it replaces, if both can be trusted."""
    replaces = before(release)
    if definition is None or replaces is None:
        return {}
    try:
        return {"replaces": replaces, "comparison": compared(replaces.stored(), definition)}
    except TamperedReleaseError:
        return {}
