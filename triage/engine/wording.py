"""The hard rules for texts that patients read; everything softer is a hint and blocks nothing."""

import re
from collections.abc import Iterator

from triage.engine.terms import Audience, Definition

LONGEST_QUESTION = 20

REASSURING = (
    "safe",
    "safely",
    "safety",
    "harmless",
    "benign",
    "minor",
    "not serious",
    "nothing serious",
    "no emergency",
    "no danger",
    "no sign of",
    "all clear",
    "low risk",
    "nothing to worry",
    "do not worry",
    "don't worry",
    "reassure",
    "reassuring",
    "reassurance",
    "looks like an emergency",
    "simple muscle spasm",
    "you are fine",
    "you're fine",
)
"""What is never said to a patient: the list orders visits and tells nobody that all is well."""

_REASSURING = re.compile(
    r"\b("
    + "|".join(phrase.replace(" ", r"\s+").replace("'", "['\u2019]") for phrase in REASSURING)
    + r")\b",
    re.IGNORECASE,
)


def patient_texts(definition: Definition) -> Iterator[tuple[str, str]]:
    """Yield every text that a patient may read, with the object it belongs to."""
    yield "The title", definition.title
    for page in definition.pages:
        yield f"Page `{page.key}`", page.title
        for question in page.questions:
            place = f"Question `{question.link_id}`"
            told = (question.text, question.help, question.why, question.low, question.high)
            yield from ((place, text) for text in told)
            for option in question.options:
                yield f"Option `{option.code}` of question `{question.link_id}`", option.label
    for tier in definition.tiers:
        yield f"Tier {tier.tier.code}", tier.name
        yield f"Tier {tier.tier.code}", tier.patient_text
    for sentence in definition.sentences:
        yield f"Sentence {sentence.id}", sentence.text
    for article in definition.guidance:
        if article.audience is Audience.PATIENT:
            yield from ((f"Article {article.code}", t) for t in (article.title, *article.points))


def broken_wording(definition: Definition) -> Iterator[str]:
    """Yield every place where a text for patients breaks a hard rule."""
    for question in definition.questions():
        words = len(question.text.split())
        if words > LONGEST_QUESTION:
            yield (
                f"Question `{question.link_id}` has {words} words; more than {LONGEST_QUESTION}"
                " are too many."
            )
    for place, text in patient_texts(definition):
        for found in dict.fromkeys(match[0].lower() for match in _REASSURING.finditer(text)):
            yield f"{place} says “{found}”: no text for patients may reassure."
