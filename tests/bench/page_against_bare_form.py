"""Time a page of ours beside a bare Django form with crispy, of the same fields, in one run.

    .venv/bin/python -m tests.bench.page_against_bare_form [rounds]

Both go through the same middleware, the same template pack and the same SQLite file. Ours also looks
up the visit, decides what is asked, assesses what was said and writes the audit trail.
"""

# Django has to know its settings before anything of ours is imported, and a script prints.
# ruff: noqa: E402, T201

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

os.environ["BACKSTOP_DATA_DIR"] = tempfile.mkdtemp()
os.environ["BACKSTOP_HOSTS"] = "testserver"
os.environ["BACKSTOP_STATIC_ROOT"] = ""
os.environ["DJANGO_SETTINGS_MODULE"] = "triage.config.settings"

import django

django.setup()

from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import RequestContext, Template
from django.test import Client
from django.urls import include, path

from tests.builders import a_filled_in_visit, a_published_release, a_user, a_visit, the_definition
from tests.intake.screen import as_posted
from triage.accounts.access import public
from triage.engine.terms import Answers, Question, QuestionKind
from triage.intake.access import COOKIE
from triage.intake.actions import hand_over
from triage.intake.models import Visit
from triage.ui.fields import DatePartsField

GOAL = 1.5
PAGE = Template(
    "{% load crispy_forms_tags %}<!doctype html><html lang=en><title>Form</title><body>"
    '<form method="post">{% crispy form %}<button>Send</button></form></body></html>'
)


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


def bare_view(
    row: Visit, initial: Answers, questions: list[Question]
) -> Callable[[HttpRequest], HttpResponse]:
    """Return a view that shows a form and keeps what was sent in one row."""
    fields = {question.link_id: bare_field(question) for question in questions}
    bare_form = type("BareForm", (forms.Form,), fields)

    @public
    def view(request: HttpRequest) -> HttpResponse:
        form = bare_form(request.POST if request.method == "POST" else None, initial=dict(initial))
        form.helper = FormHelper()
        form.helper.form_tag = False
        if form.is_valid():
            said = {name: str(value) for name, value in form.cleaned_data.items()}
            Visit.objects.filter(pk=row.pk).update(answers=said)
            return redirect("/bare/")
        return HttpResponse(PAGE.render(RequestContext(request, {"form": form})))

    return view


def set_up() -> tuple[str, list[Question], dict[str, Any]]:
    """Publish the form on one page, and fill it in as a test patient does."""
    call_command("migrate", verbosity=0)
    definition = the_definition()
    questions = tuple(definition.questions())
    one_page = replace(definition.pages[0], key="all", questions=questions)
    a_published_release(replace(definition, pages=(one_page,)))
    visit = a_filled_in_visit("V03")
    asked = [visit.ruleset.question(link_id) for link_id in visit.reported().asked]
    said = visit.reported().answers
    other, _ = a_visit(name="Somebody Else")
    views = [path("bare/", bare_view(other, said, asked)), path("", include("triage.config.urls"))]
    settings.ROOT_URLCONF = type("Urls", (), {"urlpatterns": views})
    return hand_over(visit, by=a_user("the-desk")), asked, {**as_posted(said), "go": "next"}


def milliseconds(client: Client, address: str, sent: dict[str, Any]) -> float:
    """Return how long it takes to open a page and to send it."""
    begun = time.perf_counter()
    shown = client.get(address)
    kept = client.post(address, sent)
    taken = (time.perf_counter() - begun) * 1000
    assert (shown.status_code, kept.status_code) == (200, 302), (shown, kept.content[:500])
    return taken


def main(rounds: int) -> None:
    """Take turns, the order turned round each time, and print the medians."""
    token, asked, sent = set_up()
    client = Client()
    client.cookies[COOKIE] = token
    pages = {"ours": "/form/part/all/", "bare": "/bare/"}
    taken: dict[str, list[float]] = {"ours": [], "bare": []}
    for turn in range(rounds + 3):
        for who in sorted(pages, reverse=bool(turn % 2)):
            spent = milliseconds(client, pages[who], sent)
            if turn >= 3:
                taken[who].append(spent)
    ours, bare = (statistics.median(taken[who]) for who in ("ours", "bare"))
    print(f"{len(asked)} fields, {rounds} rounds of GET + POST, median in ms")
    print(f"ours {ours:.1f}   bare {bare:.1f}   ratio {ours / bare:.2f}   goal {GOAL}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
