"""A condition checked as it is typed: told in plain English, or pointed at where it fails."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from triage.content.admin.uses import vocabulary
from triage.content.models import Fact, Option, Question, Questionnaire, Rule
from triage.engine.language import Scope, Vocabulary, parse
from triage.engine.syntax import ConditionError
from triage.engine.telling import Teller
from triage.engine.terms import Definition, OptionKind, Page, QuestionKind
from triage.engine.terms import Fact as FactTerm
from triage.engine.terms import Option as OptionTerm
from triage.engine.terms import Question as QuestionTerm

LONGEST = 10_000
FUNCTIONS = ("has", "unsure", "num", "n_of", "at_least", "not", "and", "or", "age", "n_unsure")


class LiveCheck:
    """The address of the questionnaire admin that a condition is sent to while it is written."""

    admin_site: admin.AdminSite

    def live_urls(self) -> list[URLPattern]:
        """Return the address."""
        view = self.admin_site.admin_view(require_POST(self.check_condition))
        return [path("<int:pk>/condition/", view, name="content_questionnaire_condition")]

    def check_condition(self, request: HttpRequest, pk: int) -> JsonResponse:
        """Say what a condition means, or what is wrong with it and where."""
        if not request.user.has_perm("content.view_questionnaire"):
            raise PermissionDenied
        questionnaire = get_object_or_404(Questionnaire, pk=pk)
        text = request.POST.get("text", "")[:LONGEST]
        scope = Scope.__members__.get(request.POST.get("scope", ""), Scope.RULE)
        spoken = _spoken(questionnaire, request.POST.get("own", ""))
        words = replace(vocabulary(spoken), rules=_rules(questionnaire))
        return JsonResponse({**_checked(text, spoken, words, scope), "words": _words(words)})


def _checked(text: str, spoken: Definition, words: Vocabulary, scope: Scope) -> dict[str, Any]:
    if not text.strip():
        return {"told": "", "problem": ""}
    try:
        return {"told": Teller(spoken).tell(parse(text, words, scope)), "problem": ""}
    except ConditionError as error:
        place = {"start": error.start, "end": error.end}
        return {"told": "", "problem": error.message, **place}


def _spoken(questionnaire: Questionnaire, own: str) -> Definition:
    """The questions and facts of a working copy, and of these only what a condition needs.

    A fact builds on those before it: `own` names the fact that is being written.
    """
    options = defaultdict(list)
    rows = Option.objects.filter(question__page__questionnaire=questionnaire)
    for question, *values in rows.values_list("question", "code", "label", "kind"):
        code, label, kind = values
        options[question].append(OptionTerm(code, label, OptionKind(kind)))
    asked = Question.objects.filter(page__questionnaire=questionnaire).order_by(
        "page__position", "page", "position", "pk"
    )
    questions = tuple(
        QuestionTerm(link_id, QuestionKind(kind), name, "", options=tuple(options[pk]))
        for pk, link_id, kind, name in asked.values_list("pk", "link_id", "kind", "name")
    )
    facts = []
    for name, when, meaning in Fact.objects.filter(questionnaire=questionnaire).values_list(
        "name", "when", "meaning"
    ):
        if name == own:
            break
        facts.append(FactTerm(name, when, meaning))
    pages = (Page("all", "All", questions),)
    return Definition("", "", "", (), pages, tuple(facts), (), (), (), (), ())


def _rules(questionnaire: Questionnaire) -> frozenset[str]:
    rules = Rule.objects.filter(questionnaire=questionnaire)
    return frozenset(rules.values_list("code", flat=True))


def _words(words: Vocabulary) -> dict[str, list[str]]:
    """The codes that can be completed: those of each question, and all others under no name."""
    codes = {
        link_id: [option.code for option in question.options]
        for link_id, question in words.questions.items()
        if question.options
    }
    return {"": [*FUNCTIONS, *words.facts, *words.questions], **codes}
