"""What keeps a definition from being worked with at all: names, shapes, references, order."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date

from triage.engine.answers import AnswerError, checked
from triage.engine.conditions import NoOtherRule, questions_in
from triage.engine.language import BUILT_IN, MEASURES
from triage.engine.problems import Part, Problem, about, place
from triage.engine.ruleset import Ruleset, UnsoundDefinitionError, prepare
from triage.engine.spelling import is_name
from triage.engine.terms import Definition, OptionKind, Question, QuestionKind, Tier

CHOICES = (QuestionKind.SINGLE, QuestionKind.MULTI)


def faults_in(definition: Definition) -> tuple[Problem, ...]:
    """Return every reason why nobody can work with a definition; empty when anybody can."""
    faults = [
        *_duplicates(definition),
        *_keys(definition),
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


def _duplicates(definition: Definition) -> Iterator[Problem]:
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
    for kind, names in ids.items():
        for name, times in _repeated(names):
            yield Problem(f"The {kind} `{name}` is there {times} times.", kind, name)
    for question in definition.questions():
        where = place("question", question.link_id)
        for code, times in _repeated(option.code for option in question.options):
            told = f"The option of {where}: `{code}` is there {times} times."
            yield Problem(told, "question", question.link_id)


def _repeated(names: Iterable[str]) -> Iterator[tuple[str, int]]:
    return ((name, times) for name, times in Counter(names).items() if times > 1)


def _keys(definition: Definition) -> Iterator[Problem]:
    if not is_name(definition.key):
        yield Problem("The questionnaire has a key that no address can use.")
    for page in definition.pages:
        if not is_name(page.key):
            yield about("page", page.key, "has a key that no address can use.")


def _names(definition: Definition) -> Iterator[Problem]:
    for fact in definition.facts:
        if not is_name(fact.name):
            yield about("fact", fact.name, "has a name that no condition can use.")
        elif fact.name in BUILT_IN or fact.name in MEASURES:
            yield about("fact", fact.name, "has a name that has a meaning already.")
    for question in definition.questions():
        link_id = question.link_id
        if not is_name(link_id):
            yield about("question", link_id, "has a name that no condition can use.")
        for option in question.options:
            if not is_name(option.code):
                where = f"Option `{option.code}` of {place('question', link_id)}"
                told = f"{where} has a name that no condition can use."
                yield Problem(told, "question", link_id)


def _dangling(definition: Definition) -> Iterator[Problem]:
    sources = {source.id for source in definition.sources}
    cited = [
        *(("question", q.link_id, q.sources) for q in definition.questions()),
        *(("rule", rule.id, rule.sources) for rule in definition.rules),
        *(("article", article.code, article.sources) for article in definition.guidance),
        *(("tier", text.tier.code, text.sources) for text in definition.tiers),
    ]
    for kind, name, codes in cited:
        for code in codes:
            if code not in sources:
                yield about(kind, name, f"cites the unknown source `{code}`.")
    sentences = {sentence.id for sentence in definition.sentences}
    for rule in definition.rules:
        if rule.sentence not in sentences:
            told = f"uses the unknown patient sentence `{rule.sentence}`."
            yield about("rule", rule.id, told)
        if not rule.sources:
            yield about("rule", rule.id, "has no source.", Part.SOURCES)


def _questions(definition: Definition) -> Iterator[Problem]:
    kinds = {question.link_id: question.kind for question in definition.questions()}
    if kinds.get(definition.age_question) is not QuestionKind.DATE:
        asked = definition.age_question
        told = f"The age question `{asked}` is not a date question of this form."
        yield Problem(told, "question", asked)
    for question in definition.questions():
        yield from _question(question)


def _question(question: Question) -> Iterator[Problem]:
    for told in _told_of(question):
        yield about("question", question.link_id, told)


def _told_of(question: Question) -> Iterator[str]:
    if question.kind in CHOICES and not question.options:
        yield "has no options."
    if question.kind not in CHOICES and question.options:
        yield f"is a {question.kind} question and cannot have options."
    unsure = [option for option in question.options if option.kind is OptionKind.UNSURE]
    if question.red_flag and question.kind in CHOICES and not unsure:
        yield "is a red flag and has no “not sure”."
    if question.red_flag and not question.required:
        yield "is a red flag and may be left empty."
    for option in question.options:
        alone = option.exclusive or question.kind is QuestionKind.SINGLE
        if option.kind is not OptionKind.REPORTED and not alone:
            yield f"has the option `{option.code}`, which must exclude the others."


def _texts(definition: Definition) -> Iterator[Problem]:
    for missing in set(Tier) - {text.tier for text in definition.tiers}:
        yield Problem(f"The tier `{missing.code}` has no words.", "tier", missing.code)
    needed = [
        *(("question", q.link_id, (q.text, q.name)) for q in definition.questions()),
        *(("rule", r.id, (r.title, r.action, r.when)) for r in definition.rules),
        *(("sentence", s.id, (s.text,)) for s in definition.sentences),
        *(
            ("article", a.code, (a.title, *a.points, *([""] if not a.points else [])))
            for a in definition.guidance
        ),
    ]
    for kind, name, texts in needed:
        if not all(text.strip() for text in texts):
            yield about(kind, name, "lacks a text.")


def _dates(definition: Definition) -> Iterator[Problem]:
    for source in definition.sources:
        with suppress(ValueError):
            day = source.review_by
            if not day or date.fromisoformat(day).isoformat() == day:
                continue
        told = f"has no real date to be reviewed by: `{source.review_by}`."
        yield about("source", source.id, told)


def _forward(ruleset: Ruleset) -> Iterator[Problem]:
    seen: set[str] = set()
    for question in ruleset.definition.questions():
        condition = ruleset.shown_when.get(question.link_id)
        later = questions_in(condition) - seen if condition else frozenset()
        for name in sorted(later):
            told = f"depends on `{name}`, which is not asked before it."
            yield about("question", question.link_id, told)
        seen.add(question.link_id)


def _defaults(ruleset: Ruleset) -> Iterator[Problem]:
    defaults = [
        rule.id for rule, condition in ruleset.rules.values() if isinstance(condition, NoOtherRule)
    ]
    if len(defaults) != 1:
        yield Problem(f"Exactly one rule must say `no_other_rule`; here {len(defaults)} do.")


def _vignettes(ruleset: Ruleset) -> Iterator[Problem]:
    for vignette in ruleset.definition.vignettes:
        for link_id, answer in vignette.answers.items():
            question = ruleset.questions.get(link_id)
            if question is None:
                told = f"answers the unknown question `{link_id}`."
                yield about("vignette", vignette.id, told)
                continue
            try:
                checked(question, answer)
            except AnswerError:
                told = f"answers `{link_id}` with what cannot be chosen."
                yield about("vignette", vignette.id, told)
        for rule in vignette.rules:
            if rule not in ruleset.rules:
                yield about("vignette", vignette.id, f"expects the unknown rule {rule}.")
