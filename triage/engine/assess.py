"""From what was reported to a tier, with every reason and all that stayed open."""

from dataclasses import replace

from triage.engine.conditions import NoOtherRule
from triage.engine.evaluation import Reported, Truth, could_hold, holds, reasons
from triage.engine.paging import unanswered
from triage.engine.ruleset import Ruleset
from triage.engine.terms import Assessment, Finding, Guidance, Tier


def findings(ruleset: Ruleset, reported: Reported) -> tuple[Finding, ...]:
    """Return every rule that what was reported makes fire, most urgent first.

    While a form is under way this is all that may be said of it: the default rule speaks only
    once the form has been handed in, so an unfinished form never has a reassuring tier.
    """
    fired = [
        Finding(rule.id, rule.tier, _because(reasons(condition, reported), reported))
        for rule, condition in ruleset.rules.values()
        if not isinstance(condition, NoOtherRule) and holds(condition, reported)
    ]
    return tuple(sorted(fired, key=lambda finding: (-finding.tier, finding.rule)))


def assess(ruleset: Ruleset, reported: Reported) -> Assessment:
    """Return the assessment of a form that was handed in."""
    found = findings(ruleset, reported) or _default(ruleset)
    fired = {finding.rule for finding in found}
    return Assessment(
        tier=max(finding.tier for finding in found),
        findings=found,
        not_excluded=tuple(
            rule.id
            for rule, condition in ruleset.rules.values()
            if rule.id not in fired and could_hold(condition, reported) is Truth.UNKNOWN
        ),
        unsure=tuple(
            link_id
            for link_id in reported.asked
            if link_id in reported.unsure and link_id in reported.answers
        ),
        unanswered=unanswered(ruleset, reported),
        asked=reported.asked,
    )


def most_urgent(found: tuple[Finding, ...]) -> Tier | None:
    """Return the most urgent tier of some findings; None when nothing fired yet."""
    return max((finding.tier for finding in found), default=None)


def guidance_for(
    ruleset: Ruleset, reported: Reported, assessment: Assessment
) -> tuple[Guidance, ...]:
    """Return the articles whose condition holds for an assessment, in their authored order."""
    seen = replace(
        reported,
        tier=assessment.tier,
        fired=frozenset(finding.rule for finding in assessment.findings),
    )
    return tuple(article for article, condition in ruleset.guidance if holds(condition, seen))


def _default(ruleset: Ruleset) -> tuple[Finding, ...]:
    """The authored conclusion when nothing fired."""
    return tuple(
        Finding(rule.id, rule.tier, ())
        for rule, condition in ruleset.rules.values()
        if isinstance(condition, NoOtherRule)
    )


def _because(questions: frozenset[str], reported: Reported) -> tuple[str, ...]:
    return tuple(link_id for link_id in reported.asked if link_id in questions)
