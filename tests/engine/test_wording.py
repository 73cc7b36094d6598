"""No text for patients reassures, and no question is long."""

from dataclasses import replace

import pytest

from tests.engine.builders import (
    NO,
    a_definition,
    a_definition_asking,
    a_question,
    an_article,
    every_tier,
)
from triage.engine.terms import Audience, Definition, Option, Page, Sentence
from triage.engine.wording import REASSURING, broken_wording

SOFT = "Your back is safe."


def told_by(definition: Definition) -> list[str]:
    return list(broken_wording(definition))


@pytest.mark.hazard("H25")
@pytest.mark.parametrize("phrase", REASSURING)
def test_every_word_of_the_list_is_found(phrase: str) -> None:
    for text in (phrase, f"This is {phrase.upper()}, we think.", phrase.replace(" ", "\n  ")):
        assert told_by(a_definition(sentences=(Sentence("S1", text),))) != []


def test_an_apostrophe_may_be_curly() -> None:
    assert told_by(a_definition(sentences=(Sentence("S1", "Don\u2019t worry."),))) == [
        "Sentence S1 says “don\u2019t worry”: no text for patients may reassure."
    ]


@pytest.mark.parametrize("text", ["We keep it in a safekeeping box.", "Minority", "Unsafe ladder"])
def test_a_word_inside_another_is_not_meant(text: str) -> None:
    assert told_by(a_definition(sentences=(Sentence("S1", text),))) == []


@pytest.mark.parametrize(
    ("definition", "place"),
    [
        (a_definition(title=SOFT), "The title"),
        (a_definition(pages=(Page("p", SOFT, ()),)), "Page `p`"),
        (a_definition_asking(replace(a_question("q"), text=SOFT)), "Question `q`"),
        (a_definition_asking(a_question("q", help=SOFT)), "Question `q`"),
        (a_definition_asking(a_question("q", why=SOFT)), "Question `q`"),
        (a_definition_asking(a_question("q", low=SOFT)), "Question `q`"),
        (a_definition_asking(a_question("q", high=SOFT)), "Question `q`"),
        (
            a_definition_asking(a_question("q", options=(Option("a", SOFT), NO))),
            "Question `q`",
        ),
        (a_definition(tiers=(replace(every_tier()[0], name=SOFT),)), "Tier self_care"),
        (a_definition(tiers=(replace(every_tier()[0], patient_text=SOFT),)), "Tier self_care"),
        (a_definition(sentences=(Sentence("S9", SOFT),)), "Sentence S9"),
        (a_definition(guidance=(an_article("A-1", "always", points=(SOFT,)),)), "Article A-1"),
        (
            a_definition(guidance=(replace(an_article("A-1", "always"), title=SOFT),)),
            "Article A-1",
        ),
    ],
)
def test_every_text_a_patient_reads_is_looked_at(definition: Definition, place: str) -> None:
    assert told_by(definition) == [f"{place} says “safe”: no text for patients may reassure."]


def test_a_word_is_told_once_for_a_text() -> None:
    assert len(told_by(a_definition(sentences=(Sentence("S1", f"{SOFT} {SOFT}"),)))) == 1


def test_what_clinicians_read_may_say_it() -> None:
    article = replace(an_article("A-1", "always", points=(SOFT,)), audience=Audience.CLINICIAN)
    tier = replace(every_tier()[0], clinician_action=SOFT)

    assert told_by(a_definition(guidance=(article,), tiers=(tier,))) == []


def test_a_question_has_at_most_twenty_words() -> None:
    def asked(words: int) -> Definition:
        return a_definition_asking(replace(a_question("q"), text="word " * words))

    assert told_by(asked(20)) == []
    assert told_by(asked(21)) == ["Question `q` has 21 words; more than 20 are too many."]
