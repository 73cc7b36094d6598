"""The way back: a definition written into the working copy, in place of what was there."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model

from triage.content import models
from triage.content.parts import kind_of, name_of
from triage.engine import codec, terms
from triage.engine.problems import about
from triage.engine.ruleset import UnsoundDefinitionError

RowT = TypeVar("RowT", bound=Model)
Sources = Mapping[str, models.Source]


def thaw(definition: terms.Definition) -> models.Questionnaire:
    """Replace the working copy of a questionnaire by a definition; call it in a transaction.

    UnsoundDefinitionError when a row cannot hold what the definition says.
    """
    told = {"title": definition.title, "age_question": definition.age_question}
    _refuse_what_does_not_fit(models.Questionnaire(key=definition.key, **told))
    questionnaire, _ = models.Questionnaire.objects.update_or_create(
        key=definition.key, defaults=told
    )
    _clear(questionnaire)
    sources = _sources(questionnaire, definition)
    _tier_texts(questionnaire, definition, sources)
    _questions(_pages(questionnaire, definition), definition, sources)
    _kept(
        models.Fact(
            questionnaire=questionnaire,
            position=place,
            name=fact.name,
            when=fact.when,
            meaning=fact.meaning,
        )
        for place, fact in enumerate(definition.facts)
    )
    rules = _rules(questionnaire, definition, sources)
    _guidance(questionnaire, definition, sources)
    _vignettes(questionnaire, definition, rules)
    _accepted(questionnaire, definition)
    return questionnaire


def _kept(rows: Iterable[RowT]) -> list[RowT]:
    """Store rows of one kind, looking whether they fit: not every database does so by itself."""
    wanted = list(rows)
    for row in wanted:
        _refuse_what_does_not_fit(row)
    return type(wanted[0])._default_manager.bulk_create(wanted) if wanted else []


def _refuse_what_does_not_fit(row: Model) -> None:
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        try:
            if value and not field.is_relation:
                field.run_validators(value)
        except ValidationError as error:
            told = f"has a {field.verbose_name} that cannot be kept: {' '.join(error.messages)}"
            at_fault = row.question if isinstance(row, models.Option) else row
            fault = about(kind_of(at_fault), name_of(at_fault), told)
            raise UnsoundDefinitionError([fault]) from error


def _clear(questionnaire: models.Questionnaire) -> None:
    # In this order, since a rule protects the sentence it uses.
    for rows in ("vignettes", "rules", "sentences", "guidance", "facts", "pages", "tier_texts"):
        getattr(questionnaire, rows).all().delete()
    questionnaire.sources.all().delete()
    questionnaire.accepted.all().delete()


def _sources(questionnaire: models.Questionnaire, definition: terms.Definition) -> Sources:
    rows = _kept(
        models.Source(
            questionnaire=questionnaire,
            position=place,
            code=source.id,
            kind=source.kind.value,
            short=source.short,
            citation=source.citation,
            facts=source.facts,
            year=source.year,
            verification=source.verification,
            review_by=date.fromisoformat(source.review_by) if source.review_by else None,
        )
        for place, source in enumerate(definition.sources)
    )
    return {row.code: row for row in rows}


def _link(
    through: Any, owner: str, other: str, pairs: Iterable[tuple[Model, Sequence[Model]]]
) -> None:
    """Write the rows that join each owner to its others."""
    through.objects.bulk_create(
        through(**{f"{owner}_id": row.pk, f"{other}_id": one.pk})
        for row, ones in pairs
        for one in ones
    )


def _cited(sources: Sources, codes: Sequence[str]) -> list[models.Source]:
    return [sources[code] for code in codes]


def _tier_texts(
    questionnaire: models.Questionnaire, definition: terms.Definition, sources: Sources
) -> None:
    rows = _kept(
        models.TierText(
            questionnaire=questionnaire,
            tier=text.tier,
            name=text.name,
            patient_text=text.patient_text,
            clinician_action=text.clinician_action,
            timeframe=text.timeframe,
        )
        for text in definition.tiers
    )
    cited = [_cited(sources, text.sources) for text in definition.tiers]
    _link(models.TierText.sources.through, "tiertext", "source", zip(rows, cited, strict=True))


def _pages(
    questionnaire: models.Questionnaire, definition: terms.Definition
) -> Mapping[str, models.Page]:
    rows = _kept(
        models.Page(questionnaire=questionnaire, position=place, key=page.key, title=page.title)
        for place, page in enumerate(definition.pages)
    )
    return {row.key: row for row in rows}


def _questions(
    pages: Mapping[str, models.Page], definition: terms.Definition, sources: Sources
) -> None:
    asked = [
        (page.key, place, q) for page in definition.pages for place, q in enumerate(page.questions)
    ]
    rows = _kept(
        models.Question(
            page=pages[key],
            position=place,
            link_id=question.link_id,
            kind=question.kind.value,
            name=question.name,
            text=question.text,
            help=question.help,
            why=question.why,
            required=question.required,
            red_flag=question.red_flag,
            follow_up=question.follow_up,
            show_if=question.show_if,
            low=question.low,
            high=question.high,
            coding=question.coding,
        )
        for key, place, question in asked
    )
    questions = [question for _, _, question in asked]
    cited = [_cited(sources, question.sources) for question in questions]
    _link(models.Question.sources.through, "question", "source", zip(rows, cited, strict=True))
    _options(zip(rows, questions, strict=True))


def _options(questions: Iterable[tuple[models.Question, terms.Question]]) -> None:
    _kept(
        models.Option(
            question=row,
            position=place,
            code=option.code,
            label=option.label,
            kind=option.kind.value,
            exclusive=option.exclusive,
            codings="; ".join(option.codings),
        )
        for row, question in questions
        for place, option in enumerate(question.options)
    )


def _rules(
    questionnaire: models.Questionnaire, definition: terms.Definition, sources: Sources
) -> Mapping[str, models.Rule]:
    sentences = _kept(
        models.Sentence(
            questionnaire=questionnaire, position=place, code=sentence.id, text=sentence.text
        )
        for place, sentence in enumerate(definition.sentences)
    )
    by_code = {row.code: row for row in sentences}
    rows = _kept(
        models.Rule(
            questionnaire=questionnaire,
            position=place,
            code=rule.id,
            tier=rule.tier,
            when=rule.when,
            title=rule.title,
            suspect=rule.suspect,
            action=rule.action,
            evidence=rule.evidence,
            sentence=by_code[rule.sentence],
            note=rule.note,
        )
        for place, rule in enumerate(definition.rules)
    )
    cited = [_cited(sources, rule.sources) for rule in definition.rules]
    _link(models.Rule.sources.through, "rule", "source", zip(rows, cited, strict=True))
    return {row.code: row for row in rows}


def _guidance(
    questionnaire: models.Questionnaire, definition: terms.Definition, sources: Sources
) -> None:
    rows = _kept(
        models.Guidance(
            questionnaire=questionnaire,
            position=place,
            code=article.code,
            title=article.title,
            audience=article.audience.value,
            show=article.show,
            points="\n".join(article.points),
        )
        for place, article in enumerate(definition.guidance)
    )
    cited = [_cited(sources, article.sources) for article in definition.guidance]
    _link(models.Guidance.sources.through, "guidance", "source", zip(rows, cited, strict=True))


def _vignettes(
    questionnaire: models.Questionnaire,
    definition: terms.Definition,
    rules: Mapping[str, models.Rule],
) -> None:
    rows = _kept(
        models.Vignette(
            questionnaire=questionnaire,
            position=place,
            code=vignette.id,
            title=vignette.title,
            story=vignette.story,
            age=vignette.age,
            answers=codec.encode_answers(vignette.answers),
            tier=vignette.tier,
        )
        for place, vignette in enumerate(definition.vignettes)
    )
    expected = [[rules[rule] for rule in vignette.rules] for vignette in definition.vignettes]
    _link(models.Vignette.rules.through, "vignette", "rule", zip(rows, expected, strict=True))


def _accepted(questionnaire: models.Questionnaire, definition: terms.Definition) -> None:
    _kept(
        models.Accepted(
            questionnaire=questionnaire,
            position=place,
            violation=one.violation,
            reason=one.reason,
        )
        for place, one in enumerate(definition.accepted)
    )
