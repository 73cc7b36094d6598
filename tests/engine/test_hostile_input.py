"""Any text, any value and any document is understood or refused, and breaks nothing."""

import json
from contextlib import suppress
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.builders import QUESTIONS_OF_EVERY_KIND, a_definition, a_ruleset
from tests.engine.made_up import chance, law
from triage.engine.answers import AnswerError, checked
from triage.engine.codec import CodecError, decode, digest, encode
from triage.engine.language import Scope, Vocabulary, parse
from triage.engine.soundness import problems_in
from triage.engine.syntax import ConditionError
from triage.engine.terms import Question, QuestionKind

long_law = settings(law, max_examples=300)

WORDS = (
    *("has", "unsure", "at_least", "num", "n_of", "tier", "fired", "age", "n_unsure"),
    *("incomplete", "always", "no_other_rule", "weak", "numb", "yes", "saddle", "numbish"),
    *("(", ")", "(", ")", ",", ",", "not", "and", "or", "in", "is", "lambda", "if", "await"),
    *(".", "*", "**", ":", ":=", "=", "==", ">=", "<", "~", "-", "@", "\\", "#", ";", "[", "]"),
    *("1", "2", "2e3", "1j", "0x_", "None", "'CES'", "f'{weak}'", "b'x'", "'\\d'", "'''"),
    *("\n", "\t", "\0", "é", "\ud800"),
)
TEXTS = st.text(max_size=60) | st.lists(st.sampled_from(WORDS), max_size=15).map(" ".join)
LETTERS = st.text(st.characters(), max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | LETTERS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(LETTERS, inner, max_size=3),
    max_leaves=5,
)
VOCABULARY = Vocabulary(a_ruleset().questions, a_ruleset().facts, frozenset(a_ruleset().rules))


@long_law
@given(TEXTS, st.sampled_from(Scope))
def test_any_text_is_a_condition_or_refused_at_a_place_in_it(text: str, scope: Scope) -> None:
    refusal = None
    try:
        condition = parse(text, VOCABULARY, scope)
    except ConditionError as error:
        refusal = error

    if refusal is None:
        assert parse(f"({text})", VOCABULARY, scope) == condition
    else:
        assert 0 <= refusal.start <= refusal.end <= len(text)
        assert refusal.message.isprintable()


@long_law
@given(st.sampled_from(QUESTIONS_OF_EVERY_KIND), JSON | st.sampled_from(["yes", "leg", "7"]))
def test_any_value_is_an_answer_or_refused(question: Question, raw: object) -> None:
    with suppress(AnswerError):
        answer = checked(question, raw)

        assert checked(question, answer) == answer
        assert json.dumps(answer, ensure_ascii=False).encode()
        if question.kind is QuestionKind.SINGLE:
            assert answer is None or question.option(str(answer))


def a_damaged_document(random: Random, value: Any) -> Any:
    """The small definition with one value somewhere replaced, or taken out when there is none."""
    whole: Any = json.loads(json.dumps(encode(a_definition())))
    place, step = whole, random.choice(list(whole))
    while place[step] and isinstance(place[step], (dict, list)) and random.randint(0, 5):
        place = place[step]
        step = random.choice(list(place) if isinstance(place, dict) else range(len(place)))
    if value is None:
        del place[step]
    else:
        place[step] = value
    return whole


@long_law
@given(st.builds(a_damaged_document, chance, JSON) | JSON)
def test_any_document_is_a_definition_or_refused(document: object) -> None:
    refusal = ""
    try:
        definition = decode(document)
    except CodecError as error:
        refusal = str(error)

    if refusal:
        assert refusal.encode()
    else:
        assert digest(encode(definition))
        assert all(problem.encode() for problem in problems_in(definition))
