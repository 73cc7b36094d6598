"""Plant one bug after the other in a copy of the code, and see which of them the tests notice.

    python tests/planted/plant.py [part of a bug's name]

First the same tests must pass where nothing is planted. Prints a line for each bug, and ends with an
error when one stays unnoticed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.planted.defects import DEFECTS, Defect  # noqa: E402 (found by the line above)

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache", ".hypothesis")
TESTS_FAILED = 1


def main(words: list[str]) -> int:
    """Return 0 when every bug is noticed."""
    chosen = [one for one in DEFECTS if not words or words[0] in one.name]
    with tempfile.TemporaryDirectory(prefix="planted-") as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        whole = sorted({test for one in chosen for test in one.tests})
        if (done := run(whole, copy)).returncode:
            say(f"No bug is planted yet, and a test fails:\n{done.stdout[-1500:]}")
            return 1
        unnoticed = [one.name for one in chosen if not is_noticed(one, copy)]
    say(f"{len(chosen) - len(unnoticed)} of {len(chosen)} noticed")
    return len(unnoticed)


def is_noticed(defect: Defect, copy: Path) -> bool:
    """Plant a bug, run its tests until one fails, and take the bug out again."""
    file = copy / defect.path
    whole = file.read_text()
    assert whole.count(defect.right) == 1, defect.name
    file.write_text(whole.replace(defect.right, defect.wrong))
    done = run(defect.tests, copy)
    file.write_text(whole)
    noticed = done.returncode == TESTS_FAILED
    say(f"{'noticed' if noticed else 'NOT NOTICED'}: {defect.name}")
    if not noticed:
        say(done.stdout[-1500:])
    return noticed


def run(tests: Iterable[str], copy: Path) -> subprocess.CompletedProcess[str]:
    """Run tests in the copy."""
    options = ["-x", "-q", "-p", "no:cacheprovider", "-m", "not long and not browser"]
    return subprocess.run(  # noqa: S603 (our own command)
        [sys.executable, "-m", "pytest", *options, *tests],
        cwd=copy,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
        capture_output=True,
        text=True,
    )


def say(words: str) -> None:
    """Print a line now, for whoever waits."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
