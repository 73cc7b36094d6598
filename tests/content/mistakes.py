"""Many ways to break content that is good, each with the object the gate must name."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.content.small import a_publishable
from tests.engine.builders import a_red_flag, a_rule, an_article
from triage.engine.terms import (
    Accepted,
    Definition,
    Fact,
    Option,
    OptionKind,
    Page,
    Question,
    QuestionKind,
    Tier,
)

GOOD = a_publishable()


def with_question(link_id: str, **changes: Any) -> Definition:
    """Return the good definition with one question changed."""
    pages = [
        replace(
            page,
            questions=tuple(
                replace(one, **changes) if one.link_id == link_id else one for one in page.questions
            ),
        )
        for page in GOOD.pages
    ]
    return replace(GOOD, pages=tuple(pages))


def with_rule(rule_id: str, **changes: Any) -> Definition:
    """Return the good definition with one rule changed."""
    rules = [replace(one, **changes) if one.id == rule_id else one for one in GOOD.rules]
    return replace(GOOD, rules=tuple(rules))


def with_vignette(vignette_id: str, **changes: Any) -> Definition:
    """Return the good definition with one test patient changed."""
    cases = [replace(one, **changes) if one.id == vignette_id else one for one in GOOD.vignettes]
    return replace(GOOD, vignettes=tuple(cases))


def without(part: str, name: str) -> Definition:
    """Return the good definition without one of its objects."""
    changes: dict[str, Any] = {
        part: tuple(one for one in getattr(GOOD, part) if name not in _names(one))
    }
    return replace(GOOD, **changes)


def _names(one: Any) -> set[object]:
    found = (getattr(one, name, None) for name in ("id", "name", "code", "key", "tier"))
    return {name for name in found if name is not None}


def asking(*questions: Question) -> Definition:
    """Return the good definition with one more page."""
    return replace(GOOD, pages=(*GOOD.pages, Page("asked", "Asked", questions)))


def options_of(link_id: str) -> tuple[Option, ...]:
    return next(one.options for one in GOOD.questions() if one.link_id == link_id)


def without_option(link_id: str, code: str) -> Definition:
    return with_question(
        link_id, options=tuple(one for one in options_of(link_id) if one.code != code)
    )


def with_source(**changes: Any) -> Definition:
    return replace(GOOD, sources=(replace(GOOD.sources[0], **changes),))


def twice(part: str) -> Definition:
    rows = getattr(GOOD, part)
    changes: dict[str, Any] = {part: (*rows, rows[0])}
    return replace(GOOD, **changes)


SEEDED: dict[str, tuple[Callable[[], Definition], str, str]] = {
    "a rule names an unknown question": (
        lambda: with_rule("NEU-01", when="has(wek, yes)"),
        "rule",
        "NEU-01",
    ),
    "a rule names an unknown option": (
        lambda: with_rule("NEU-01", when="has(weak, yess)"),
        "rule",
        "NEU-01",
    ),
    "a rule names an unknown fact": (
        lambda: with_rule("NEU-01", when="weak_old"),
        "rule",
        "NEU-01",
    ),
    "a condition that cannot be read": (
        lambda: with_rule("NEU-01", when="has(weak, yes"),
        "rule",
        "NEU-01",
    ),
    "a rule without a condition": (lambda: with_rule("NEU-01", when=""), "rule", "NEU-01"),
    "a rule asks for more than there is": (
        lambda: with_rule("NEU-02", when="at_least(3, weak_new, numbish)"),
        "rule",
        "NEU-02",
    ),
    "a rule compares a choice with a number": (
        lambda: with_rule("NEU-02", when="num(weak) >= 8"),
        "rule",
        "NEU-02",
    ),
    "a rule speaks of a tier": (lambda: with_rule("NEU-02", when="tier(soon)"), "rule", "NEU-02"),
    "a rule without a source": (lambda: with_rule("NEU-01", sources=()), "rule", "NEU-01"),
    "a rule cites an unknown source": (
        lambda: with_rule("NEU-01", sources=("E9",)),
        "rule",
        "NEU-01",
    ),
    "a rule without its sentence": (lambda: with_rule("NEU-01", sentence="S9"), "rule", "NEU-01"),
    "a rule without a title": (lambda: with_rule("NEU-01", title=" "), "rule", "NEU-01"),
    "a rule without an action": (lambda: with_rule("NEU-01", action=""), "rule", "NEU-01"),
    "a rule there twice": (lambda: twice("rules"), "rule", "CES-01"),
    "a rule that never fires": (
        lambda: with_rule("NEU-01", when="has(weak, yes) and has(weak, no)"),
        "rule",
        "NEU-01",
    ),
    "a rule that its question hides": (
        lambda: with_rule("NEU-01", when="has(weak, no) and has(weak_since, new)"),
        "rule",
        "NEU-01",
    ),
    "a rule no vignette fires": (
        lambda: replace(
            GOOD, rules=(*GOOD.rules, a_rule("PAIN-01", Tier.ROUTINE, "num(pain) >= 10"))
        ),
        "rule",
        "PAIN-01",
    ),
    "two default rules": (
        lambda: replace(GOOD, rules=(*GOOD.rules, a_rule("OK-02", Tier.ROUTINE, "no_other_rule"))),
        "questionnaire",
        "",
    ),
    "no default rule": (lambda: without("rules", "OK-01"), "questionnaire", ""),
    "a lowered tier": (lambda: with_rule("CES-01", tier=Tier.SOON), "vignette", "V1"),
    "a raised threshold": (
        lambda: with_rule("NEU-02", when="at_least(3, numbish, has(weak, yes), num(pain) >= 8)"),
        "vignette",
        "V4",
    ),
    "an and for an or": (
        lambda: with_rule("NS-01", when="n_unsure >= 1 and unsure(weak_since)"),
        "vignette",
        "V2",
    ),
    "a deleted rule": (lambda: without("rules", "NEU-01"), "vignette", "V3"),
    "a deleted option": (lambda: without_option("weak", "yes"), "fact", "weak_new"),
    "a deleted not sure": (lambda: without_option("weak", "not_sure"), "question", "weak"),
    "a deleted question": (
        lambda: replace(GOOD, pages=(GOOD.pages[0], GOOD.pages[1], GOOD.pages[3])),
        "rule",
        "CES-01",
    ),
    "a deleted sentence": (lambda: without("sentences", "S1"), "rule", "CES-01"),
    "a deleted fact": (lambda: without("facts", "weak_new"), "rule", "NEU-01"),
    "a deleted source": (lambda: replace(GOOD, sources=()), "rule", "CES-01"),
    "a deleted tier": (lambda: without("tiers", "soon"), "tier", "soon"),
    "show_if looks forward": (
        lambda: with_question("weak", show_if="has(bladder, yes)"),
        "question",
        "weak",
    ),
    "show_if looks at itself": (
        lambda: with_question("weak", show_if="has(weak, yes)"),
        "question",
        "weak",
    ),
    "show_if that never holds": (
        lambda: with_question("weak_since", show_if="has(weak, yes) and has(weak, no)"),
        "question",
        "weak_since",
    ),
    "facts in a circle": (
        lambda: replace(GOOD, facts=(Fact("one", "two"), Fact("two", "one"), *GOOD.facts)),
        "fact",
        "one",
    ),
    "a red flag nobody reads": (lambda: asking(a_red_flag("gait")), "question", "gait"),
    "a red flag left open that nobody reads": (
        lambda: with_rule("NS-01", when="n_unsure >= 2"),
        "question",
        "weak_since",
    ),
    "a red flag that may be left empty": (
        lambda: with_question("weak", required=False),
        "question",
        "weak",
    ),
    "a choice without options": (lambda: with_question("area", options=()), "question", "area"),
    "a scale with options": (
        lambda: with_question("pain", options=options_of("weak")),
        "question",
        "pain",
    ),
    "a question without words": (lambda: with_question("weak", text=""), "question", "weak"),
    "an option there twice": (
        lambda: with_question("area", options=(options_of("area")[0],) * 2),
        "question",
        "area",
    ),
    "a none that stands beside others": (
        lambda: with_question(
            "numb",
            options=tuple(
                replace(one, exclusive=False) if one.kind is OptionKind.DENIED else one
                for one in options_of("numb")
            ),
        ),
        "question",
        "numb",
    ),
    "a page there twice": (lambda: twice("pages"), "page", "about"),
    "a name no condition can use": (
        lambda: asking(Question("not-a-name", QuestionKind.TEXT, "A", "B", required=False)),
        "question",
        "not-a-name",
    ),
    "an age question that is no date": (
        lambda: replace(GOOD, age_question="area"),
        "question",
        "area",
    ),
    "an article shown by an unknown rule": (
        lambda: replace(GOOD, guidance=(*GOOD.guidance, an_article("A-X", 'fired("XYZ")'))),
        "article",
        "A-X",
    ),
    "an article without points": (
        lambda: replace(GOOD, guidance=(*GOOD.guidance, an_article("A-X", "always", points=()))),
        "article",
        "A-X",
    ),
    "a source past its review date": (
        lambda: with_source(review_by="2026-06-11"),
        "source",
        "E1",
    ),
    "evidence without a review date": (lambda: with_source(review_by=""), "source", "E1"),
    "a key no address can use": (lambda: replace(GOOD, key="../x"), "questionnaire", ""),
    "a page with a key no address can use": (
        lambda: replace(GOOD, pages=(replace(GOOD.pages[0], key="a/b"), *GOOD.pages[1:])),
        "page",
        "a/b",
    ),
    "a vignette that answers an unknown question": (
        lambda: with_vignette("V1", answers={"wek": "yes"}),
        "vignette",
        "V1",
    ),
    "a vignette that chooses what cannot be chosen": (
        lambda: with_vignette("V1", answers={"weak": "maybe"}),
        "vignette",
        "V1",
    ),
    "a vignette that expects another tier": (
        lambda: with_vignette("V6", tier=Tier.SOON),
        "vignette",
        "V6",
    ),
    "a vignette that expects an unknown rule": (
        lambda: with_vignette("V6", rules=("OK-09",)),
        "vignette",
        "V6",
    ),
    "an exception nothing breaks": (
        lambda: replace(GOOD, accepted=(Accepted("worse:weak:yes:soon", "So be it."),)),
        "exception",
        "worse:weak:yes:soon",
    ),
    "a text that reassures": (
        lambda: with_question("weak", help="You are fine."),
        "question",
        "weak",
    ),
}
