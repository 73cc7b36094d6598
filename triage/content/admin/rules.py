"""Facts and rules, and the sentences and sources they rest on."""

from collections.abc import Container
from typing import ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from triage.content.admin import uses
from triage.content.admin.base import WorkingCopyAdmin, condition, home_of
from triage.content.admin.forms import WorkingCopyForm
from triage.content.admin.hints import TELLS
from triage.content.models import Fact, Rule, Sentence, Source
from triage.engine.conditions import family
from triage.engine.language import Scope
from triage.engine.terms import Definition, SourceKind


class FactForm(WorkingCopyForm[Fact]):
    """A fact builds only on the facts before it."""

    conditions: ClassVar = {"when": Scope.ANSWERS}

    def facts_in_reach(self) -> Container[str]:
        """Return the facts that stand before this one."""
        place = self.cleaned_data.get("position", 0)
        before = Q(position__lt=place)
        before |= (
            Q(position=place, pk__lt=self.instance.pk) if self.instance.pk else Q(position=place)
        )
        return set(
            Fact.objects.filter(before, questionnaire=self.questionnaire())
            .exclude(pk=self.instance.pk)
            .values_list("name", flat=True)
        )

    def check_names(self, definition: Definition) -> None:
        """Refuse a new name where the old one is in use."""
        if self.is_renamed("name"):
            self.refuse_new_name("name", uses.of_fact(definition, self.initial["name"]))


@admin.register(Fact)
class FactAdmin(WorkingCopyAdmin[Fact]):
    """Named conditions."""

    form = FactForm
    list_display = ["name", "meaning", "shown_when", "position"]
    list_filter = ["questionnaire"]
    search_fields = ["name", "when", "meaning"]
    fields = ["questionnaire", "position", "name", "meaning", "when", "who_uses_it"]
    readonly_fields = ["who_uses_it"]

    @admin.display(description="when")
    def shown_when(self, fact: Fact) -> SafeString | str:
        """Show the condition."""
        return condition(fact.when)

    def uses_of(self, row: Fact) -> list[uses.Use]:
        """Return what builds on the fact."""
        return uses.of_fact(home_of(row), row.name)


class FamilyFilter(admin.SimpleListFilter):
    """Rules of one family: the letters before the dash."""

    title = "family"
    parameter_name = "family"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Rule]
    ) -> list[tuple[str, str]]:
        """Offer the families there are."""
        codes = Rule.objects.order_by("code").values_list("code", flat=True)
        return [(name, name) for name in dict.fromkeys(family(code) for code in codes)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Rule]) -> QuerySet[Rule]:
        """Keep the rules of the chosen family."""
        chosen = self.value()
        return queryset.filter(code__startswith=f"{chosen}-") if chosen else queryset


class SourceFilter(admin.SimpleListFilter):
    """Rules that rest on one source of evidence."""

    title = "source"
    parameter_name = "source"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Rule]
    ) -> list[tuple[str, str]]:
        """Offer what is cited; facts of the seed documents are found by search."""
        cited = Source.objects.filter(
            kind=SourceKind.EVIDENCE.value, rules__isnull=False
        ).distinct()
        return [(source.code, str(source)) for source in cited]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Rule]) -> QuerySet[Rule]:
        """Keep the rules that cite the chosen source."""
        chosen = self.value()
        return queryset.filter(sources__code=chosen).distinct() if chosen else queryset


class RuleForm(WorkingCopyForm[Rule]):
    """A rule whose condition can be read."""

    conditions: ClassVar = {"when": Scope.RULE}

    def check_names(self, definition: Definition) -> None:
        """Refuse a new code where an article is shown by the old one."""
        if self.is_renamed("code"):
            used = uses.of_rule(definition, self.initial["code"])
            # A vignette holds the rule itself, whatever it is called.
            articles = [use for use in used if use.kind != "vignette"]
            self.refuse_new_name("code", articles)


@admin.register(Rule)
class RuleAdmin(WorkingCopyAdmin[Rule]):
    """What places a visit in a tier, and why."""

    form = RuleForm
    list_display = ["code", "shown_tier", "title", "suspect"]
    list_filter = ["tier", FamilyFilter, SourceFilter, "questionnaire"]
    search_fields = [
        "code",
        "title",
        "suspect",
        "when",
        "action",
        "sources__code",
        "sources__short",
    ]
    fieldsets = [
        ("Rule", {"fields": ["questionnaire", "position", "code", "tier", "when"]}),
        ("For the clinician", {"fields": ["title", "suspect", "action", "evidence", "note"]}),
        ("For the patient", {"fields": ["sentence"]}),
        ("Where it is from", {"fields": ["sources"]}),
        ("Where it is used", {"fields": ["who_uses_it"]}),
    ]
    readonly_fields = ["who_uses_it"]

    def uses_of(self, row: Rule) -> list[uses.Use]:
        """Return the articles the rule shows and the vignettes that expect it."""
        return uses.of_rule(home_of(row), row.code)


class SentenceForm(WorkingCopyForm[Sentence]):
    """What a patient is told."""

    patient_texts: ClassVar = {"text": TELLS}


@admin.register(Sentence)
class SentenceAdmin(WorkingCopyAdmin[Sentence]):
    """What a patient is told about why."""

    form = SentenceForm
    list_display = ["code", "text", "used_by"]
    list_filter = ["questionnaire"]
    search_fields = ["code", "text"]
    fields = ["questionnaire", "position", "code", "text"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sentence]:
        """Bring the rules along."""
        return super().get_queryset(request).prefetch_related("rules")

    @admin.display(description="used by")
    def used_by(self, sentence: Sentence) -> str:
        """Name the rules that say it."""
        return ", ".join(rule.code for rule in sentence.rules.all())


@admin.register(Source)
class SourceAdmin(WorkingCopyAdmin[Source]):
    """Where something is known from."""

    form = WorkingCopyForm[Source]
    list_display = ["code", "short", "kind", "year", "verification", "review_by"]
    list_filter = ["kind", "review_by", "questionnaire"]
    search_fields = ["code", "short", "citation", "facts"]
    fieldsets = [
        ("Source", {"fields": ["questionnaire", "position", "code", "kind", "short", "citation"]}),
        ("What we know from it", {"fields": ["facts", "year", "verification", "review_by"]}),
        ("Where it is used", {"fields": ["who_uses_it"]}),
    ]
    readonly_fields = ["who_uses_it"]

    def uses_of(self, row: Source) -> list[uses.Use]:
        """Return what cites the source."""
        return uses.of_source(home_of(row), row.code)
