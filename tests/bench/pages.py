"""A patient's pages beside bare Django forms drawn by crispy, in CPU time, through the same middleware."""

from tests.bench import django_ready  # noqa: F401 isort: skip

import time
from collections.abc import Callable
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import RequestContext, Template
from django.test import Client
from django.urls import include, path
from django.utils import timezone

from tests.bench.ratio import in_turns, line, tell
from tests.builders import a_published_release, a_user, a_visit
from tests.engine.builders import a_definition, a_question, a_rule, an_article
from triage.accounts.access import public
from triage.content.models import Questionnaire, Release, Status
from triage.engine import codec
from triage.engine.terms import Option, Page, Question, QuestionKind, Tier
from triage.intake.access import COOKIE
from triage.intake.actions import hand_over, start_visit
from triage.intake.models import Visit
from triage.ui.fields import DatePartsField

ROUNDS = 60
PAGE = Template(
    "{% load crispy_forms_tags %}<!doctype html><html lang=en><title>Form</title><body>"
    '<form method="post">{% crispy form helper %}<button>Send</button></form></body></html>'
)


@public
def hello(_request: HttpRequest) -> HttpResponse:
    """Answer with nothing to find out."""
    return HttpResponse("hello")


def bare_field(question: Question) -> forms.Field:
    """Return the field a Django project would write for a question."""
    choices = [(option.code, option.label) for option in question.options]
    common: dict[str, Any] = {
        "label": question.text,
        "help_text": question.help,
        "required": question.required,
    }
    match question.kind:
        case QuestionKind.SINGLE:
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
        case QuestionKind.MULTI:
            boxes = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(choices=choices, widget=boxes, **common)
        case QuestionKind.SCALE:
            numbers = [(str(number), str(number)) for number in range(11)]
            return forms.ChoiceField(choices=numbers, widget=forms.RadioSelect, **common)
        case QuestionKind.DATE:
            return DatePartsField(**common)
        case QuestionKind.TEXT:
            return forms.CharField(widget=forms.Textarea, **common)


def bare_form(questions: list[Question]) -> type[forms.Form]:
    """Return the form a Django project would write for some questions."""
    fields = {question.link_id: bare_field(question) for question in questions}
    return type("BareForm", (forms.Form,), fields)


def bare_view(row: Visit, questions: list[Question]) -> Callable[[HttpRequest], HttpResponse]:
    """Return a view that shows a form and keeps what was sent in one row."""
    form_class = bare_form(questions)

    @public
    def view(request: HttpRequest) -> HttpResponse:
        form = form_class(request.POST if request.method == "POST" else None)
        helper = FormHelper()
        helper.form_tag = False
        if form.is_valid():
            said = {name: str(value) for name, value in form.cleaned_data.items()}
            Visit.objects.filter(pk=row.pk).update(answers=said)
            return redirect("/bare/")
        return HttpResponse(PAGE.render(RequestContext(request, {"form": form, "helper": helper})))

    return view


def ten_radio_questions() -> Release:
    """Keep a release of ten questions with four answers each, past the gate: nobody is asked it."""
    answers = tuple(Option(code, f"Answer {code}") for code in "abcd")
    questions = tuple(a_question(f"q{n}", options=answers) for n in range(10))
    birth = Page("birth", "Birth", (a_question("birth", QuestionKind.DATE),))
    definition = a_definition(
        pages=(birth, Page("ten", "Ten", questions)),
        facts=(),
        rules=(a_rule("OK-01", Tier.SELF_CARE, "no_other_rule"),),
        guidance=(an_article("A-1", "always"),),
        vignettes=(),
    )
    document, somebody, now = codec.encode(definition), a_user(), timezone.now()
    return Release.objects.create(
        questionnaire=Questionnaire.objects.create(key="ten", title="Ten", age_question="birth"),
        number=1,
        status=Status.RETIRED,
        definition=document,
        sha256=codec.digest(document),
        submitted_at=now,
        submitted_by=somebody,
        published_at=now,
        published_by=somebody,
        single_approver=True,
    )


def main() -> None:
    """Measure, and hand over."""
    call_command("migrate", verbosity=0)
    a_published_release()
    _, desk = a_visit(), a_user("the-desk")
    ten = ten_radio_questions()
    born = timezone.localdate().replace(year=1980, day=1)
    visit = start_visit(name="Ten", birth_date=born, release=ten, by=desk)
    page = ten.ruleset().definition.pages[1]
    urls = [
        path("hello/", hello),
        path("bare/", bare_view(visit, list(page.questions))),
        path("", include("triage.config.urls")),
    ]
    settings.ROOT_URLCONF = type("Urls", (), {"urlpatterns": urls})
    client = Client()
    client.cookies[COOKIE] = hand_over(visit, by=desk)

    def shown(address: str) -> Callable[[], None]:
        def fetch() -> None:
            for _ in range(5):
                assert client.get(address).status_code == 200

        return fetch

    asked = shown(f"/form/part/{page.key}/")
    pairs = in_turns(asked, shown("/bare/"), rounds=ROUNDS, clock=time.process_time)
    what = "patient page, ten radio questions, CPU, five times"
    crispy = "page of the same questions by {% crispy %}, with our pack, drawn plainly"
    lines = [line(what, crispy, 0.25, pairs)]
    pairs = in_turns(asked, shown("/hello/"), rounds=ROUNDS, clock=time.process_time)
    lines.append(line(what, "hello view", None, pairs))
    tell(lines)


if __name__ == "__main__":
    main()
