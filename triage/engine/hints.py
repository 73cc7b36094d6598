"""Hints on plain language for texts that patients read: something to look at, never a verdict."""

import re
from collections.abc import Iterator, Mapping

LONGEST_SENTENCE = 20
PLAIN_GRADE = 6
ENOUGH_WORDS = 6
"""A grade of fewer words says more about the words than about the text."""

JARGON: Mapping[str, str] = {
    "abdomen": "belly",
    "acute": "sudden",
    "adjacent": "next to",
    "analgesic": "pain relief",
    "aneurysm": "weak spot in a blood vessel",
    "anticoagulant": "blood thinner",
    "bilateral": "on both sides",
    "bowel": "gut",
    "cauda equina": "nerves at the end of the spine",
    "cervical": "of the neck",
    "chronic": "long-lasting",
    "claudication": "pain on walking",
    "constipation": "hard to poo",
    "deficit": "loss",
    "diagnosis": "what is wrong",
    "dissection": "tear in a blood vessel",
    "exacerbate": "make worse",
    "fatigue": "tiredness",
    "fracture": "broken bone",
    "gait": "the way you walk",
    "immunosuppressed": "weak defences against germs",
    "incontinence": "not able to hold it",
    "inflammatory": "swollen or hot",
    "intermittent": "on and off",
    "lesion": "sore or damage",
    "lumbar": "of the lower back",
    "malignancy": "cancer",
    "medication": "medicine",
    "myelopathy": "pressure on the spinal cord",
    "neurological": "of the nerves",
    "onset": "start",
    "osteoporosis": "thin bones",
    "paraesthesia": "pins and needles",
    "perineum": "between the legs",
    "persistent": "lasting",
    "physician": "doctor",
    "prognosis": "how it will go on",
    "prolonged": "long",
    "radiate": "spread",
    "radiating": "spreading",
    "radiculopathy": "trapped nerve",
    "referral": "sending you to somebody",
    "retention": "not able to pee",
    "sciatica": "leg pain from a nerve",
    "severe": "very bad",
    "spontaneous": "without a cause",
    "stenosis": "narrowing",
    "steroid": "a medicine such as prednisolone",
    "symptom": "what you feel",
    "syncope": "fainting",
    "thoracic": "of the chest or upper back",
    "trauma": "injury",
    "triage": "sorting by urgency",
    "unilateral": "on one side",
    "urinary": "of pee",
    "vertebra": "bone of the spine",
}

_SENTENCE = re.compile(r"[^.!?:\n]+[.!?:]?")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|without|neither|nor|\w+n['\u2019]t)\b", re.I
)
_GLOSS = re.compile(r"^\s*(?:\(|,? (?:that is|which means|or) )", re.I)


def hints(text: str, *, asks: bool = False) -> tuple[str, ...]:
    """Return what an author may want to look at again; `asks` when the text is a question."""
    return (*_long(text), *_grade(text), *(_asked(text) if asks else ()), *_jargon(text))


def grade(text: str) -> float:
    """Return the school grade of a text by the formula of Flesch and Kincaid; 0 without words."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, len(_sentences(text)))
    syllables = sum(_syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _sentences(text: str) -> list[str]:
    return [one for one in _SENTENCE.findall(text) if _WORD.search(one)]


def _syllables(word: str) -> int:
    """Count as a reader would: groups of vowels, less an e that is not heard."""
    letters = word.lower().replace("\u2019", "'")
    groups = len(_VOWELS.findall(letters))
    silent = letters.endswith("e") and not letters.endswith(("le", "ee", "ye"))
    silent |= letters.endswith("ed") and not letters.endswith(("ted", "ded"))
    return max(1, groups - silent)


def _long(text: str) -> Iterator[str]:
    for sentence in _sentences(text):
        count = len(sentence.split())
        if count > LONGEST_SENTENCE:
            start = " ".join(sentence.split()[:4])
            yield f"The sentence “{start} …” has {count} words. Try two."


def _grade(text: str) -> Iterator[str]:
    found = round(grade(text))
    if found > PLAIN_GRADE and len(_WORD.findall(text)) >= ENOUGH_WORDS:
        yield f"It reads like grade {found}. Grade {PLAIN_GRADE} or less suits most people."


def _asked(text: str) -> Iterator[str]:
    if text.count("?") > 1 or re.search(r"\band\b|/", text, re.I):
        yield "There may be two ideas in this question. Ask one at a time."
    if found := _NEGATION.search(text):
        yield f"“{found[0]}” in a question is easily missed. Ask what is there."


def _jargon(text: str) -> Iterator[str]:
    for word, plainer in JARGON.items():
        found = re.search(rf"\b{word}(?:s|es)?\b", text, re.I)
        if found and not _GLOSS.match(text[found.end() :]):
            yield f"“{found[0]}” is a word of the clinic. Plainer: “{plainer}”."
