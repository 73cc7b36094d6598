"""Plant mistakes in the engine and the gate, one at a time, and see whether a test notices.

    .venv/bin/python -m tests.mutants [how many] [seed] [names of modules]

A mistake is noticed when a test fails that runs the line it stands on, or does not come to an end.
Without a number every mistake is planted, without a name in every module. Modules are imported and tests collected once; each
mistake is planted in a child process of its own, in the code that is already loaded.
"""

# ruff: noqa: T201 a script prints

import sys
from pathlib import Path
from random import Random

import pytest

from tests.mutants.mutations import Mutant, spots_of
from tests.mutants.planting import Planter

ROOT = Path(__file__).parents[2]
MODULES = (*sorted((ROOT / "triage/engine").glob("*.py")), ROOT / "triage/content/gate.py")
TESTS = (
    "tests/engine",
    "tests/content/test_comparison.py",
    "tests/content/test_gate.py",
    "tests/content/test_packs.py",
)


def main(many: int, seed: int, names: list[str]) -> int:
    """Plant, test and tell; the status is 1 when fewer than nine of ten are noticed."""
    spots = [
        spot
        for path in MODULES
        if not names or path.stem in names
        for spot in spots_of(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))
    ]
    chosen = Random(seed).sample(spots, many or len(spots))  # noqa: S311 no secret
    mutants = sorted((spot.planted() for spot in chosen), key=lambda one: (one.module, one.line))
    planter = Planter(ROOT, mutants)
    quiet = ["-q", "-p", "no:cacheprovider", "-m", "not long and not browser", *TESTS]
    if status := pytest.main(quiet, plugins=[planter]):
        return int(status)
    return tell(mutants, planter.survivors)


def tell(mutants: list[Mutant], survivors: list[Mutant]) -> int:
    """Print a table by module, and what nobody noticed."""
    print("\n| Module | Planted | Noticed |\n|---|---:|---:|")
    for module in dict.fromkeys(mutant.module for mutant in mutants):
        planted, left = (
            sum(mutant.module == module for mutant in some) for some in (mutants, survivors)
        )
        print(f"| `{module}` | {planted} | {planted - left} |")
    noticed = len(mutants) - len(survivors)
    print(f"| **all** | {len(mutants)} | {noticed} ({noticed / len(mutants):.1%}) |\n")
    for mutant in survivors:
        print(f"- {mutant}")
    return int(noticed < 0.9 * len(mutants))


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    many, seed = [*numbers, *[0, 1][len(numbers) :]]
    sys.exit(main(many, seed, [word for word in sys.argv[1:] if not word.isdigit()]))
