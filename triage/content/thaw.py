"""The way back: a definition written into the working copy, in place of what was there."""

from collections.abc import Mapping, Sequence
from datetime import date

from triage.content import models
from triage.engine import terms

Sources = Mapping[str, models.Source]


def thaw(definition: terms.Definition) -> models.Questionnaire:
    """Replace the working copy of a questionnaire by a sound definition; call it in a transaction."""
    questionnaire, _ = models.Questionnaire.objects.update_or_create(
        key=definition.key,
        defaults={"title": definition.title, "age_question": definition.age_question},
    )
    _clear(questionnaire)
    sources = _sources(questionnaire, definition)
    _tier_texts(questionnaire, definition, sources)
    for place, page in enumerate(definition.pages):
        _page(questionnaire, place, page, sources)
    models.Fact.objects.bulk_create(
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
    return questionnaire


def _clear(questionnaire: models.Questionnaire) -> None:
    # In this order, since a rule protects the sentence it uses.
    for rows in ("vignettes", "rules", "sentences", "guidance", "facts", "pages", "tier_texts"):
        getattr(questionnaire, rows).all().delete()
    questionnaire.sources.all().delete()


def _sources(questionnaire: models.Questionnaire, definition: terms.Definition) -> Sources:
    rows = models.Source.objects.bulk_create(
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


def _cited(sources: Sources, codes: Sequence[str]) -> list[models.Source]:
    return [sources[code] for code in codes]


def _tier_texts(
    questionnaire: models.Questionnaire, definition: terms.Definition, sources: Sources
) -> None:
    for text in definition.tiers:
        row = models.TierText.objects.create(
            questionnaire=questionnaire,
            tier=text.tier,
            name=text.name,
            patient_text=text.patient_text,
            clinician_action=text.clinician_action,
            timeframe=text.timeframe,
        )
        row.sources.set(_cited(sources, text.sources))


def _page(
    questionnaire: models.Questionnaire, place: int, page: terms.Page, sources: Sources
) -> None:
    row = models.Page.objects.create(
        questionnaire=questionnaire, position=place, key=page.key, title=page.title
    )
    for number, question in enumerate(page.questions):
        _question(row, number, question, sources)


def _question(page: models.Page, place: int, question: terms.Question, sources: Sources) -> None:
    row = models.Question.objects.create(
        page=page,
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
        coding=question.coding,
    )
    row.sources.set(_cited(sources, question.sources))
    models.Option.objects.bulk_create(
        models.Option(
            question=row,
            position=number,
            code=option.code,
            label=option.label,
            kind=option.kind.value,
            exclusive=option.exclusive,
            codings="; ".join(option.codings),
        )
        for number, option in enumerate(question.options)
    )


def _rules(
    questionnaire: models.Questionnaire, definition: terms.Definition, sources: Sources
) -> Mapping[str, models.Rule]:
    sentences = {
        sentence.id: models.Sentence.objects.create(
            questionnaire=questionnaire, position=place, code=sentence.id, text=sentence.text
        )
        for place, sentence in enumerate(definition.sentences)
    }
    rules = {}
    for place, rule in enumerate(definition.rules):
        row = models.Rule.objects.create(
            questionnaire=questionnaire,
            position=place,
            code=rule.id,
            tier=rule.tier,
            when=rule.when,
            title=rule.title,
            suspect=rule.suspect,
            action=rule.action,
            evidence=rule.evidence,
            sentence=sentences[rule.sentence],
            note=rule.note,
        )
        row.sources.set(_cited(sources, rule.sources))
        rules[rule.id] = row
    return rules


def _guidance(
    questionnaire: models.Questionnaire, definition: terms.Definition, sources: Sources
) -> None:
    for place, article in enumerate(definition.guidance):
        row = models.Guidance.objects.create(
            questionnaire=questionnaire,
            position=place,
            code=article.code,
            title=article.title,
            audience=article.audience.value,
            show=article.show,
            points="\n".join(article.points),
        )
        row.sources.set(_cited(sources, article.sources))


def _vignettes(
    questionnaire: models.Questionnaire,
    definition: terms.Definition,
    rules: Mapping[str, models.Rule],
) -> None:
    for place, vignette in enumerate(definition.vignettes):
        answers = {
            link_id: list(answer) if isinstance(answer, tuple) else answer
            for link_id, answer in vignette.answers.items()
        }
        row = models.Vignette.objects.create(
            questionnaire=questionnaire,
            position=place,
            code=vignette.id,
            title=vignette.title,
            story=vignette.story,
            age=vignette.age,
            answers=answers,
            tier=vignette.tier,
        )
        row.rules.set([rules[rule] for rule in vignette.rules])
