"""`manage.py assess`: one line in, one line out, and no line is lost over another."""

import io
import json
import sys
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.builders import a_published_release, the_definition, the_ruleset, the_vignette
from triage.content.cases import answer_line
from triage.engine import codec

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(monkeypatch, capsys):
    """Return how to run the command on some lines: what it wrote, and whether it failed."""

    def run(*lines: Any) -> tuple[list[dict[str, Any]], bool]:
        raw = b"\n".join(one if isinstance(one, bytes) else _line(one) for one in lines)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        status = 0
        try:
            call_command("assess")
        except CommandError as error:
            status = error.returncode
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()], status == 1

    return run


def _line(case: Any) -> bytes:
    return json.dumps(case).encode()


def a_case(**answers: Any) -> dict[str, Any]:
    return {"id": "A", "age": 40, "answers": answers}


@pytest.fixture
def _published(db):
    a_published_release()


@pytest.mark.usefixtures("_published")
def test_every_vignette_gets_its_tier_and_rules(ask):
    vignettes = codec.encode(the_definition())["vignettes"]

    # The command says an age that nobody knows as null.
    answers, failed = ask(
        *({**one, "age": one["age"] if one["age"] >= 0 else None} for one in vignettes)
    )

    assert not failed
    assert {one["id"]: (one["tier"], set(one["rules"])) for one in answers} == {
        one["id"]: (one["tier"], set(one["rules"])) for one in vignettes
    }


@pytest.mark.usefixtures("_published")
def test_it_says_what_was_not_excluded_and_not_answered(ask):
    said = {**the_vignette("V01").answers, "saddle_numb": "not_sure"}
    del said["weakness"]

    (answer,), _ = ask(a_case(**said))

    assert set(answer) == {"id", "tier", "rules", "not_excluded", "unanswered"}
    assert "CES-01" in answer["not_excluded"]
    assert "weakness" in answer["unanswered"]


@pytest.mark.usefixtures("_published")
def test_an_age_of_null_is_not_known(ask):
    (known, unknown), failed = ask(a_case(), {**a_case(), "age": None})

    assert not failed
    assert "birth_date" not in known["unanswered"]
    assert "birth_date" in unknown["unanswered"]


def test_answers_to_hidden_questions_are_ignored():
    plain = the_vignette("V01").answers
    stale = {**plain, "weakness_course": "fast_worse"}

    shown, hidden = (answer_line(the_ruleset(), _line(a_case(**one))) for one in (plain, stale))

    assert hidden == shown


BAD_LINES = [
    (b"{", "The line is not JSON."),
    (b"\xff", "The line is not JSON."),
    (b"[" * 100_000, "The line is not JSON."),
    (b'{"id": "A", "age": NaN, "answers": {}}', "it holds NaN"),
    (b'{"id": "A", "age": 4, "age": 70, "answers": {}}', "names `age` twice"),
    (b"[1]", "not a JSON object"),
    ({"id": [1], "age": 4, "answers": {}}, "`id` is not a text or a whole number"),
    ({"id": True, "age": 4, "answers": {}}, "`id` is not a text or a whole number"),
    ({"id": "A", "answers": {}}, "lacks `age`"),
    ({"id": "A", "age": 4}, "lacks `answers`"),
    ({"id": "A", "age": 4, "answers": []}, "lacks `answers`"),
    *(
        ({"id": "A", "age": age, "answers": {}}, "not a whole number from 0 to 130")
        for age in ("40", 40.0, True, -1, 131)
    ),
    (a_case(numbnes=["legs_both"]), "Unknown question `numbnes`; did you mean `numbness`?"),
    (a_case(zzz="x"), "Unknown question `zzz`."),
    (
        a_case(numbness=["leg_both"]),
        "Unknown option `leg_both` of question `numbness`; did you mean `legs_both`?",
    ),
    (a_case(saddle_numb="perhaps"), "Unknown option `perhaps` of question `saddle_numb`"),
    (a_case(saddle_numb=["yes", "no"]), "`saddle_numb` takes the code of one option"),
    (a_case(saddle_numb={"a": 1}), "`saddle_numb` takes the code of one option"),
    (a_case(numbness=7), "`numbness` takes a list of codes"),
    (a_case(numbness=["no", 7]), "`numbness` takes a list of codes"),
    (a_case(numbness=["no", "legs_both"]), "`no`, which cannot stand beside another"),
    (a_case(pain_now=11), "`pain_now` takes a whole number from 0 to 10"),
    (a_case(birth_date="1985-02-30"), "`birth_date` takes a date"),
    (a_case(own_words=["a"]), "`own_words` takes a text"),
    (a_case(own_words="\ud800"), "`own_words` cannot take this text"),
]


@pytest.mark.parametrize(("line", "message"), BAD_LINES)
def test_a_bad_line_gets_one_sentence(line, message):
    answer = answer_line(the_ruleset(), line if isinstance(line, bytes) else _line(line))

    assert set(answer) == {"id", "error"}
    assert message in str(answer["error"])
    assert answer["id"] in {"A", None}


@pytest.mark.usefixtures("_published")
def test_the_other_lines_are_still_answered(ask):
    answers, failed = ask(a_case(), b"{", b"", {**a_case(), "id": 3})

    assert failed
    assert [(one["id"], "tier" in one) for one in answers] == [
        ("A", True),
        (None, False),
        (3, True),
    ]


def test_what_says_nothing_is_not_answered():
    line = _line(a_case(saddle_numb="", numbness=[], own_words=None))

    answer = answer_line(the_ruleset(), line)

    assert {"saddle_numb", "numbness"} <= set(json.loads(json.dumps(answer))["unanswered"])


def test_without_a_published_release_there_is_nothing_to_ask():
    with pytest.raises(CommandError, match="No release is published"):
        call_command("assess")
