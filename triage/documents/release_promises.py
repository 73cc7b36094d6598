"""What the documents of a release must say on paper, drawn from its definition."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from triage.documents.book import Book
from triage.documents.paper_form import PaperForm
from triage.documents.proofread import Promise
from triage.engine.terms import Definition


def form_promise(form: PaperForm) -> Promise:
    """Every question with its number, every answer with its code, and who is to answer."""
    somewhere = [form.title]
    for part in form.parts:
        somewhere.append(part.title)
        for asked in part.asked:
            somewhere += [f"{asked.number}{asked.question.text}", asked.only_if]
            somewhere += [] if asked.is_body else [asked.question.help]
            somewhere += [f"{box.code} {box.option.label}" for box in asked.boxes]
            somewhere += [f"{box.option.label} {_('STOP')}" for box in asked.boxes if box.stops]
    return Promise(tuple(somewhere), (form.mark,))


def book_promise(book: Book) -> Promise:
    """Every text of the definition, and every condition in plain English."""
    told = [told for _, told in (*book.facts, *book.articles)]
    told += [one.told for _, questions in book.parts for one in questions]
    told += [one.told for _, rules in book.rules for one in rules]
    release = book.release
    texts = [*_texts(release.ruleset().definition), *told, release.sha256]
    return Promise(tuple(texts), (book.mark,))


def _texts(definition: Definition) -> Iterator[str]:
    for question in definition.questions():
        yield from (question.text, question.name, question.help, question.why)
        yield from (option.label for option in question.options)
    for rule in definition.rules:
        yield from (f"{rule.id} {rule.title}", rule.suspect, rule.action, rule.evidence, rule.note)
    for text in definition.tiers:
        yield from (text.name, text.patient_text, text.clinician_action, text.timeframe)
    for article in definition.guidance:
        yield from (f"{article.code} {article.title}", *article.points)
    for source in definition.sources:
        yield from (f"{source.id} {source.short}", source.citation, source.facts)
    for vignette in definition.vignettes:
        yield from (f"{vignette.id} {vignette.title}", vignette.story)
