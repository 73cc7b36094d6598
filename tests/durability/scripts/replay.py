"""What it takes to try a draft on all past responses, in a process that does nothing else."""

import json
import time
from dataclasses import replace

import django

django.setup()

from tests.memory import peak, start_over  # noqa: E402 (models come after the set-up)
from triage.content.models import published_release  # noqa: E402
from triage.engine.ruleset import prepare  # noqa: E402
from triage.intake.impact import impact_of, shown  # noqa: E402


def main() -> None:
    """Replay through a draft in which every third rule says something else."""
    release = published_release()
    definition = release.ruleset().definition
    rules = tuple(
        replace(rule, when=f"({rule.when}) and age >= 30")
        if place % 3 == 0 and "no_other_rule" not in rule.when
        else rule
        for place, rule in enumerate(definition.rules)
    )
    start_over()
    before, begun = peak(), time.perf_counter()
    draft = prepare(replace(definition, rules=rules, vignettes=()))
    found = shown(impact_of(draft, release.questionnaire), draft)
    told = {
        "responses": found.responses,
        "down": found.moved_down,
        "seconds": round(time.perf_counter() - begun, 2),
        "megabytes": round((peak() - before) / 1e6),
    }
    print(json.dumps(told))  # noqa: T201 (its test reads it)


if __name__ == "__main__":
    main()
