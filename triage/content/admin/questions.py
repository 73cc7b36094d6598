"""Pages and questions; a question has its own page with its options on it."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from triage.content.admin import uses
from triage.content.admin.base import FIELD_LOOKS, WorkingCopyAdmin, home_of
from triage.content.admin.forms import OptionFormSet, WorkingCopyForm
from triage.content.admin.hints import ASKS, TELLS, HintedForm
from triage.content.history import OPTION, Snapshot, option_in_words
from triage.content.models import Option, Page, Question, Questionnaire
from triage.engine.language import Scope
from triage.engine.terms import Definition

OPTION_FIELDS = ("position", "code", "label", "kind", "exclusive", "codings", "DELETE")
MOST_OPTIONS = 1_000


class PageForm(WorkingCopyForm[Page]):
    """A page whose title patients read."""

    patient_texts: ClassVar = {"title": TELLS}


@admin.register(Page)
class PageAdmin(WorkingCopyAdmin[Page]):
    """The screens of the form, in order."""

    form = PageForm
    list_display = ["title", "key", "position", "how_many_questions"]
    list_filter = ["questionnaire"]
    search_fields = ["title", "key", "questions__link_id", "questions__text"]
    fields = ["questionnaire", "position", "key", "title", "its_questions"]
    readonly_fields = ["its_questions"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        """Count the questions along."""
        return super().get_queryset(request).annotate(questions_count=Count("questions"))

    @admin.display(description="questions")
    def how_many_questions(self, page: Any) -> int:
        """How many questions stand on the page."""
        count: int = page.questions_count
        return count

    @admin.display(description="questions")
    def its_questions(self, page: Any) -> SafeString | str:
        """List the questions with the way to each, and to a new one."""
        if page.pk is None:
            return "Save the page first, then add its questions."
        change, add = "admin:content_question_change", reverse("admin:content_question_add")
        rows = format_html_join(
            "",
            '<li><a href="{}">{}</a> {}</li>',
            (
                (reverse(change, args=[one.pk]), one.link_id, one.text)
                for one in page.questions.all()
            ),
        )
        return format_html(
            '<ol>{}</ol><p><a href="{}?page={}">Add a question to this page</a></p>',
            rows,
            add,
            page.pk,
        )

    def uses_of(self, row: Page) -> list[uses.Use]:
        """Return what uses the questions of the page, from outside the page."""
        definition, inside = home_of(row), [one.link_id for one in row.questions.all()]
        own = {uses.Use("question", link_id) for link_id in inside}
        found = (use for link_id in inside for use in uses.of_question(definition, link_id))
        return [use for use in found if use not in own]


class OptionInline(admin.StackedInline[Option, Question]):
    """The answers a patient can choose from."""

    model = Option
    form = HintedForm
    formset = OptionFormSet
    extra = 0
    formfield_overrides = FIELD_LOOKS
    fields = [("position", "code", "kind", "exclusive"), "label", "codings"]


class QuestionForm(WorkingCopyForm[Question]):
    """A question whose link id is its own in the whole form."""

    conditions: ClassVar = {"show_if": Scope.ANSWERS}
    patient_texts: ClassVar = {
        "text": ASKS,
        "help": TELLS,
        "why": TELLS,
        "low": TELLS,
        "high": TELLS,
    }

    def _home(self) -> int | None:
        """Return the key of the questionnaire of the page."""
        chosen = str(self.data.get("page", self.instance.page_id or ""))
        pages = Page.objects.filter(pk=int(chosen)) if chosen.isdecimal() else Page.objects.none()
        return pages.values_list("questionnaire", flat=True).first()

    def questionnaire(self) -> Questionnaire | None:
        """Return the questionnaire of the question's page."""
        page: Page | None = self.cleaned_data.get("page")
        return page.questionnaire if page else None

    def wanted(self, held: Snapshot) -> dict[str, str]:
        """Add the options, which stand in forms of their own below."""
        own = {name: said for name, said in held.items() if not name.startswith(OPTION)}
        return {**super().wanted(own), **dict(_typed_options(self.data))}

    def check_names(self, definition: Definition) -> None:
        """Refuse a link id that another question has, and a new one where the old is in use."""
        link_id = self.cleaned_data.get("link_id")
        if self.is_renamed("link_id"):
            old = self.initial["link_id"]
            self.refuse_new_name("link_id", uses.of_question(definition, old))
        same = Question.objects.filter(
            link_id=link_id, page__questionnaire__key=definition.key
        ).exclude(pk=self.instance.pk)
        if link_id and same.exists():
            self.add_error("link_id", f"There is a question `{link_id}` already.")


def _typed_options(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the options as they were sent, told like those that are stored."""
    count = str(data.get("options-TOTAL_FORMS", ""))
    for number in range(min(int(count), MOST_OPTIONS) if count.isdecimal() else 0):
        sent = {name: data.get(f"options-{number}-{name}", "") for name in OPTION_FIELDS}
        if sent["code"] and not sent["DELETE"]:
            option = Option(
                position=sent["position"],
                label=sent["label"].strip(),
                kind=sent["kind"],
                exclusive=bool(sent["exclusive"]),
                codings=sent["codings"].strip(),
            )
            yield f"{OPTION}{sent['code'].strip()}", option_in_words(option)


@admin.register(Question)
class QuestionAdmin(WorkingCopyAdmin[Question]):
    """One question: what the patient reads, when it is asked, what the clinician sees."""

    form = QuestionForm
    inlines = [OptionInline]
    list_display = ["link_id", "text", "kind", "is_red_flag", "page", "position"]
    list_filter = ["page", "kind", "red_flag", "required", "page__questionnaire"]
    list_select_related = ["page"]
    search_fields = ["link_id", "name", "text", "options__code", "options__label"]
    ordering = ["page__position", "page", "position", "pk"]
    fieldsets = [
        ("Place", {"fields": ["page", "position"]}),
        ("What the patient reads", {"fields": ["text", "help", "why", "low", "high"]}),
        ("Logic", {"fields": ["link_id", "kind", "required", "red_flag", "follow_up", "show_if"]}),
        ("For the clinician", {"fields": ["name", "coding", "sources", "who_uses_it"]}),
    ]
    readonly_fields = ["who_uses_it"]

    @admin.display(description="red flag", ordering="-red_flag")
    def is_red_flag(self, question: Question) -> str:
        """Say it in a word: the stock tick is an image."""
        return "Red flag" if question.red_flag else ""

    def uses_of(self, row: Question) -> list[uses.Use]:
        """Return what reads or answers the question."""
        return uses.of_question(home_of(row.page), row.link_id)
