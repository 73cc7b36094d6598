"""What no honest screen sends: refused at its question, in words, with nothing else lost."""

from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse

from tests.intake.screen import controls, mistakes, questions_of
from triage.engine.terms import Question, QuestionKind
from triage.intake.fields import field_for
from triage.intake.forms import PageForm

LONG = "x" * 1_000_000
REST_OF_PAIN = {
    "pain_now": "6",
    "pain_timing": "brief",
    "pain_pattern": ["hills"],
    "course": "same",
}
KEPT_OF_PAIN = {
    "pain_now": 6,
    "pain_timing": "brief",
    "pain_pattern": ("hills",),
    "course": "same",
}
ODD = [
    "\0",
    "\ud800",
    "None",
    "null",
    "[]",
    "{}",
    "-1",
    "1e1",
    "0x5",
    "5.0",
    "NaN",
    "5",
    "\u0665",
    LONG,
]
HOSTILE = [
    *[("pain_now", value) for value in ["11", "-0", "+5", " 5", "5.0", "\u0665", *ODD[:7], LONG]],
    *[("pain_timing", value) for value in ["BRIEF", " brief", "brief\0", "bright", *ODD]],
    *[("pain_pattern", value) for value in ["HILLS", "hills\0", *ODD]],
    ("pain_pattern", ["hills", "bright"]),
    ("pain_pattern", ["none", "not_sure"]),
    ("pain_pattern", ["hills", "none"]),
    ("pain_timing", ["brief", "some_days"]),
    ("pain_now", ["5", "6"]),
]


def form_of(screen, key, **answers):
    """Fill in a page without the wire between: it would mend half characters on its way."""
    data = QueryDict(mutable=True)
    for name, value in answers.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return PageForm(screen.visit, questions_of(screen.visit, key), data)


def name_of(value):
    return repr(value)[:20] if isinstance(value, str) else None


@pytest.mark.hazard("H17")
@pytest.mark.parametrize(("name", "value"), HOSTILE, ids=name_of)
def test_what_is_no_answer_is_refused_at_its_question(screen, name, value):
    form = form_of(screen, "pain", **{**REST_OF_PAIN, name: value})

    assert not form.is_valid()
    assert list(form.errors) == [name]
    assert all(message.endswith(".") for message in form.errors[name])
    rest = {other: kept for other, kept in KEPT_OF_PAIN.items() if other != name}
    assert rest.items() <= form.answers().items()


@pytest.mark.parametrize("value", ["a\0b", "\ud800", "a\x0bb", "\x1b[31m", "x" * 2001, LONG])
def test_text_that_cannot_be_kept_is_refused(screen, value):
    form = form_of(screen, "coping", own_words=value, function_limit="3", tried=["ice"])

    assert not form.is_valid()
    assert list(form.errors) == ["own_words"] or "own_words" in form.errors
    assert form.answers()["function_limit"] == 3


@pytest.mark.hazard("H10")
@pytest.mark.parametrize(
    ("day", "month", "year"),
    [
        ("12", "3", "92"),
        ("12", "3", "092"),
        ("31", "2", "1992"),
        ("0", "0", "0"),
        ("12", "3", "1892"),
        ("12", "3", "2999"),
        ("1\0", "3", "1992"),
        ("\ud800", "3", "1992"),
        ("12", "March", "1992"),
        ("12", "3", ""),
        ("", "", ""),
        (LONG, "3", "1992"),
        ("1" * 5000, "3", "1992"),
    ],
    ids=name_of,
)
def test_a_birth_date_that_cannot_be_is_refused(screen, day, month, year):
    parts = {"birth_date_day": day, "birth_date_month": month, "birth_date_year": year}
    form = form_of(screen, "about", filled_by="self", sex_birth="male", **parts)

    assert not form.is_valid()
    assert list(form.errors) == ["birth_date"]
    assert form.answers()["sex_birth"] == "male"


def test_full_width_digits_are_the_same_day(screen):
    """The three boxes are typed by people whose keyboards write such digits; a scale is tapped."""
    parts = {
        "birth_date_day": "\uff11\uff12",
        "birth_date_month": "\uff13",
        "birth_date_year": "\uff11\uff19\uff19\uff12",
    }

    assert form_of(screen, "about", **parts).is_valid() is False
    assert form_of(screen, "about", **parts).errors.keys() == {"filled_by", "sex_birth"}


