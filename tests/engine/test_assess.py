"""From what was reported to a tier, with every reason and all that stayed open."""

from itertools import product

import pytest

from tests.engine.builders import QUIET, RULES, a_definition, a_red_flag, a_rule, a_ruleset, told
from triage.engine.assess import assess, findings, guidance_for, most_urgent
from triage.engine.paging import report
from triage.engine.ruleset import prepare
from triage.engine.terms import Answers, Assessment, Finding, Page, Tier

NUMB_SADDLE: Answers = {**QUIET, "numb": ("saddle",), "bladder": "yes"}


def seen(answers: Answers, *, age: int = 40, incomplete: bool = False) -> Assessment:
    return assess(a_ruleset(), told(answers, age=age, incomplete=incomplete))


def fired(assessment: Assessment) -> list[str]:
    return [finding.rule for finding in assessment.findings]


def test_the_most_urgent_rule_sets_the_tier_and_every_rule_is_kept() -> None:
    worst = seen({**NUMB_SADDLE, "weak": "yes", "weak_since": "new", "pain": 9}, age=70)

    assert worst.tier is Tier.EMERGENCY
    assert fired(worst) == ["CES-01", "NEU-01", "NEU-02", "AGE-01"]
    assert [finding.tier for finding in worst.findings] == [
        Tier.EMERGENCY,
        Tier.SAME_DAY,
        Tier.SOON,
        Tier.ROUTINE,
    ]


@pytest.mark.hazard("H19")
def test_so_far_the_most_urgent_finding_counts() -> None:
    so_far = findings(a_ruleset(), told({**NUMB_SADDLE, "pain": 9}, age=70))

    assert len(so_far) > 1
    assert most_urgent(so_far) is Tier.EMERGENCY
    assert most_urgent(()) is None


def test_the_default_speaks_only_when_nothing_else_fired() -> None:
    assert seen(QUIET).findings == (Finding("OK-01", Tier.SELF_CARE, ()),)
    assert fired(seen(QUIET, age=70)) == ["AGE-01"]


def test_the_default_is_silent_while_the_form_is_under_way() -> None:
    assert findings(a_ruleset(), told(QUIET, under_way=True)) == ()


def test_a_form_without_a_default_is_refused_and_never_guessed() -> None:
    speechless = a_ruleset(rules=RULES[:-1])

    with pytest.raises(ValueError, match="empty"):
        assess(speechless, told(QUIET, age=40))


def test_the_most_urgent_of_no_findings_is_none() -> None:
    assert most_urgent(()) is None
    assert most_urgent(seen(NUMB_SADDLE).findings) is Tier.EMERGENCY


def test_an_emergency_acts_before_the_form_ends() -> None:
    live = findings(a_ruleset(), told(NUMB_SADDLE, under_way=True))

    assert most_urgent(live) is Tier.EMERGENCY


def test_an_unfinished_form_fires_the_rule_for_it() -> None:
    assert fired(seen(QUIET, incomplete=True)) == ["NS-02"]


@pytest.mark.hazard("H03")
def test_not_sure_fires_no_red_flag_but_leaves_it_not_excluded() -> None:
    open_ = seen({**QUIET, "numb": ("saddle",), "bladder": "not_sure"})

    assert fired(open_) == ["CES-02", "NS-01"]
    assert open_.not_excluded == ("CES-01",)


def test_rules_behind_a_hidden_question_are_not_excluded_either() -> None:
    assert seen({**QUIET, "numb": ("not_sure",)}).not_excluded == ("CES-01",)
    assert seen({**QUIET, "weak": "not_sure"}).not_excluded == ("NEU-01",)
    assert seen({**QUIET, "weak": "not_sure", "pain": 9}).not_excluded == ("NEU-01", "NEU-02")


def test_an_unknown_age_excludes_no_rule_about_age() -> None:
    assert assess(a_ruleset(), told(QUIET)).not_excluded == ("AGE-01",)


def test_nothing_is_left_open_when_everything_was_answered() -> None:
    clear = seen(QUIET)

    assert clear.not_excluded == ()
    assert clear.unsure == ()
    assert clear.unanswered == ()
    assert clear.asked == ("birth", "area", "numb", "weak", "pain", "story")


def test_not_sure_and_not_answered_are_told_apart() -> None:
    open_ = seen({"area": "back", "numb": ("not_sure",), "weak": "not_sure"})

    assert open_.unsure == ("numb", "weak")
    assert open_.unanswered == ("pain",)


def test_because_lists_the_telling_answers_in_the_order_of_the_form() -> None:
    worst = seen({**NUMB_SADDLE, "weak": "no", "pain": 9})

    because = {finding.rule: finding.because for finding in worst.findings}
    assert because == {"CES-01": ("numb", "bladder"), "NEU-02": ("numb", "pain")}


def test_because_names_no_question_that_was_not_asked() -> None:
    ruleset = a_ruleset(
        rules=(*RULES, a_rule("X-01", Tier.SOON, "not has(bladder, yes) and has(weak, no)"))
    )
    quiet = assess(ruleset, report(ruleset, QUIET, age=40))

    assert quiet.findings == (Finding("X-01", Tier.SOON, ("weak",)),)


def test_articles_come_in_their_authored_order() -> None:
    def shown(answers: Answers) -> list[str]:
        reported = told(answers, age=40)
        assessment = assess(a_ruleset(), reported)
        return [article.code for article in guidance_for(a_ruleset(), reported, assessment)]

    assert shown(QUIET) == ["A-ALL"]
    assert shown(NUMB_SADDLE) == ["A-ALL", "A-CES", "A-URG"]
    assert shown({**NUMB_SADDLE, "weak": "yes", "weak_since": "old"}) == ["A-ALL", "A-CES"]
    assert shown({**QUIET, "weak": "yes", "weak_since": "new"}) == ["A-ALL"]


FLAGS = ("f1", "f2", "f3", "f4", "f5")
STATES = ("yes", "no", "not_sure", None)


@pytest.mark.hazard("H03")
@pytest.mark.hazard("H25")
def test_no_pattern_with_a_flag_that_is_not_an_explicit_no_gives_the_lowest_tier() -> None:
    page = Page("flags", "Flags", tuple(a_red_flag(flag) for flag in FLAGS))
    rules = (
        *(a_rule(f"YES-{flag}", Tier.EMERGENCY, f"has({flag}, yes)") for flag in FLAGS),
        *(a_rule(f"NS-{flag}", Tier.SAME_DAY, f"unsure({flag})") for flag in FLAGS),
        a_rule("OK-01", Tier.SELF_CARE, "no_other_rule"),
    )
    about = a_definition().pages[0]
    ruleset = prepare(
        a_definition(pages=(about, page), facts=(), rules=rules, guidance=(), vignettes=())
    )

    for pattern in product(STATES, repeat=len(FLAGS)):
        answers = {flag: state for flag, state in zip(FLAGS, pattern, strict=True) if state}
        expected = (
            Tier.EMERGENCY
            if "yes" in pattern
            else Tier.SELF_CARE
            if set(pattern) == {"no"}
            else Tier.SAME_DAY
        )
        assert assess(ruleset, report(ruleset, answers, age=40)).tier is expected
