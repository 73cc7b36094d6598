"""The one bridge from the working copy to a definition."""

from collections.abc import Iterable

from triage.content import models
from triage.engine import codec, terms
from triage.engine.terms import Tier


def freeze(questionnaire: models.Questionnaire) -> terms.Definition:
    """Return the working copy as it stands now, as a definition."""
    return terms.Definition(
        key=questionnaire.key,
        title=questionnaire.title,
        age_question=questionnaire.age_question,
        tiers=tuple(
            _tier_text(row) for row in questionnaire.tier_texts.prefetch_related("sources")
        ),
        pages=tuple(
            terms.Page(row.key, row.title, tuple(_question(one) for one in row.questions.all()))
            for row in questionnaire.pages.prefetch_related(
                "questions__options", "questions__sources"
            )
        ),
        facts=tuple(
            terms.Fact(row.name, row.when, row.meaning) for row in questionnaire.facts.all()
        ),
        rules=tuple(
            _rule(row)
            for row in questionnaire.rules.select_related("sentence").prefetch_related("sources")
        ),
        sentences=tuple(
            terms.Sentence(row.code, row.text) for row in questionnaire.sentences.all()
        ),
        guidance=tuple(_article(row) for row in questionnaire.guidance.prefetch_related("sources")),
        sources=tuple(_source(row) for row in questionnaire.sources.all()),
        vignettes=tuple(
            _vignette(row) for row in questionnaire.vignettes.prefetch_related("rules")
        ),
        accepted=tuple(
            terms.Accepted(row.violation, row.reason) for row in questionnaire.accepted.all()
        ),
    )


def digest_of(questionnaire: models.Questionnaire) -> str:
    """Return what tells a working copy from the same at another time."""
    return codec.digest(codec.encode(freeze(questionnaire)))


def _codes(sources: Iterable[models.Source]) -> tuple[str, ...]:
    return tuple(source.code for source in sources)


def _tier_text(row: models.TierText) -> terms.TierText:
    return terms.TierText(
        tier=Tier(row.tier),
        name=row.name,
        patient_text=row.patient_text,
        clinician_action=row.clinician_action,
        timeframe=row.timeframe,
        sources=_codes(row.sources.all()),
    )


def _question(row: models.Question) -> terms.Question:
    return terms.Question(
        link_id=row.link_id,
        kind=terms.QuestionKind(row.kind),
        name=row.name,
        text=row.text,
        help=row.help,
        why=row.why,
        required=row.required,
        red_flag=row.red_flag,
        follow_up=row.follow_up,
        show_if=row.show_if,
        options=tuple(_option(option) for option in row.options.all()),
        low=row.low,
        high=row.high,
        sources=_codes(row.sources.all()),
        coding=row.coding,
    )


def _option(row: models.Option) -> terms.Option:
    return terms.Option(
        code=row.code,
        label=row.label,
        kind=terms.OptionKind(row.kind),
        exclusive=row.exclusive,
        codings=tuple(code.strip() for code in row.codings.split(";") if code.strip()),
    )


def _rule(row: models.Rule) -> terms.Rule:
    return terms.Rule(
        id=row.code,
        tier=Tier(row.tier),
        when=row.when,
        title=row.title,
        suspect=row.suspect,
        action=row.action,
        evidence=row.evidence,
        sentence=row.sentence.code,
        sources=_codes(row.sources.all()),
        note=row.note,
    )


def _article(row: models.Guidance) -> terms.Guidance:
    return terms.Guidance(
        code=row.code,
        title=row.title,
        audience=terms.Audience(row.audience),
        show=row.show,
        points=tuple(point.strip() for point in row.points.splitlines() if point.strip()),
        sources=_codes(row.sources.all()),
    )


def _source(row: models.Source) -> terms.Source:
    return terms.Source(
        id=row.code,
        kind=terms.SourceKind(row.kind),
        short=row.short,
        citation=row.citation,
        facts=row.facts,
        year=row.year,
        verification=row.verification,
        review_by=row.review_by.isoformat() if row.review_by else "",
    )


def _vignette(row: models.Vignette) -> terms.Vignette:
    return terms.Vignette(
        id=row.code,
        title=row.title,
        story=row.story,
        age=row.age,
        answers=codec.decode_answers(row.answers),
        tier=Tier(row.tier),
        rules=tuple(rule.code for rule in row.rules.all()),
    )
