"""A small definition that passes the gate: the one of the engine, with what the gate asks of it."""

from dataclasses import replace
from typing import Any

from tests.engine.builders import QUIET, RULES, a_definition, a_vignette, every_tier
from triage.engine.terms import Accepted, Answer, Definition, Rule, Tier, Vignette

MENDED = {
    "NS-01": "n_unsure >= 1 or unsure(weak_since)",
    # A test patient is always finished; one of no known age stands for those who are not.
    "NS-02": "incomplete or age < 0",
}

CASES: tuple[tuple[str, Tier, tuple[str, ...], dict[str, Answer]], ...] = (
    ("V1", Tier.EMERGENCY, ("CES-01",), {"numb": ("saddle",), "bladder": "yes"}),
    ("V2", Tier.SAME_DAY, ("CES-02", "NS-01"), {"numb": ("not_sure",)}),
    ("V3", Tier.SAME_DAY, ("NEU-01",), {"weak": "yes", "weak_since": "new"}),
    ("V4", Tier.SOON, ("NEU-02",), {"weak": "yes", "weak_since": "old", "pain": 8}),
    ("V5", Tier.SOON, ("NS-01",), {"weak": "yes", "weak_since": "not_sure"}),
    ("V6", Tier.SELF_CARE, ("OK-01",), {}),
)


def publishable_rules() -> tuple[Rule, ...]:
    """Return the small rules, each within reach of a test patient, none blind to what is open."""
    return tuple(replace(one, when=MENDED.get(one.id, one.when)) for one in RULES)


def publishable_vignettes() -> tuple[Vignette, ...]:
    """Return a test patient for every rule."""
    told = [
        a_vignette(id=name, tier=tier, rules=rules, answers={**QUIET, **said})
        for name, tier, rules, said in CASES
    ]
    quiet = dict(QUIET)
    return (
        *told,
        a_vignette(id="V7", tier=Tier.ROUTINE, rules=("AGE-01",), answers=quiet, age=71),
        a_vignette(id="V8", tier=Tier.SAME_DAY, rules=("NS-02",), answers=quiet, age=-1),
    )


def a_publishable(**changes: Any) -> Definition:
    """Return a small definition that passes the gate, with these fields changed."""
    given = {
        "tiers": every_tier()[::-1],  # in the order in which the working copy gives them
        "rules": publishable_rules(),
        "vignettes": publishable_vignettes(),
        **changes,
    }
    return a_definition(**given)


KEY = "left_open:weak_since:not_sure"
EMPTY_KEY = "left_open:weak_since:(empty)"


def blind(*accepted: Accepted) -> Definition:
    """Return a definition that sends somebody home who is not sure since when a leg is weak."""
    rules = [
        replace(one, when="n_unsure >= 1 or (unsure(weak_since) and num(pain) >= 1)")
        if one.id == "NS-01"
        else one
        for one in publishable_rules()
    ]
    return a_publishable(rules=tuple(rules), accepted=accepted)


REASONS = (
    Accepted(KEY, "Old weakness is seen at the desk anyway."),
    Accepted(EMPTY_KEY, "The same."),
)