def test_a_text_that_must_be_written_says_so():
    question = Question("why", QuestionKind.TEXT, "Why", "Why did you come?")

    with pytest.raises(ValidationError, match="Write an answer"):
        field_for(question).clean("  ")


# --- Over the wire ----------------------------------------------------------------------------------


@pytest.mark.hazard("H17")
@pytest.mark.parametrize(("name", "value"), [case for case in HOSTILE if "\ud800" not in case[1]])
def test_the_page_comes_back_with_the_rest_kept(screen, name, value):
    answer = screen.send("pain", **{**REST_OF_PAIN, name: value})

    assert answer.status_code == 200
    assert list(mistakes(answer)) == [name]
    rest = {other: kept for other, kept in KEPT_OF_PAIN.items() if other != name}
    assert rest.items() <= screen.kept.items()
    shown = controls(answer)
    assert all(shown[other] == REST_OF_PAIN_SHOWN[other] for other in rest)


REST_OF_PAIN_SHOWN = {
    name: value if isinstance(value, list) else [value] for name, value in REST_OF_PAIN.items()
}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"go=next&pain_timing=%ED%A0%80&pain_now=%FF%FE", "application/x-www-form-urlencoded"),
        (b"\xff\xfe\x00\xed\xa0\x80", "application/x-www-form-urlencoded"),
        (b'{"pain_now": 6}', "application/json"),
        (b"--x\r\nContent-Disposition: form-data\r\n\r\n", "multipart/form-data; boundary=x"),
        (b"go=back&go=next&tier=1&urgency=1", "application/x-www-form-urlencoded"),
    ],
)
def test_a_body_that_says_nothing_is_answered_with_the_page(screen, body, kind):
    answer = screen.client.post(reverse("intake:page", args=["pain"]), body, content_type=kind)

    assert answer.status_code == 200
    assert set(mistakes(answer)) == set(REST_OF_PAIN)
    assert screen.visit.tier is None


@pytest.mark.parametrize(
    "body",
    [
        b"own_words=" + b"x" * 10_000_000,
        urlencode([(f"name{number}", "x") for number in range(10_000)]).encode(),
    ],
    ids=["10 MB", "10,000 names"],
)
def test_a_body_too_large_is_refused_with_a_page_of_words(screen, body):
    answer = screen.client.post(
        reverse("intake:page", args=["coping"]),
        body,
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 400
    assert b"All pages you finished are saved" in answer.content


def test_an_answer_to_a_question_that_is_not_asked_is_not_kept(screen):
    screen.send("pain", **REST_OF_PAIN, saddle_numb="yes", ces_since="le_2w", urgency="5")

    assert screen.kept.keys() == {"birth_date", *REST_OF_PAIN}
    assert screen.visit.tier is None


@pytest.mark.parametrize("key", ["nowhere", "pain%00", "pain'--", "..%2Fcheck", "é"])
def test_a_page_that_does_not_exist_is_not_found(screen, key):
    assert screen.client.get(f"/form/part/{key}/").status_code == 404
    assert screen.client.post(f"/form/part/{key}/", REST_OF_PAIN).status_code == 404


# --- Words that are odd and honest ------------------------------------------------------------------

ODD_WORDS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7|add:7 }} {% debug %} ${7*7}",
    "'; DROP TABLE intake_visit; --",
    '=HYPERLINK("http://x";"y")',
    "ظهري يؤلمني منذ ٣ أيام",
    "\u202eabc\u202c \u2066def\u2069",
    "می\u200cخواهم 👩\u200d⚕️ 🇩🇪",  # noqa: RUF001 (Persian)
    "Z" + "\u0301\u0300" * 40,
    "e\u0301 é \ufb01",
    "line\u2028separator\u0085next",
    "\ufeffbom and\tTab",
    "腰が痛い",
    "A\r\nB",
]


@pytest.mark.hazard("H17")
@pytest.mark.parametrize("words", ODD_WORDS, ids=range(len(ODD_WORDS)))
def test_odd_words_are_kept_as_they_are_and_shown_as_words(at_check, words):
    screen = at_check()
    screen.send("coping", own_words=words)

    assert screen.kept["own_words"] == words.replace("\r\n", "\n").strip()
    shown = screen.see("check").content.decode()
    assert "<script>alert" not in shown
    assert "<img" not in shown
    assert "{{ 7|add:7 }}" in shown or "{{" not in words
    assert screen.press("check").status_code == 302
    assert screen.see("done").status_code == 200
