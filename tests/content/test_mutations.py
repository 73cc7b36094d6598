"""The shipped rules changed at random: whatever makes anybody less urgent is blocked or shown."""

import ast
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from tests.content.shipped import ruleset, shipped
from tests.content.test_pack_laws import Told, a_patient
from triage.content.comparison import compare
from triage.engine.assess import findings, most_urgent
from triage.engine.evaluation import Reported
from triage.engine.faults import faults_in
from triage.engine.gate import judge
from triage.engine.paging import report
from triage.engine.ruleset import Ruleset, prepare
from triage.engine.terms import Definition, Rule, Tier

TODAY = date(2026, 6, 12)
SAMPLE, ALL = 40, 1_000


def mutants_of(text: str) -> Iterator[str]:
    """Yield the condition with one place changed, in every way we know."""
    size = len(list(ast.walk(ast.parse(text, mode="eval"))))
    for place in range(size):
        variant = 0
        while True:
            tree = ast.parse(text, mode="eval")
            if not _change(list(ast.walk(tree))[place], variant):
                break
            yield ast.unparse(tree)
            variant += 1


def _change(node: ast.AST, variant: int) -> bool:
    """Change a node in this one of its ways; say whether there is such a way."""
    match node:
        case ast.BoolOp(values=parts):
            if variant:
                return len(parts) > 1 and _leave_out(parts, variant - 1)
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            return True
        case ast.Constant(value=int(number)) if variant < 2:
            node.value = number + (1, 3)[variant]
            return True
        case ast.Call(func=ast.Name(id="has" | "n_of"), args=[_, _, _, *_]):
            return _leave_out(node.args, variant + 1)
        case _:
            return False


def _leave_out(arguments: list[ast.expr], place: int) -> bool:
    if place >= len(arguments):
        return False
    del arguments[place]
    return True


@cache
def every_mutation() -> tuple[tuple[str, Definition], ...]:
    """All mutations of the shipped pack, each with its name."""
    definition, found = shipped(), []
    for place, rule in enumerate(definition.rules):
        rest = (definition.rules[:place], definition.rules[place + 1 :])

        def with_rule(*now: Rule, rest: tuple[tuple[Rule, ...], ...] = rest) -> Definition:
            return replace(definition, rules=(*rest[0], *now, *rest[1]))

        found.append((f"drop {rule.id}", with_rule()))
        found += [
            (f"{rule.id} {tier.code}", with_rule(replace(rule, tier=tier)))
            for tier in Tier
            if tier < rule.tier
        ]
        found += [
            (f"{rule.id}: {when}", with_rule(replace(rule, when=when)))
            for when in mutants_of(rule.when)
        ]
    for place, fact in enumerate(definition.facts):
        for when in mutants_of(fact.when):
            facts = list(definition.facts)
            facts[place] = replace(fact, when=when)
            found.append((f"{fact.name}: {when}", replace(definition, facts=tuple(facts))))
    return tuple(found)


@cache
def patients() -> tuple[tuple[Told, int, Tier | None, Reported], ...]:
    """Written and random patients with the tier they have now, and what they report."""
    chance = random.Random(2028)  # noqa: S311 patients, not secrets
    written: list[tuple[Told, int]] = [(dict(v.answers), v.age) for v in shipped().vignettes]
    asked = [*written, *(a_patient(chance) for _ in range(60))]
    said = [(told, age, report(ruleset(), told, age=age)) for told, age in asked]
    return tuple((told, age, tier_of(ruleset(), one), one) for told, age, one in said)


def tier_of(rules: Ruleset, reported: Reported) -> Tier | None:
    """Return the most urgent rule that fires; the default counts as none."""
    return most_urgent(findings(rules, reported))


def lowered(rules: Ruleset) -> bool:
    """Ask the patients one by one, without the solver, whether somebody is less urgent now."""
    # Only a changed fact can change what is asked, and so what is reported.
    same = rules.definition.facts == shipped().facts
    now = (
        tier_of(rules, one if same else report(rules, told, age=age)) or 0
        for told, age, _, one in patients()
    )
    return any(
        after < (before or 0) for after, (_, _, before, _) in zip(now, patients(), strict=True)
    )


def fate(mutated: Definition) -> str:
    """Return what becomes of a change: refused, shown as downward, harmless, or silent."""
    if faults_in(mutated):
        return "refused"
    rules = prepare(mutated)
    comparison = compare(ruleset(), rules)
    if comparison.moves.down or any(one.is_down for one in comparison.changes):
        return "shown"
    if not lowered(rules):
        return "harmless"
    return "silent" if judge(mutated, today=TODAY).passed else "refused"


def fates(count: int) -> Counter[str]:
    chance = random.Random(2029)  # noqa: S311 changes, not secrets
    chosen = chance.sample(every_mutation(), min(count, len(every_mutation())))
    told = Counter(fate(mutated) for _, mutated in chosen)
    print(f"{len(chosen)} changes of the shipped rules: {dict(told)}")  # noqa: T201 the count is the point
    return told


@pytest.mark.hazard("H04")
def test_no_change_makes_anybody_less_urgent_in_silence() -> None:
    found = fates(SAMPLE)

    assert found["silent"] == 0
    assert found["shown"] > 0


@pytest.mark.long
@pytest.mark.hazard("H04")
def test_no_change_of_a_thousand_makes_anybody_less_urgent_in_silence() -> None:
    found = fates(ALL)

    assert found.total() == ALL
    assert found["silent"] == 0
