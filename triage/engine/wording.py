"""The hard rules for texts that patients read; everything softer is a hint and blocks nothing."""

import re
from collections.abc import Iterator

from triage.engine.problems import Problem, about
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


def patient_texts(definition: Definition) -> Iterator[tuple[str, str, str]]:
    """Yield every text that a patient may read, after the kind and the name of what it belongs to."""
    yield "questionnaire", "", definition.title
    for page in definition.pages:
        yield "page", page.key, page.title
        for question in page.questions:
            told = (question.text, question.help, question.why, question.low, question.high)
            labels = (option.label for option in question.options)
            yield from (("question", question.link_id, text) for text in (*told, *labels))
    for tier in definition.tiers:
        yield "tier", tier.tier.code, tier.name
        yield "tier", tier.tier.code, tier.patient_text
    for sentence in definition.sentences:
        yield "sentence", sentence.id, sentence.text
    for article in definition.guidance:
        if article.audience is Audience.PATIENT:
            yield from (("article", article.code, t) for t in (article.title, *article.points))


def broken_wording(definition: Definition) -> Iterator[Problem]:
    """Yield every place where a text for patients breaks a hard rule."""
    for question in definition.questions():
        words = len(question.text.split())
        if words > LONGEST_QUESTION:
            told = f"has {words} words; more than {LONGEST_QUESTION} are too many."
            yield about("question", question.link_id, told)
    for kind, name, text in patient_texts(definition):
        for found in dict.fromkeys(match[0].lower() for match in _REASSURING.finditer(text)):
            told = f"says “{found}”: no text for patients may reassure."
            yield about(kind, name, told) if name else Problem(f"The title {told}")
