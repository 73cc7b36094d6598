"""What keeps a definition from being worked with at all: names, shapes, references, order."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from keyword import iskeyword

from triage.engine.answers import AnswerError, checked
from triage.engine.conditions import NoOtherRule, questions_in
from triage.engine.language import BUILT_IN, MEASURES
from triage.engine.ruleset import Ruleset, UnsoundDefinitionError, prepare
from triage.engine.terms import Definition, OptionKind, Question, QuestionKind, Tier

CHOICES = (QuestionKind.SINGLE, QuestionKind.MULTI)


def faults_in(definition: Definition) -> tuple[str, ...]:
    """Return every reason why nobody can work with a definition; empty when anybody can."""
    faults = [
        *_duplicates(definition),
        *_names(definition),
        *_dangling(definition),
        *_questions(definition),
        *_texts(definition),
        *_dates(definition),
    ]
    try:
        ruleset = prepare(definition)
    except UnsoundDefinitionError as error:
        return (*faults, *error.problems)
    return (*faults, *_forward(ruleset), *_defaults(ruleset), *_vignettes(ruleset))


def _duplicates(definition: Definition) -> Iterator[str]:
    ids: dict[str, Iterable[str]] = {
        "tier": (text.tier.code for text in definition.tiers),
        "page": (page.key for page in definition.pages),
        "question": (question.link_id for question in definition.questions()),
        "fact": (fact.name for fact in definition.facts),
        "rule": (rule.id for rule in definition.rules),
        "sentence": (sentence.id for sentence in definition.sentences),
        "article": (article.code for article in definition.guidance),
        "source": (source.id for source in definition.sources),
        "vignette": (vignette.id for vignette in definition.vignettes),
    }
    for question in definition.questions():
        codes = (option.code for option in question.options)
        ids[f"option of question `{question.link_id}`:"] = codes
    for kind, names in ids.items():
        for name, times in Counter(names).items():
            if times > 1:
                yield f"The {kind} `{name}` is there {times} times."


def _names(definition: Definition) -> Iterator[str]:
    named = [("Fact", fact.name, "") for fact in definition.facts]
    for question in definition.questions():
        named.append(("Question", question.link_id, ""))
        of = f" of question `{question.link_id}`"
        named += [("Option", option.code, of) for option in question.options]
    for kind, name, of in named:
        if not (name.isascii() and name.isidentifier()) or iskeyword(name):
            yield f"{kind} `{name}`{of} has a name that no condition can use."
        elif kind == "Fact" and (name in BUILT_IN or name in MEASURES):
            yield f"Fact `{name}` has a name that has a meaning already."


def _dangling(definition: Definition) -> Iterator[str]:
    sources = {source.id for source in definition.sources}
    cited = [
        *((f"Question `{q.link_id}`", q.sources) for q in definition.questions()),
        *((f"Rule {rule.id}", rule.sources) for rule in definition.rules),
        *((f"Article {article.code}", article.sources) for article in definition.guidance),
        *((f"Tier {text.tier.code}", text.sources) for text in definition.tiers),
    ]
    for place, names in cited:
        for name in names:
            if name not in sources:
                yield f"{place} cites the unknown source `{name}`."
    sentences = {sentence.id for sentence in definition.sentences}
    for rule in definition.rules:
        if rule.sentence not in sentences:
            yield f"Rule {rule.id} uses the unknown patient sentence `{rule.sentence}`."
        if not rule.sources:
            yield f"Rule {rule.id} has no source."


def _questions(definition: Definition) -> Iterator[str]:
    kinds = {question.link_id: question.kind for question in definition.questions()}
    if kinds.get(definition.age_question) is not QuestionKind.DATE:
        yield f"The age question `{definition.age_question}` is not a date question of this form."
    for question in definition.questions():
        yield from _question(question)


def _question(question: Question) -> Iterator[str]:
    place = f"Question `{question.link_id}`"
    if question.kind in CHOICES and not question.options:
        yield f"{place} has no options."
    if question.kind not in CHOICES and question.options:
        yield f"{place} is a {question.kind} question and cannot have options."
    unsure = [option for option in question.options if option.kind is OptionKind.UNSURE]
    if question.red_flag and question.kind in CHOICES and not unsure:
        yield f"{place} is a red flag and has no “not sure”."
    if question.red_flag and not question.required:
        yield f"{place} is a red flag and may be left empty."
    for option in question.options:
        alone = option.exclusive or question.kind is QuestionKind.SINGLE
        if option.kind is not OptionKind.REPORTED and not alone:
            yield f"{place}: option `{option.code}` must exclude the others."


def _texts(definition: Definition) -> Iterator[str]:
    for missing in set(Tier) - {text.tier for text in definition.tiers}:
        yield f"The tier `{missing.code}` has no words."
    needed = [
        *((f"Question `{q.link_id}`", (q.text, q.name)) for q in definition.questions()),
        *((f"Rule {r.id}", (r.title, r.action, r.when)) for r in definition.rules),
        *((f"Sentence {s.id}", (s.text,)) for s in definition.sentences),
        *(
            (f"Article {a.code}", (a.title, *a.points, *([""] if not a.points else [])))
            for a in definition.guidance
        ),
    ]
    for place, texts in needed:
        if not all(text.strip() for text in texts):
            yield f"{place} lacks a text."


def _dates(definition: Definition) -> Iterator[str]:
    for source in definition.sources:
        with suppress(ValueError):
            day = source.review_by
            if not day or date.fromisoformat(day).isoformat() == day:
                continue
        yield f"Source {source.id} has no real date to be reviewed by: `{source.review_by}`."


def _forward(ruleset: Ruleset) -> Iterator[str]:
    seen: set[str] = set()
    for question in ruleset.definition.questions():
        condition = ruleset.shown_when.get(question.link_id)
        later = questions_in(condition) - seen if condition else frozenset()
        for name in sorted(later):
            yield f"Question `{question.link_id}` depends on `{name}`, which is not asked before it."
        seen.add(question.link_id)


def _defaults(ruleset: Ruleset) -> Iterator[str]:
    defaults = [
        rule.id for rule, condition in ruleset.rules.values() if isinstance(condition, NoOtherRule)
    ]
    if len(defaults) != 1:
        yield f"Exactly one rule must say `no_other_rule`; here {len(defaults)} do."


def _vignettes(ruleset: Ruleset) -> Iterator[str]:
    for vignette in ruleset.definition.vignettes:
        for link_id, answer in vignette.answers.items():
            question = ruleset.questions.get(link_id)
            if question is None:
                yield f"Vignette {vignette.id} answers the unknown question `{link_id}`."
                continue
            try:
                checked(question, answer)
            except AnswerError:
                yield f"Vignette {vignette.id} answers `{link_id}` with what cannot be chosen."
        for rule in vignette.rules:
            if rule not in ruleset.rules:
                yield f"Vignette {vignette.id} expects the unknown rule {rule}."
