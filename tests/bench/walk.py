"""A whole intake beside the same questions asked with formtools and crispy, in CPU time.

Ours asks by rules, keeps each page, assesses what was said so far and leaves its line in the trail;
the baseline asks the same questions on the same pages, keeps them in the session and the whole in
one row at the end. Each is walked page by page, every page fetched and sent.
"""

from tests.bench import django_ready  # noqa: F401 isort: skip

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.management import call_command
from django.http import HttpResponse, HttpResponseRedirect
from django.template import RequestContext, Template
from django.test import Client
from django.urls import include, path, reverse
from formtools.wizard.views import NamedUrlSessionWizardView

from tests.bench.pages import bare_form
from tests.bench.ratio import in_turns, line, tell
from tests.builders import a_filled_in_visit, a_published_release, a_user, a_visit
from tests.intake.screen import as_posted
from triage.accounts.access import public
from triage.engine.paging import shown_on
from triage.engine.terms import Answer
from triage.intake.access import COOKIE
from triage.intake.models import Visit
from triage.ui.forms import clinic_helper

ROUNDS = 12
PAGE = Template(
    "{% load crispy_forms_tags %}<!doctype html><html lang=en><title>Form</title><body>"
    '<form method="post">{{ wizard.management_form }}{% crispy form helper %}'
    "<button>Send</button></form></body></html>"
)
Said = list[tuple[str, dict[str, Answer]]]


def said_by(visit: Visit) -> Said:
    """Return what a patient said, by the pages they were asked."""
    reported = visit.reported()
    pages = visit.ruleset.definition.pages
    return [
        (page.key, {q.link_id: visit.told[q.link_id] for q in asked if q.link_id in visit.told})
        for page in pages
        if (asked := shown_on(page, reported))
    ]


def bare_wizard(visit: Visit) -> Callable[..., HttpResponse]:
    """Return the form a Django project would write for what this patient is asked."""
    reported = visit.reported()

    class Wizard(NamedUrlSessionWizardView):  # type: ignore[misc] # it has no types
        """The pages one after the other."""

        form_list = [
            (page.key, bare_form(list(shown_on(page, reported))))
            for page in visit.ruleset.definition.pages
            if shown_on(page, reported)
        ]

        def render(self, form: forms.Form | None = None, **more: Any) -> HttpResponse:
            context = self.get_context_data(form=form or self.get_form(), **more)
            context["helper"] = clinic_helper()
            return HttpResponse(PAGE.render(RequestContext(self.request, context)))

        def done(self, _forms: Any, **_: Any) -> HttpResponse:
            said = {name: str(value) for name, value in self.get_all_cleaned_data().items()}
            Visit.objects.filter(pk=visit.pk).update(answers=said)
            return HttpResponse("Sent")

    wizard: Callable[..., HttpResponse] = Wizard.as_view(url_name="bare", done_step_name="sent")
    return public(wizard)


def walk_ours(client: Client, tokens: Iterator[str], said: Said) -> None:
    """Fill in and send a visit that was made beforehand."""
    client.cookies.clear()
    client.cookies[COOKIE] = next(tokens)
    for key, answers in said:
        address = reverse("intake:page", args=[key])
        assert client.get(address).status_code == 200, key
        sent = client.post(address, {**as_posted(answers), "go": "next"})
        while isinstance(sent, HttpResponseRedirect) and address in sent.url:  # it opened more
            sent = client.post(
                address, {**as_posted(answers), "go": "next", "shown": list(answers)}
            )
        assert sent.status_code == 302, key
    check = reverse("intake:check")
    assert client.get(check).status_code == 200
    assert client.post(check).headers["location"] == reverse("intake:done")
    assert client.get(reverse("intake:done")).status_code == 200


def walk_bare(client: Client, said: Said) -> None:
    """Do the same in the wizard."""
    client.cookies.clear()
    client.get("/bare/")
    for key, answers in said:
        address = f"/bare/{key}/"
        assert client.get(address).status_code == 200, key
        sent = client.post(address, {"wizard-current_step": key, **_prefixed(key, answers)})
        assert sent.status_code == 302, key
    assert client.get("/bare/sent/").content == b"Sent"


def _prefixed(key: str, answers: Mapping[str, Answer]) -> dict[str, Any]:
    return {f"{key}-{name}": value for name, value in as_posted(answers).items()}


def main() -> None:
    """Measure, and hand over."""
    call_command("migrate", verbosity=0)
    a_published_release()
    a_user("the-desk")
    visit = a_filled_in_visit("V03")
    said = said_by(visit)
    wizard = bare_wizard(visit)
    settings.ROOT_URLCONF = type(
        "Urls",
        (),
        {
            "urlpatterns": [
                path("bare/", wizard, name="bare_start"),
                path("bare/<slug:step>/", wizard, name="bare"),
                path("", include("triage.config.urls")),
            ]
        },
    )
    client = Client()  # one for all: each new one reads the middleware anew
    tokens = iter([a_visit()[1] for _ in range(ROUNDS + 2)])
    pairs = in_turns(
        lambda: walk_ours(client, tokens, said),
        lambda: walk_bare(client, said),
        rounds=ROUNDS,
        clock=time.process_time,
    )
    note = f"{len(said)} pages, {sum(len(answers) for _, answers in said)} answers"
    what = "whole intake, all pages GET and POST, with rules, audit and saving, CPU"
    tell(
        [
            line(
                what,
                "formtools and {% crispy %} with our pack, same questions, no rules",
                0.7,
                pairs,
                note,
            )
        ]
    )


if __name__ == "__main__":
    main()
