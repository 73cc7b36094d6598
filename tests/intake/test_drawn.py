"""A question taken from memory looks exactly as its template draws it."""

import re
from random import Random
from typing import Any

import pytest
from django.http import HttpRequest, QueryDict
from django.middleware.csrf import CSRF_TOKEN_LENGTH
from django.template.loader import render_to_string
from django.utils import translation

from tests.builders import a_filled_in_visit, the_definition
from triage.engine import codec
from triage.engine.paging import shown_on
from triage.engine.terms import BODY_MAP, Answer, Page, Question, QuestionKind
from triage.intake.fields import AnswerField
from triage.intake.followups import FollowUpForm
from triage.intake.models import Visit, Way
from triage.intake.presenters import drawn_page, page_context
from triage.ui import drawn

CHOICES = (QuestionKind.SINGLE, QuestionKind.MULTI)


@pytest.fixture
def visit(release) -> Visit:
    return a_filled_in_visit("V01")


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch) -> None:
    monkeypatch.setattr(drawn, "memory", drawn.Memory(10**7))


@pytest.fixture
def request_of(rf):
    def made(query: str = "") -> HttpRequest:
        request: HttpRequest = rf.get(
            f"/form/part/one/{query}", headers={"cookie": f"csrftoken={'s' * 32}"}
        )
        request.META["CSRF_COOKIE"] = "s" * 32
        return request

    return made


def html(request: HttpRequest, visit: Visit, page: Page, form: FollowUpForm) -> str:
    return _one_token(drawn_page(request, visit, page, form))


def plain_html(request: HttpRequest, visit: Visit, page: Page, form: FollowUpForm) -> str:
    """The same as the template draws it for this patient alone, with nothing remembered."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AnswerField, "likeness", lambda *_: None)
        context = page_context(request, visit, page, form)
        return _one_token(render_to_string("intake/page.html", context, request))


def _one_token(page: str) -> str:
    """A token is masked anew for each page; and between two elements there may be a line end or none."""
    held = 'name="csrfmiddlewaretoken" value="'
    page = re.sub(rf'({held})\w{{{CSRF_TOKEN_LENGTH}}}"', r'\1token"', page)
    return re.sub(r">\s+<", "><", page)


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
def test_what_is_remembered_is_what_would_be_drawn(visit, request_of, seed):
    chance = Random(seed)  # noqa: S311 no secret hangs on it
    for _ in range(4):
        pages = [one for one in the_definition().pages if shown_on(one, visit.reported())]
        page = chance.choice(pages)
        visit.answers = {**visit.answers, **codec.encode_answers(some_kept(chance))}
        if not shown_on(page, visit.reported()):
            continue
        visit.way = chance.choice(Way.values)
        sent: Any = None
        if chance.randint(0, 1):
            sent = QueryDict(mutable=True)
            for question in page.questions:
                sent.setlist(question.link_id, some_said(chance, question))
                if chance.randint(0, 1):
                    sent.appendlist("shown", question.link_id)
        form = FollowUpForm(visit, page, sent)
        form.is_valid()
        request = request_of(chance.choice(["", "?more", "?check", '?x="><b>&amp;']))
        plain = plain_html(request, visit, page, form)
        assert html(request, visit, page, form) == plain
        assert html(request, visit, page, form) == plain


def page_with(*kinds: QuestionKind) -> Page:
    return next(
        page for page in the_definition().pages if any(q.kind in kinds for q in page.questions)
    )


def test_words_of_the_patient_are_never_remembered(visit, request_of):
    page = page_with(QuestionKind.TEXT)
    text = next(q.link_id for q in page.questions if q.kind is QuestionKind.TEXT)
    visit.answers = {**visit.answers, text: "a secret of mine"}

    shown = html(request_of("?a-secret-address"), visit, page, FollowUpForm(visit, page))
    assert "a secret of mine" in shown
    assert "a-secret-address" in shown
    kept = repr(list(drawn.memory))
    assert kept
    assert "secret" not in kept


def test_no_tick_is_ever_remembered(visit, request_of):
    page = page_with(*CHOICES)

    assert " checked>" in html(request_of(), visit, page, FollowUpForm(visit, page))
    assert "checked" not in repr(list(drawn.memory))


def test_what_is_no_answer_is_never_remembered(visit, request_of):
    page = the_definition().pages[0]
    sent = QueryDict(mutable=True)
    for question in page.questions:
        sent.setlist(question.link_id, ["junk-of-a-stranger"])
    html(request_of(), visit, page, FollowUpForm(visit, page, sent))

    assert "junk-of-a-stranger" not in repr(list(drawn.memory))


def test_one_drawing_serves_all_answers(visit, request_of):
    page = next(
        p for p in the_definition().pages if any(q.link_id == BODY_MAP for q in p.questions)
    )
    for option in visit.ruleset.question(BODY_MAP).options:
        visit.answers = {**visit.answers, BODY_MAP: [option.code]}
        html(request_of(), visit, page, FollowUpForm(visit, page))

    maps = [pieces for _, pieces in drawn.memory if "bodymap__views" in "".join(pieces)]
    assert len(maps) == 1


def test_another_language_is_drawn_anew(visit, request_of):
    page = page_with(*CHOICES)
    with translation.override("en"):
        html(request_of(), visit, page, FollowUpForm(visit, page))
    before = len(list(drawn.memory))
    with translation.override("de"):
        html(request_of(), visit, page, FollowUpForm(visit, page))

    assert len(list(drawn.memory)) > before


def test_only_so_much_is_remembered():
    memory = drawn.Memory(10)
    for n in range(9):
        memory.keep(n, ("12", "34"))
    memory.keep(8, ("1", "2"))

    assert [key for key, _ in memory] == [7, 8]
    assert memory.size == 6


def test_what_is_larger_than_the_memory_is_drawn_all_the_same():
    memory = drawn.Memory(3)

    assert memory.keep("map", ("1234",)) == ("1234",)
    assert not list(memory)
    assert memory.size == 0


def test_what_is_put_into_a_frame_is_escaped():
    shared = {"title": "A & B", "part": 1, "of": 2, "minutes": 3}
    page = drawn.page("intake/page.html", shared, {"here": '"><b>'})

    assert "A &amp; B" in page
    assert 'action="&quot;&gt;&lt;b&gt;"' in page
