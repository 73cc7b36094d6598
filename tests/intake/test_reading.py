"""What patients read is plain: grade 6 of a US school at most, by the formula of Flesch and Kincaid."""

import ast
import re
from pathlib import Path

import pytest

from tests.builders import the_definition
from tests.house.source import ROOT
from triage.engine.terms import Audience
from triage.intake.fields import _missing

SAID = re.compile(r'{% (?:translate "([^"]+)"|blocktranslate[^%]*%}(.*?){% endblocktranslate) ')
TEMPLATES = ROOT / "templates"
# Whatever stands in the frame of the patient's pages is read by patients, and what these pages include.
FRAME = '{% extends "patient_base.html" %}'
INCLUDED = re.compile(r'{% include "([^"]+)"')
# Forms that patients fill in, and the fields and pages their mistakes come from.
MESSAGES = [
    ROOT / "triage" / name
    for name in (
        "ui/fields.py",
        "ui/widgets.py",
        "intake/fields.py",
        "intake/forms.py",
        "intake/entry_forms.py",
        "engine/answers.py",
    )
]
CALLED = {"_", "gettext", "gettext_lazy", "AnswerError", "ValidationError", "ngettext"}


def patient_pages() -> list[Path]:
    """Return every template a patient may read, with those that stand inside it."""
    found = [one for one in TEMPLATES.rglob("*.html") if one.read_text().startswith(FRAME)]
    found += [TEMPLATES / "patient_base.html", TEMPLATES / "_components" / "progress.html"]
    found += (TEMPLATES / "clinic").rglob("*.html")
    for one in found:
        inside = (TEMPLATES / name for name in INCLUDED.findall(one.read_text()))
        found += [part for part in inside if part not in found]
    return found


def messages() -> list[str]:
    """Return what the forms of patients say, of mistakes and otherwise."""
    called = [
        (
            node.func.attr
            if isinstance(node.func, ast.Attribute)
            else getattr(node.func, "id", ""),
            node.args,
        )
        for file in MESSAGES
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call)
    ]
    said = [
        one.value
        for name, words in called
        if name in CALLED
        for one in words
        if isinstance(one, ast.Constant)
    ]
    plain = [re.sub(r"%\(\w+\)[sd]", "12", one) for one in said if isinstance(one, str)]
    return [*plain, *{_missing(one) for one in the_definition().questions()}]


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
    """Return what the questions say; the answers are a pool of their own, for their short lines flatter."""
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


def answers() -> list[str]:
    """Return what can be answered."""
    every = (option.label for one in the_definition().questions() for option in one.options)
    return list(dict.fromkeys(every))


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
    found = [one for page in patient_pages() for one in SAID.findall(page.read_text())]
    return [re.sub(r"{{.*?}}", "112", one or other) for one, other in found]


def everything() -> list[str]:
    """Return all of it as one pool."""
    return [*asked(), *answers(), *told(), *written(), *messages()]


def test_every_page_of_patients_is_read():
    names = {one.name for one in patient_pages()}
    assert {"kiosk.html", "appointment.html", "link.html", "link_closed.html", "done.html"} <= names
    assert {"failed.html", "idle.html", "progress.html"} <= names
    assert len(names) > 20
    assert any("There is no such day" in one for one in messages())


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
@pytest.mark.parametrize("texts", [asked, answers, told, written, messages, everything])
def test_what_patients_read_is_grade_6_at_most(texts):
    print(f"{texts.__name__}: grade {grade(texts()):.1f}")  # noqa: T201 (a figure of the long run)
    assert len(texts()) > 20
    assert grade(texts()) <= 6


@pytest.mark.hazard("H20")
def test_no_sentence_of_a_page_is_longer_than_20_words():
    sentences = [
        part for text in [*written(), *messages()] for part in re.split(r"[.?!:]\s*", text)
    ]

    assert [one for one in sentences if len(one.split()) > 20] == []
