"""A small definition made by hand, and the parts to make others of."""

from functools import cache
from typing import Any

from triage.engine.conditions import Condition
from triage.engine.evaluation import Reported
from triage.engine.language import Scope, Vocabulary, parse
from triage.engine.paging import report
from triage.engine.ruleset import Ruleset, prepare
from triage.engine.terms import (
    AGE_UNKNOWN,
    Answers,
    Audience,
    Definition,
    Fact,
    Guidance,
    Option,
    OptionKind,
    Page,
    Question,
    QuestionKind,
    Rule,
    Sentence,
    Source,
    SourceKind,
    Tier,
    TierText,
    Vignette,
)

NONE = Option("none", "None of these", OptionKind.DENIED, exclusive=True)
NO = Option("no", "No", OptionKind.DENIED)
NOT_SURE = Option("not_sure", "Not sure", OptionKind.UNSURE, exclusive=True)
WITHHELD = Option("not_say", "Would rather not say", OptionKind.UNSURE, exclusive=True)
YES_NO = (Option("yes", "Yes"), NO, NOT_SURE)


def a_question(
    link_id: str = "weak", kind: QuestionKind = QuestionKind.SINGLE, **changes: Any
) -> Question:
    """A question with its texts; a choice is yes, no or not sure unless said otherwise."""
    if kind in (QuestionKind.SINGLE, QuestionKind.MULTI):
        changes.setdefault("options", YES_NO)
    return Question(link_id, kind, link_id.title(), f"Tell us about {link_id}.", **changes)


def a_red_flag(link_id: str, kind: QuestionKind = QuestionKind.SINGLE, **changes: Any) -> Question:
    """A question that must be answered and that no silence may answer."""
    return a_question(link_id, kind, red_flag=True, **changes)


def a_rule(rule_id: str, tier: Tier, when: str, **changes: Any) -> Rule:
    """A rule with every text and one source."""
    texts = {"title": "Seen", "suspect": "M54", "action": "Look", "evidence": "Known"}
    given: dict[str, Any] = {**texts, "sentence": "S1", "sources": ("E1",), **changes}
    return Rule(rule_id, tier, when, **given)


def an_article(code: str, show: str, **changes: Any) -> Guidance:
    """An article with one point."""
    given: dict[str, Any] = {"points": ("Keep moving.",), **changes}
    return Guidance(code, f"About {code}", Audience.PATIENT, show, **given)


def a_vignette(**changes: Any) -> Vignette:
    """A test patient with a numb saddle and trouble with the bladder."""
    given: dict[str, Any] = {
        "id": "V1",
        "title": "Numb",
        "story": "A numb saddle since this morning.",
        "age": 40,
        "answers": {"numb": ("saddle", "leg"), "bladder": "yes", "pain": 7},
        "tier": Tier.EMERGENCY,
        "rules": ("CES-01",),
        **changes,
    }
    return Vignette(**given)


def every_tier() -> tuple[TierText, ...]:
    """Words for each tier."""
    return tuple(TierText(tier, tier.code, "Wait here.", "See.", "Soon", ("E1",)) for tier in Tier)


NUMB = (Option("saddle", "Between the legs", codings=("R20.0",)), Option("leg", "A leg"))

ABOUT = Page(
    "about",
    "About you",
    (
        a_question("birth", QuestionKind.DATE),
        a_question("area", options=(Option("back", "Back"), Option("neck", "Neck"))),
    ),
)
SIGNS = Page(
    "signs",
    "Signs",
    (
        a_red_flag("numb", QuestionKind.MULTI, options=(*NUMB, NONE, NOT_SURE)),
        a_red_flag("weak"),
        a_red_flag(
            "weak_since",
            follow_up=True,
            show_if="has(weak, yes)",
            options=(Option("new", "New"), Option("old", "Old"), NOT_SURE),
        ),
        a_question("pain", QuestionKind.SCALE),
    ),
)
MORE = Page(
    "more",
    "A few more",
    (a_red_flag("bladder", show_if="has(numb, saddle)", options=(*YES_NO, WITHHELD)),),
)
WORDS = Page("words", "Your words", (a_question("story", QuestionKind.TEXT, required=False),))

RULES = (
    a_rule("CES-01", Tier.EMERGENCY, "has(numb, saddle) and has(bladder, yes)"),
    a_rule("CES-02", Tier.SAME_DAY, "unsure(numb) or unsure(bladder)"),
    a_rule("NEU-01", Tier.SAME_DAY, "weak_new"),
    a_rule("NEU-02", Tier.SOON, "at_least(2, numbish, has(weak, yes), num(pain) >= 8)"),
    a_rule("NS-01", Tier.SOON, "n_unsure >= 1 or unsure(weak_since)"),
    a_rule("NS-02", Tier.SAME_DAY, "incomplete"),
    a_rule("AGE-01", Tier.ROUTINE, "age >= 70"),
    a_rule("OK-01", Tier.SELF_CARE, "no_other_rule"),
)


def a_definition(**changes: Any) -> Definition:
    """The small definition, sound as it stands, with these fields changed."""
    given: dict[str, Any] = {
        "key": "small",
        "title": "Small",
        "age_question": "birth",
        "tiers": every_tier(),
        "pages": (ABOUT, SIGNS, MORE, WORDS),
        "facts": (
            Fact("numbish", "has(numb, saddle, leg)", "Numb anywhere"),
            Fact("weak_new", "has(weak, yes) and has(weak_since, new)"),
        ),
        "rules": RULES,
        "sentences": (Sentence("S1", "We want to see you."),),
        "guidance": (
            an_article("A-ALL", "always"),
            an_article("A-CES", 'fired("CES")'),
            an_article("A-URG", "tier(emergency, same_day) and not has(weak, yes)"),
        ),
        "sources": (
            Source(
                "E1", SourceKind.EVIDENCE, "Book", "A book, 2020", year=2020, review_by="2099-12-31"
            ),
        ),
        "vignettes": (a_vignette(),),
        **changes,
    }
    return Definition(**given)


def a_definition_asking(*questions: Question, **changes: Any) -> Definition:
    """The small definition with one more page."""
    asked = Page("asked", "Asked", questions)
    return a_definition(pages=(ABOUT, SIGNS, MORE, WORDS, asked), **changes)


def a_ruleset(**changes: Any) -> Ruleset:
    """The small definition, prepared."""
    return prepare(a_definition(**changes)) if changes else _the_ruleset()


@cache
def _the_ruleset() -> Ruleset:
    return prepare(a_definition())


QUIET: Answers = {
    "birth": "1985-03-27",
    "area": "back",
    "numb": ("none",),
    "weak": "no",
    "pain": 3,
}
"""Everything asked and answered; nothing reported."""


def told(
    answers: Answers,
    *,
    age: int = AGE_UNKNOWN,
    incomplete: bool = False,
    under_way: bool = False,
) -> Reported:
    """What a patient reports to the small definition."""
    return report(a_ruleset(), answers, age=age, incomplete=incomplete, under_way=under_way)


def a_condition(text: str, scope: Scope = Scope.RULE) -> Condition:
    """A condition about the small definition."""
    ruleset = a_ruleset()
    words = Vocabulary(ruleset.questions, ruleset.facts, frozenset(ruleset.rules))
    return parse(text, words, scope)


QUESTIONS_OF_EVERY_KIND = (
    a_question(),
    a_question("numb", QuestionKind.MULTI, options=(*NUMB, NONE, NOT_SURE)),
    a_question("pain", QuestionKind.SCALE),
    a_question("birth", QuestionKind.DATE),
    a_question("story", QuestionKind.TEXT),
)
