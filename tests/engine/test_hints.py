"""Hints tell what may be hard to read, and leave plain words alone."""

import pytest

from triage.engine.hints import grade, hints


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Is the pain new?", ""),
        ("", ""),
        ("...", ""),
        ("word " * 21, "The sentence “word word word word …” has 21 words. Try two."),
        (
            "Circulatory insufficiency necessitates immediate professional consultation.",
            "It reads like grade",
        ),
        (
            "Sciatica hurts.",
            "“Sciatica” is a word of the clinic. Plainer: “leg pain from a nerve”.",
        ),
        ("It is a lumbar pain.", "Plainer: “of the lower back”."),
        ("The steroids you take.", "“steroids” is a word of the clinic."),
        ("Sciatica (leg pain from a nerve) hurts.", ""),
        ("Sciatica, that is pain in a leg.", ""),
    ],
)
def test_what_is_hard_to_read_is_hinted_at(text: str, hint: str) -> None:
    found = hints(text)

    assert any(hint in one for one in found) if hint else found == ()


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Is it new?", ""),
        ("Is it new and strong?", "two ideas"),
        ("Is it new? Is it strong?", "two ideas"),
        ("Is it hot/cold?", "two ideas"),
        ("Can you not walk?", "“not” in a question"),
        ("Don't you walk?", "“Don't” in a question"),
    ],
)
def test_a_question_asks_one_thing_without_a_no(text: str, hint: str) -> None:
    found = hints(text, asks=True)

    assert any(hint in one for one in found) if hint else found == ()
    assert not hints(text)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("The cat sat on the mat.", -2, 2),
        ("Do you have pain in both of your legs?", -2, 4),
        ("The availability of the specialist determines subsequent management.", 14, 30),
    ],
)
def test_a_grade_rises_with_long_words(text: str, low: float, high: float) -> None:
    assert low < grade(text) < high


@pytest.mark.parametrize(
    ("word", "count"),
    [("pain", 1), ("made", 1), ("table", 2), ("walked", 1), ("wanted", 2), ("knee", 1), ("hm", 1)],
)
def test_syllables_are_counted_as_they_are_heard(word: str, count: int) -> None:
    assert grade(word) == pytest.approx(0.39 + 11.8 * count - 15.59)
