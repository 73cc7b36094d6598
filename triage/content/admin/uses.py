"""Who uses what in the working copy, and the words a condition there may use."""

from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from triage.content.models import Questionnaire
from triage.content.parts import QUESTIONNAIRE, address_of, row_named
from triage.engine.conditions import (
    Compare,
    Condition,
    CountOf,
    Fired,
    Has,
    Named,
    Number,
    Unsure,
    family,
    parts_of,
)
from triage.engine.language import Scope, Vocabulary, parse
from triage.engine.problems import place
from triage.engine.syntax import ConditionError
from triage.engine.terms import Definition

Test = Callable[[Condition], bool]


class Use(NamedTuple):
    """A part of the working copy that uses another; the questionnaire itself uses one for the age."""

    kind: str
    name: str

    def __str__(self) -> str:
        return place(self.kind, self.name) if self.name else "the age of the patient"


def vocabulary(definition: Definition, facts: Container[str] | None = None) -> Vocabulary:
    """Return what a condition may speak of: the facts named, or all, as far as they can be read."""
    questions = {question.link_id: question for question in definition.questions()}
    known: dict[str, Condition] = {}
    for fact in definition.facts:
        if facts is None or fact.name in facts:
            with suppress(ConditionError):
                known[fact.name] = parse(fact.when, Vocabulary(questions, known), Scope.ANSWERS)
    return Vocabulary(questions, known, frozenset(rule.id for rule in definition.rules))


def of_question(definition: Definition, link_id: str) -> list[Use]:
    """Return what reads or answers a question."""

    def reads(condition: Condition) -> bool:
        match condition:
            case Has(question, _) | Unsure(question):
                return question == link_id
            case Compare(Number(question) | CountOf(question, _)):
                return question == link_id
            case _:
                return False

    age = [Use(QUESTIONNAIRE, "")] if definition.age_question == link_id else []
    answering = [Use("vignette", one.id) for one in definition.vignettes if link_id in one.answers]
    return [*age, *_places(definition, reads), *answering]


def of_option(definition: Definition, link_id: str, code: str) -> list[Use]:
    """Return what reads or chooses an option."""

    def reads(condition: Condition) -> bool:
        match condition:
            case Has(question, options) | Compare(CountOf(question, options)):
                return question == link_id and code in options
            case _:
                return False

    choosing = []
    for vignette in definition.vignettes:
        answer = vignette.answers.get(link_id)
        if code == answer or (isinstance(answer, tuple) and code in answer):
            choosing.append(Use("vignette", vignette.id))
    return [*_places(definition, reads), *choosing]


def of_fact(definition: Definition, name: str) -> list[Use]:
    """Return what builds on a fact."""
    return list(_places(definition, lambda one: isinstance(one, Named) and one.name == name))


def of_rule(definition: Definition, code: str) -> list[Use]:
    """Return the articles a rule, or the last rule of its family, shows, and its vignettes."""
    others = {family(rule.id) for rule in definition.rules if rule.id != code}
    names = {code} if family(code) in others else {code, family(code)}
    shown = _places(
        definition, lambda one: isinstance(one, Fired) and not names.isdisjoint(one.rules)
    )
    expecting = [Use("vignette", one.id) for one in definition.vignettes if code in one.rules]
    return [*shown, *expecting]


def of_source(definition: Definition, code: str) -> list[Use]:
    """Return what cites a source."""
    return [
        *(Use("question", one.link_id) for one in definition.questions() if code in one.sources),
        *(Use("rule", one.id) for one in definition.rules if code in one.sources),
        *(Use("article", one.code) for one in definition.guidance if code in one.sources),
        *(Use("tier", one.tier.code) for one in definition.tiers if code in one.sources),
    ]


def _places(definition: Definition, wanted: Test) -> Iterator[Use]:
    """Yield where a condition has such a part. What cannot be read uses nothing."""
    words = vocabulary(definition)
    for use, text, scope in _texts(definition):
        with suppress(ConditionError):
            if any(wanted(part) for part in _own_parts(parse(text, words, scope))):
                yield use


def _texts(definition: Definition) -> Iterator[tuple[Use, str, Scope]]:
    for question in definition.questions():
        if question.show_if:
            yield Use("question", question.link_id), question.show_if, Scope.ANSWERS
    for fact in definition.facts:
        yield Use("fact", fact.name), fact.when, Scope.ANSWERS
    for rule in definition.rules:
        yield Use("rule", rule.id), rule.when, Scope.RULE
    for article in definition.guidance:
        yield Use("article", article.code), article.show, Scope.GUIDANCE


def _own_parts(condition: Condition) -> Iterator[Condition]:
    """Yield the parts written here: a fact is used, what is inside it is not."""
    yield condition
    if not isinstance(condition, Named):
        for part in parts_of(condition):
            yield from _own_parts(part)


def linked(uses: Sequence[Use], home: Questionnaire, definition: Definition) -> SafeString:
    """Return uses as a list with the way to each; below a fact stands what uses the fact."""
    items = [
        format_html(
            "<li>{}{}</li>",
            _link(use, home),
            linked(of_fact(definition, use.name), home, definition) if use.kind == "fact" else "",
        )
        for use in dict.fromkeys(uses)
    ]
    listed = format_html_join("", "{}", ((one,) for one in items))
    return format_html('<ul class="uses">{}</ul>', listed) if items else listed


def _link(use: Use, home: Questionnaire) -> SafeString | str:
    address = address_of(row_named(home, use.kind, use.name))
    return format_html('<a href="{}">{}</a>', address, str(use)) if address else str(use)
