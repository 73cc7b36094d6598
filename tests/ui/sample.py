"""A form with a question of every kind, and the pages it is shown on."""

from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import RequestFactory

from triage.ui import bodymap
from triage.ui.fields import DatePartsField
from triage.ui.forms import ClinicForm
from triage.ui.widgets import SCALE_CHOICES, BodyMap, PickMany, PickOne, ScaleSelect, TextBlock

EVIL = "<script>alert(1)</script>\"'&"

YES_NO = [("yes", "Yes"), ("no", "No"), ("not_sure", "Not sure")]
CHANGES = [
    ("none", "No, nothing new"),
    ("leak", "It leaks"),
    ("not_sure", "Not sure"),
    ("late", "Late"),
]

PATIENT_PAGE = """{% extends "patient_base.html" %}{% load backstop crispy_forms_tags static %}
{% block title %}Part 6 of 11{% endblock %}
{% block styles_extra %}<link rel="stylesheet" href="{% static "css/bodymap.css" %}">{% endblock %}
{% block progress %}{% progress part=6 of=11 minutes=2 %}{% endblock %}
{% block heading %}Your bladder{% endblock %}
{% block content %}<form id="page" method="post" novalidate>{% crispy form %}<div class="go">
<button type="submit" class="btn btn--primary" name="go" value="next">Continue</button></div></form>
{% endblock %}"""


class SampleForm(ClinicForm):
    """One question of every kind."""

    change = forms.MultipleChoiceField(
        label="What is new?",
        help_text="Tick all that fit.",
        choices=CHANGES,
        widget=PickMany(exclusive={"none", "not_sure"}),
    )
    numb = forms.ChoiceField(label="Is it numb?", choices=YES_NO, widget=PickOne)
    pain = forms.TypedChoiceField(
        label="How strong is it?",
        coerce=int,
        choices=SCALE_CHOICES,
        widget=ScaleSelect(low="no pain", high="worst pain you can think of"),
    )
    born = DatePartsField(label="When were you born?", help_text="For example 27 3 1956.")
    areas = forms.MultipleChoiceField(
        label="Where does it hurt?", choices=list(bodymap.LABELS.items()), widget=BodyMap()
    )
    desk = forms.ChoiceField(label="Desk", choices=[("", "Choose"), ("1", "One")])
    words = forms.CharField(label="What else?", widget=TextBlock())
    note = forms.CharField(label="Note", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.why = {"numb": "The same nerves serve your bladder."}


class EvilForm(ClinicForm):
    """A form whose every authored text tries to be a script."""

    many = forms.MultipleChoiceField(
        label=EVIL,
        help_text=EVIL,
        choices=[("a", EVIL), ("b", EVIL)],
        widget=PickMany(exclusive={"b"}),
        error_messages={"required": EVIL},
    )
    one = forms.ChoiceField(label=EVIL, help_text=EVIL, choices=[("a", EVIL)], widget=PickOne)
    scale = forms.ChoiceField(
        label=EVIL, choices=SCALE_CHOICES, widget=ScaleSelect(low=EVIL, high=EVIL)
    )
    places = forms.MultipleChoiceField(
        label=EVIL, choices=[("neck", EVIL), ("elsewhere", EVIL)], widget=BodyMap()
    )
    born = DatePartsField(label=EVIL, help_text=EVIL, error_messages={"required": EVIL})
    desk = forms.ChoiceField(label=EVIL, choices=[("", EVIL)], error_messages={"required": EVIL})
    words = forms.CharField(label=EVIL, help_text=EVIL, error_messages={"required": EVIL})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.why = dict.fromkeys(self.fields, EVIL)

    def clean(self) -> None:
        """Complain about the form as a whole, too."""
        raise forms.ValidationError(EVIL)


def rendered(source: str, **context: object) -> str:
    """Return a page as somebody who is not signed in gets it."""
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    request.resolver_match = None
    return engines["django"].from_string(source).render(context, request)


def patient_page(form: forms.Form, **context: object) -> str:
    """Return a patient's page with that form."""
    slots = {"back_url": "/b", "stop_url": "/s", "help_url": "/h", "page_form": "page"}
    return rendered(PATIENT_PAGE, form=form, **{**slots, **context})
