"""What patients read is plain: grade 6 of a US school at most, by the formula of Flesch and Kincaid."""

import re

import pytest

from tests.builders import the_definition
from tests.house.source import ROOT
from triage.engine.terms import Audience

SAID = re.compile(r'{% (?:translate "([^"]+)"|blocktranslate[^%]*%}(.*?){% endblocktranslate) ')
PATIENT_PAGES = [
    *(
        ROOT / "templates" / "intake" / f"{name}.html"
        for name in [
            "welcome",
            "check",
            "done",
            "emergency",
            "help",
            "paused",
            "finished",
            "no_visit",
            "away",
            "still_there",
            "page",
        ]
    ),
    ROOT / "templates" / "_components" / "failed.html",
    ROOT / "templates" / "_components" / "idle.html",
]
# Endings whose e is not spoken, and pairs of vowels that are two sounds.
SILENT = re.compile(r"(?:[^laeiouy]es|[^td]ed|[^l]e)$")
APART = re.compile(r"ia(?!l)|io(?!n)|eo|iu|ua|ea$|[aeo]ing")


def syllables(word: str) -> int:
    """Count the sounds of an English word, near enough for a sum over thousands of words."""
    word = word.lower()
    if len(word) <= 3:
        return 1
    spoken = len(re.findall(r"[aeiouy]+", word)) + len(APART.findall(word))
    return max(1, spoken - bool(SILENT.search(word)))


def grade(texts: list[str]) -> float:
    """Return the school grade of texts as one; a text without a full stop is a sentence all the same."""
    sentences = [part for text in texts for part in re.split(r"[.?!:;]\s|\n", text) if part.strip()]
    words = [
        word for text in texts for word in re.findall(r"[A-Za-z]+(?:['\u2019-][A-Za-z]+)*", text)
    ]
    sounds = sum(syllables(part) for word in words for part in word.split("-"))
    return 0.39 * len(words) / len(sentences) + 11.8 * sounds / len(words) - 15.59


def asked() -> list[str]:
    """Return what the questions say. Answers are left out: so many short lines would flatter the sum."""
    return [
        text
        for question in the_definition().questions()
        for text in (
            question.text,
            question.help,
            question.why,
        )
        if text
    ]


def told() -> list[str]:
    """Return what patients are told of their answers, and what they take home."""
    definition = the_definition()
    return [
        *(tier.patient_text for tier in definition.tiers),
        *(sentence.text for sentence in definition.sentences),
        *(
            point
            for article in definition.guidance
            if article.audience is Audience.PATIENT
            for group in article.groups()
            for point in group.points
        ),
    ]


def written() -> list[str]:
    """Return the words of the pages themselves."""
    found = [one for page in PATIENT_PAGES for one in SAID.findall(page.read_text())]
    return [re.sub(r"{{.*?}}", "112", one or other) for one, other in found]


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("pain", 1),
        ("bladder", 2),
        ("numb", 1),
        ("emergency", 4),
        ("answers", 2),
        ("saved", 1),
        ("area", 3),
    ],
)
def test_sounds_are_counted(word, count):
    assert syllables(word) == count


def test_hard_words_are_seen():
    hard = "Bilateral radiculopathy necessitates immediate interdisciplinary evaluation."
    assert grade([hard]) > 12
    assert grade([*asked(), *[hard] * 100]) > 6


@pytest.mark.hazard("H20")
@pytest.mark.parametrize("texts", [asked, told, written])
def test_what_patients_read_is_grade_6_at_most(texts):
    assert len(texts()) > 30
    assert grade(texts()) <= 6


@pytest.mark.hazard("H20")
def test_no_sentence_of_a_page_is_longer_than_20_words():
    sentences = [part for text in written() for part in re.split(r"[.?!:]\s*", text)]

    assert [one for one in sentences if len(one.split()) > 20] == []
