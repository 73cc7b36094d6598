"""Definitions and assessments to JSON and back, and the digest that names an edition."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.engine.builders import QUIET, a_definition, a_ruleset, a_vignette, told
from triage.engine.assess import assess
from triage.engine.codec import (
    SCHEMA,
    CodecError,
    canonical,
    decode,
    decode_answers,
    decode_assessment,
    digest,
    encode,
    encode_answers,
)
from triage.engine.terms import Answers, OptionKind, Question, QuestionKind, Tier

Json = dict[str, Any]
OPEN: Answers = {**QUIET, "numb": ("leg",), "weak": "not_sure", "pain": 9}


def a_document() -> Json:
    """The small definition as it comes from a file."""
    document: Json = json.loads(json.dumps(encode(a_definition())))
    return document


def test_a_definition_comes_back_whole() -> None:
    definition = a_definition()
    back = decode(a_document())

    assert back == definition
    numb = back.pages[1].questions[0]
    assert type(numb) is Question
    assert numb.kind is QuestionKind.MULTI
    assert numb.options[2].kind is OptionKind.DENIED
    assert back.rules[0].tier is Tier.EMERGENCY
    assert back.vignettes[0].answers["numb"] == ("saddle", "leg")


def test_an_assessment_comes_back_whole() -> None:
    assessment = assess(a_ruleset(), told(OPEN))
    stored = json.loads(json.dumps(encode(assessment)))

    assert decode_assessment(stored) == assessment
    assert stored["tier"] == "soon"
    assert "schema" not in stored


def test_answers_come_back_whole() -> None:
    stored = json.loads(json.dumps(encode_answers(OPEN)))

    assert stored["numb"] == ["leg"]
    assert decode_answers(stored) == OPEN


def test_a_document_says_its_schema_and_writes_words_for_names() -> None:
    document = a_document()

    assert document["schema"] == SCHEMA
    assert document["rules"][0]["tier"] == "emergency"
    assert document["pages"][1]["questions"][0]["kind"] == "multi"


def test_fields_with_a_default_may_be_left_out() -> None:
    document = a_document()
    del document["pages"][0]["questions"][0]["help"]

    assert decode(document) == a_definition()


def test_the_digest_does_not_depend_on_the_order_of_keys() -> None:
    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(value)}
        return [turned(item) for item in value] if isinstance(value, list) else value

    document = a_document()

    assert list(turned(document)) != list(document)
    assert digest(turned(document)) == digest(document)
    assert canonical(turned(document)) == canonical(document)


def test_the_digest_depends_on_everything_else() -> None:
    document = a_document()
    swapped = {**document, "rules": document["rules"][::-1]}

    assert len(digest(document)) == 64
    assert digest(swapped) != digest(document)
    assert digest({**document, "title": "Small "}) != digest(document)


def test_the_canonical_text_keeps_letters_as_they_are() -> None:
    assert canonical({"b": "é", "a": [1]}) == '{"a":[1],"b":"é"}'


def at(*path: str | int, to: Any) -> Callable[[Json], None]:
    """A change of one value of a document."""

    def change(document: Any) -> None:
        for step in path[:-1]:
            document = document[step]
        document[path[-1]] = to

    return change


def without(*path: str | int) -> Callable[[Json], None]:
    """The removal of one value of a document."""

    def change(document: Any) -> None:
        for step in path[:-1]:
            document = document[step]
        del document[path[-1]]

    return change


QUESTION = ("pages", 0, "questions", 0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (at("colour", to="red"), "document has an unknown field `colour`."),
        (at("rules", 2, "Tier", to="soon"), "document.rules[2] has an unknown field `Tier`."),
        (without("key"), "document lacks the field `key`."),
        (without("rules", 1, "when"), "document.rules[1] lacks the field `when`."),
        (at("title", to=5), "document.title is not of type str."),
        (at("title", to=None), "document.title is not of type str."),
        (at("pages", to={}), "document.pages is not a list."),
        (at("pages", 0, to=[]), "document.pages[0] is not an object."),
        (at("sources", 0, "year", to=True), "document.sources[0].year is not of type int."),
        (at("sources", 0, "year", to=2020.0), "document.sources[0].year is not of type int."),
        (at("sources", 0, "year", to="2020"), "document.sources[0].year is not of type int."),
        (
            at(*QUESTION, "required", to=1),
            "document.pages[0].questions[0].required is not of type bool.",
        ),
        (
            at(*QUESTION, "kind", to="dropdown"),
            "document.pages[0].questions[0].kind: `dropdown` is not allowed here.",
        ),
        (
            at(*QUESTION, "kind", to=[]),
            "document.pages[0].questions[0].kind: `[]` is not allowed here.",
        ),
        (
            at("rules", 0, "tier", to="urgent"),
            "document.rules[0].tier: `urgent` is not allowed here.",
        ),
        (at("rules", 0, "tier", to=1), "document.rules[0].tier: `1` is not allowed here."),
        (at("rules", 0, "tier", to=True), "document.rules[0].tier: `True` is not allowed here."),
        (at("rules", 0, "sources", to="E1"), "document.rules[0].sources is not a list."),
        (at("rules", 0, "sources", 0, to=1), "document.rules[0].sources[0] is not of type str."),
        (at("vignettes", 0, "answers", to=[]), "document.vignettes[0].answers is not an object."),
        (
            at("vignettes", 0, "answers", "pain", to=7.5),
            "document.vignettes[0].answers.pain is not of type str.",
        ),
        (
            at("vignettes", 0, "answers", "pain", to=True),
            "document.vignettes[0].answers.pain is not of type int.",
        ),
        (
            at("vignettes", 0, "answers", "numb", 1, to=2),
            "document.vignettes[0].answers.numb[1] is not of type str.",
        ),
        (
            at("vignettes", 0, "answers", "\ud800", to="yes"),
            "A key of document.vignettes[0].answers holds a sign that cannot be kept.",
        ),
        (at("title", to="Sm\0all"), "document.title holds a sign that cannot be kept."),
        (at("title", to="Sm\ud800all"), "document.title holds a sign that cannot be kept."),
        (at("schema", to=2), "The document's `schema` is not 1."),
        (at("schema", to=True), "The document's `schema` is not 1."),
        (without("schema"), "The document's `schema` is not 1."),
    ],
)
def test_a_document_that_is_not_what_it_should_be_is_refused_at_its_place(
    change: Callable[[Json], None], message: str
) -> None:
    document = a_document()
    change(document)

    with pytest.raises(CodecError) as caught:
        decode(document)

    assert str(caught.value) == message


@pytest.mark.parametrize("document", [None, [], "{}", 1, True])
def test_only_an_object_is_a_document(document: object) -> None:
    with pytest.raises(CodecError, match="not a JSON object"):
        decode(document)
    with pytest.raises(CodecError, match="assessment is not an object"):
        decode_assessment(document)


@pytest.mark.parametrize(
    "change", [at("\ud800", to=1), at("rules", 0, "tier", to="\ud800")], ids=["field", "value"]
)
def test_half_characters_of_a_document_are_spelled_out(change: Callable[[Json], None]) -> None:
    document = a_document()
    change(document)

    with pytest.raises(CodecError, match=r"`\\ud800`"):
        decode(document)


@pytest.mark.parametrize("field", ["asked", "findings", "tier"])
def test_a_stored_assessment_that_lacks_something_is_refused(field: str) -> None:
    stored = encode(assess(a_ruleset(), told(OPEN)))
    del stored[field]

    with pytest.raises(CodecError, match=f"assessment lacks the field `{field}`"):
        decode_assessment(stored)


def test_an_answer_may_be_a_word_a_number_or_several_words() -> None:
    answers = {"weak": "yes", "pain": 7, "numb": ("leg", "saddle")}
    document = json.loads(
        json.dumps(encode(a_definition(vignettes=(a_vignette(answers=answers),))))
    )

    assert decode(document).vignettes[0].answers == answers
