"""What all rows of the working copy share in the admin."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Max
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from triage.accounts.models import User
from triage.accounts.record_admin import RecordAdmin, RowT
from triage.content.actions import note_edit
from triage.content.admin.fields import CodesField
from triage.content.admin.uses import Use, linked
from triage.content.freeze import freeze
from triage.content.history import edits_of, snapshot
from triage.content.models import Page, Questionnaire
from triage.content.models.fields import ConditionField
from triage.content.parts import questionnaire_of
from triage.engine.terms import Definition
from triage.ui.templatetags.backstop import tier_badge

EDITS_ON_A_PAGE = 50
FIELD_LOOKS: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    ConditionField: {
        "widget": AdminTextareaWidget(
            attrs={"rows": 4, "class": "vLargeTextField condition", "spellcheck": "false"}
        )
    },
    models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
}


class WorkingCopyAdmin(RecordAdmin[RowT]):
    """Rows of one questionnaire in the order their author gave; what is in use is not deleted."""

    formfield_overrides = FIELD_LOOKS
    list_per_page = 150
    show_facets = admin.ShowFacets.NEVER
    view_on_site = False

    class Media:
        js = [Script("js/conditions.js", defer=True), Script("js/hints.js", defer=True)]

    def get_readonly_fields(
        self, request: HttpRequest, obj: RowT | None = None
    ) -> list[str] | tuple[str, ...]:
        """Let a row stay in the questionnaire it was written for."""
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, "questionnaire"] if obj and hasattr(obj, "questionnaire_id") else fixed

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Put a new row at the end, and into the questionnaire when there is only one."""
        initial: dict[str, Any] = {}
        if any(field.name == "position" for field in self.model._meta.fields):
            last = self.model._default_manager.aggregate(last=Max("position"))["last"]
            initial["position"] = 0 if last is None else last + 1
        questionnaires = Questionnaire.objects.values_list("pk", flat=True)[:2]
        if len(questionnaires) == 1:
            initial["questionnaire"] = questionnaires[0]
        return {**initial, **super().get_changeform_initial_data(request)}

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Choose many by their codes, and one from a list, without windows that pop up."""
        if isinstance(db_field, models.ManyToManyField):
            return _codes_field(db_field)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Let the heading say which row this is, and show the way on to review."""
        if (row := kwargs.get("obj")) is not None:
            kind = str(self.opts.verbose_name).capitalize()
            home = questionnaire_of(row)
            context |= {"title": f"{kind} {row}", "subtitle": None, "home": home}
        return super().render_change_form(request, context, *args, **kwargs)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Let the heading of the list be the word for the rows."""
        title = str(self.opts.verbose_name_plural).capitalize()
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:  # noqa: FBT001 - Django's signature
        """Keep what was stored before, for the history."""
        stored = self.model._default_manager.filter(pk=form.instance.pk).first()
        form.before = snapshot(stored) if stored else {}
        return super().save_form(request, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Note in the history what became of the row and of what stands on its page."""
        super().save_related(request, form, formsets, change)
        row = self.model._default_manager.get(pk=form.instance.pk)
        note_edit(row, before=form.before, after=snapshot(row), by=person(request))

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Note in the history what goes, before it does."""
        for row in queryset:
            inside = row.questions.all() if isinstance(row, Page) else ()
            for one in (row, *inside) if not isinstance(row, Questionnaire) else ():
                note_edit(one, before=snapshot(one), after={}, by=person(request))
        return super().log_deletions(request, queryset)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show who changed what, field by field."""
        row = self.get_object(request, unquote(object_id))
        edits = Paginator(edits_of(row), EDITS_ON_A_PAGE) if row else None
        page = edits.get_page(request.GET.get("p")) if edits else ()
        return super().history_view(request, object_id, {"edits": page, **(extra_context or {})})

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Name who uses a row: the page then refuses to delete it."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        used = [str(use) for row in objs for use in self.uses_of(row)]
        return deleted, counts, lacking, [*protected, *dict.fromkeys(used)]

    def uses_of(self, row: RowT) -> list[Use]:
        """Return who uses a row."""
        return []

    @admin.display(description="used by")
    def who_uses_it(self, row: RowT) -> SafeString | str:
        """List what uses a row, with the way to each, and what uses the facts among them."""
        if row.pk is None:
            return ""
        uses, home = self.uses_of(row), questionnaire_of(row)
        return linked(uses, home, freeze(home)) or "Nothing yet."

    @admin.display(description="tier", ordering="-tier")
    def shown_tier(self, row: Any) -> SafeString:
        """Show the tier as everywhere in the house."""
        return tier_badge(row.tier)


def _codes_field(db_field: models.ManyToManyField[Any, Any]) -> CodesField:
    many = db_field.related_model._meta.verbose_name_plural
    return CodesField(
        db_field.related_model._default_manager.all(),
        label=str(db_field.verbose_name).capitalize(),
        required=not db_field.blank,
        help_text=f"The codes of the {many}, with commas.",
    )


def home_of(row: Any) -> Definition:
    """Return the working copy a row stands in, as a definition."""
    return freeze(row.questionnaire)


def condition(text: str) -> SafeString | str:
    """Show the text of a condition as such."""
    return format_html("<code>{}</code>", text) if text else "-"


def person(request: HttpRequest) -> User:
    """Return who asks: an action wants to know by whom."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
