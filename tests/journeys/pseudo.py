"""A language nobody speaks: every word of the pages longer, and written from right to left."""

import re

import pytest

from triage.ui import drawn

# Where Django looks a text up, once it knows how.
WORDS = "django.utils.translation._trans"
# Urdu stands for a script that runs from right to left; its words are never looked up.
LANGUAGE = "ur"
MARK = "\u202e"
END = "\u202c"
# What a text holds that is no word: places to fill in, and tags.
KEPT = re.compile(r"(%\(\w+\)[sd]|%[sd%]|<[^>]+>|&\w+;|\{\w*\})")
LONGER = str.maketrans({vowel: vowel * 2 for vowel in "aeiouyAEIOUY"})


def pseudo(text: str) -> str:
    """Return a text as it stands in that language: about two fifths longer, and turned round."""
    if not text.strip() or MARK in text:
        return text
    parts = KEPT.split(text)
    long = "".join(one if n % 2 else one.translate(LONGER) for n, one in enumerate(parts))
    return f"{MARK}{long}{END}"


def speak_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every page be written in it."""

    def one_of(singular: str, plural: str, number: int) -> str:
        return pseudo(singular if number == 1 else plural)

    # Pages drawn in Urdu are remembered: whoever draws them in its own words must not meet these.
    monkeypatch.setattr(drawn, "memory", drawn.Memory(drawn.memory.most))
    monkeypatch.setattr(f"{WORDS}.gettext", lambda text: pseudo(str(text)))
    monkeypatch.setattr(f"{WORDS}.pgettext", lambda _context, text: pseudo(str(text)))
    monkeypatch.setattr(f"{WORDS}.ngettext", one_of)
