"""A question taken from memory looks exactly as its template draws it."""

from collections import OrderedDict
from random import Random
from typing import Any

import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.utils import translation

from tests.builders import a_filled_in_visit, the_definition
from triage.engine.terms import Answer, Question, QuestionKind
from triage.intake.followups import FollowUpForm
from triage.intake.models import Visit
from triage.ui import drawn

PAGE = Template("{% load crispy_forms_tags %}{% crispy form %}")
CHOICES = (QuestionKind.SINGLE, QuestionKind.MULTI)


@pytest.fixture
def visit(release) -> Visit:
    return a_filled_in_visit("V01")


def html(form: FollowUpForm) -> str:
    return PAGE.render(Context({"form": form, "csrf_token": "x"}))


def plain_html(form: FollowUpForm) -> str:
    """The same with nothing remembered."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawn, "_drawn", OrderedDict())
        return html(form)


def some_said(random: Random, question: Question) -> list[str]:
    """What somebody may send for a question: right, wrong, too much or nothing."""
    codes = [option.code for option in question.options] or [str(n) for n in range(11)]
    some = random.sample(codes, random.randint(0, min(3, len(codes))))
    return random.choice((some, some[:1], some, ["<b>no such answer</b>"], ["\x00", ""]))


def some_kept(random: Random) -> dict[str, Answer]:
    kept: dict[str, Answer] = {}
    for question in the_definition().questions():
        if question.kind in CHOICES and random.randint(0, 1):
            code = random.choice(question.options).code
            kept[question.link_id] = (code,) if question.kind is QuestionKind.MULTI else code
        elif question.kind is QuestionKind.SCALE:
            kept[question.link_id] = random.randint(0, 10)
    return kept


@pytest.mark.parametrize("seed", range(20))
def test_what_is_remembered_is_what_would_be_drawn(visit, seed):
    chance = Random(seed)  # noqa: S311 no secret hangs on it
    page = chance.choice(the_definition().pages)
    visit.answers = {**visit.answers, **some_kept(chance)}
    sent: Any = None
    if chance.randint(0, 1):
        sent = QueryDict(mutable=True)
        for question in page.questions:
            sent.setlist(question.link_id, some_said(chance, question))
            if chance.randint(0, 1):
                sent.appendlist("shown", question.link_id)

    def form() -> FollowUpForm:
        made = FollowUpForm(visit, page, sent)
        made.is_valid()
        return made

    first, again, plain = html(form()), html(form()), plain_html(form())
    assert first == plain
    assert again == plain


def test_words_of_the_patient_are_never_remembered(visit):
    definition = the_definition()
    page = next(
        page
        for page in definition.pages
        if any(q.kind is QuestionKind.TEXT for q in page.questions)
    )
    text = next(q.link_id for q in page.questions if q.kind is QuestionKind.TEXT)
    visit.answers = {**visit.answers, text: "a secret of mine"}

    assert "a secret of mine" in html(FollowUpForm(visit, page))
    assert not [one for one in drawn._drawn.values() if "a secret of mine" in one]


def test_what_is_no_answer_is_never_remembered(visit):
    page = the_definition().pages[0]
    sent = QueryDict(mutable=True)
    for question in page.questions:
        sent.setlist(question.link_id, ["junk-of-a-stranger"])
    html(FollowUpForm(visit, page, sent))

    assert not [key for key in drawn._drawn if "junk-of-a-stranger" in repr(key)]


def test_another_language_is_drawn_anew(visit):
    page = next(p for p in the_definition().pages if any(q.options for q in p.questions))
    with translation.override("en"):
        html(FollowUpForm(visit, page))
    before = len(drawn._drawn)
    with translation.override("de"):
        html(FollowUpForm(visit, page))

    assert len(drawn._drawn) > before


def test_only_so_many_are_remembered(visit, monkeypatch):
    monkeypatch.setattr(drawn, "MOST", 2)
    monkeypatch.setattr(drawn, "_drawn", OrderedDict())
    for page in the_definition().pages:
        html(FollowUpForm(visit, page))

    assert len(drawn._drawn) == 2
