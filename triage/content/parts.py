"""The parts of a working copy by the words they go by, and how each row is found and named."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Model
from django.urls import reverse

from triage.content.models import (
    Accepted,
    Fact,
    Guidance,
    Page,
    Question,
    Questionnaire,
    Rule,
    Sentence,
    Source,
    TierText,
    Vignette,
)
from triage.engine.terms import Tier


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of row: the field that names it, and the way to its questionnaire."""

    model: type[Model]
    name: str
    home: str = "questionnaire"


PARTS: Mapping[str, Part] = {
    "page": Part(Page, "key"),
    "question": Part(Question, "link_id", "page__questionnaire"),
    "fact": Part(Fact, "name"),
    "rule": Part(Rule, "code"),
    "sentence": Part(Sentence, "code"),
    "article": Part(Guidance, "code"),
    "source": Part(Source, "code"),
    "tier": Part(TierText, "tier"),
    "vignette": Part(Vignette, "code"),
    "exception": Part(Accepted, "violation"),
}
QUESTIONNAIRE = "questionnaire"


def kind_of(row: Model) -> str:
    """Return the word for what a row is."""
    return next((kind for kind, part in PARTS.items() if type(row) is part.model), QUESTIONNAIRE)


def name_of(row: Model) -> str:
    """Return the name a row goes by in conditions and on pages."""
    if isinstance(row, Questionnaire):
        return row.key
    if isinstance(row, TierText):
        return Tier(row.tier).code
    return str(getattr(row, PARTS[kind_of(row)].name))


def questionnaire_of(row: Model) -> Questionnaire:
    """Return the questionnaire a row belongs to."""
    if isinstance(row, Questionnaire):
        return row
    if isinstance(row, Question):
        return row.page.questionnaire
    found: Questionnaire = getattr(row, QUESTIONNAIRE)
    return found


def row_named(questionnaire: Questionnaire, kind: str, name: str) -> Model | None:
    """Return the row of that kind and name, if there is one."""
    if kind not in PARTS:
        return questionnaire
    part = PARTS[kind]
    wanted: object = name
    if part.model is TierText:
        wanted = next((int(tier) for tier in Tier if tier.code == name), 0)
    return part.model._default_manager.filter(
        **{part.name: wanted, part.home: questionnaire}
    ).first()


def address_of(row: Model | None) -> str:
    """Return where a row is edited; nothing for one that is not there."""
    if row is None:
        return ""
    return reverse(f"admin:content_{row._meta.model_name}_change", args=[row.pk])
