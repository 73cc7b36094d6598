"""Impact of a changed release over a million past responses, from the database to the table."""

from tests.bench import django_ready  # noqa: F401 isort: skip

import time
from dataclasses import replace

from django.db import connection

from tests.bench.ratio import Line, figure, in_turns, line, tell
from tests.memory import peak, start_over
from triage.content.models import Release, published_release
from triage.engine.assess import assess
from triage.engine.paging import report
from triage.engine.proof import prove
from triage.engine.ruleset import Ruleset, prepare
from triage.engine.terms import Tier
from triage.intake import columns
from triage.intake.impact import impact_of, shown
from triage.intake.models import PackedResponse, Response

PLAIN = 20_000


def changed(release: Release, *, many: bool) -> Ruleset:
    """Return the release with one rule said otherwise, or a third of them."""
    definition = release.ruleset().definition
    rules = tuple(
        replace(rule, when=f"({rule.when}) and age >= 30")
        if "no_other_rule" not in rule.when and (n % 3 == 0 if many else n == 1)
        else rule
        for n, rule in enumerate(definition.rules)
    )
    return prepare(replace(definition, rules=rules, vignettes=()))


def preview(release: Release, draft: Ruleset, *, anew: bool) -> None:
    """Do what the page does, but for the drawing of it."""
    if anew:
        columns._past = columns._Past()
    shown(impact_of(draft, release.questionnaire), draft)


def plainly(draft: Ruleset, count: int) -> int:
    """Do the same one by one, with the engine that assesses patients."""
    moved = 0
    rows = Response.objects.order_by("pk").defer("assessment")[:count]
    for response in rows.iterator():
        told = report(draft, response.told, age=response.age, incomplete=response.incomplete)
        moved += assess(draft, told).tier is not Tier(response.urgency)
    return moved


def main() -> None:
    """Measure, and hand over."""
    release, lines = published_release(), []
    stored = PackedResponse.objects.count()
    many, one = changed(release, many=True), changed(release, many=False)
    on = connection.vendor
    # SQLite works within this process: what it costs does not hang on who else is busy.
    clock = time.process_time if on == "sqlite" else time.perf_counter
    start_over()
    before = peak() / 1e6
    begun = clock()
    preview(release, many, anew=True)
    whole, used = clock() - begun, peak() / 1e6
    begun = clock()
    plainly(many, min(PLAIN, stored))
    row_by_row = (clock() - begun) * stored / min(PLAIN, stored)
    seen = f"{whole:.2f} s beside {row_by_row:.0f} s, measured on {PLAIN:,} and scaled"
    what = f"impact preview of a changed release over {stored:,} responses ({on})"
    lines.append(figure(what, "row by row with the plain engine", 0.02, whole / row_by_row, seen))
    seen = f"a figure, no ratio; {before:.0f} MB before"
    lines.append(figure(f"peak memory of that preview ({on})", "MB", 600, used, seen))
    pairs = in_turns(
        lambda: preview(release, one, anew=False),
        lambda: preview(release, many, anew=True),
        rounds=3,
        clock=clock,
    )
    lines.append(line(f"impact of one edited rule ({on})", "full preview", 0.1, pairs))
    lines.append(proof(release.ruleset()))
    tell(lines)


def proof(ruleset: Ruleset) -> Line:
    """Return how long the proof of the shipped pack takes, in seconds."""
    taken = []
    for _ in range(3):
        begun = time.process_time()
        prove(ruleset)
        taken.append(time.process_time() - begun)
    low, middle, high = sorted(taken)
    return Line(
        "safety proof of the shipped pack",
        "CPU seconds",
        2,
        middle,
        low,
        high,
        "a figure, no ratio",
    )


if __name__ == "__main__":
    main()
