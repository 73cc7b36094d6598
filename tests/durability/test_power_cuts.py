"""The power fails at a random moment: what the disk then holds is opened again, with nothing lost.

What was written but not yet synced is dropped, kept, kept in part, or torn into sectors of 512 bytes.
It is taken that a disk which says it has synced has done so.
"""

import pickle
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.durability.clinic import Clinic

Step = tuple[str, str, int, bytes]
DATABASE = "backstop.sqlite3"
SECTOR = 512


@dataclass
class Disk:
    """The files as they would be found after a power cut, and what was asked since the last sync."""

    files: dict[str, bytearray]
    waiting: dict[str, list[Step]] = field(default_factory=dict)

    def do(self, step: Step) -> None:
        """Take one step; a sync makes all that waits on that file last."""
        what, file, _, _ = step
        if what == "sync":
            for one in self.waiting.pop(file, []):
                _write(self.files.setdefault(file, bytearray()), one)
        elif what in {"write", "truncate"}:
            self.waiting.setdefault(file, []).append(step)

    def after_a_cut(self, chance: random.Random, manner: str) -> dict[str, bytearray]:
        """Return the files with some of what was not synced yet."""
        found = {name: bytearray(content) for name, content in self.files.items()}
        for name, steps in self.waiting.items():
            for step in steps:
                for part in _surviving(step, chance, manner):
                    _write(found.setdefault(name, bytearray()), part)
        return found


def _surviving(step: Step, chance: random.Random, manner: str) -> Iterator[Step]:
    what, file, place, content = step
    if manner == "torn" and what == "write":
        for start in range(0, len(content), SECTOR):
            if chance.random() < 0.5:
                yield what, file, place + start, content[start : start + SECTOR]
    elif manner == "all" or (manner in {"some", "torn"} and chance.random() < 0.5):
        yield step


def _write(file: bytearray, step: Step) -> None:
    what, _, place, content = step
    if what == "truncate":
        del file[place:]
        file.extend(bytes(max(0, place - len(file))))
        return
    file.extend(bytes(max(0, place - len(file))))
    file[place : place + len(content)] = content


def recorded(clinic: Clinic, sends: int, level: str) -> tuple[Disk, list[Step]]:
    """Let patients send with a recorder between SQLite and the disk."""
    before = {DATABASE: bytearray((clinic.folder / DATABASE).read_bytes())}
    file = clinic.folder / "steps"
    clinic.run("tests/durability/scripts/record_sends.py", str(sends), str(file), level)
    return Disk(before), pickle.loads(file.read_bytes())  # noqa: S301 (our own script wrote it)


def losses(clinic: Clinic, images: int, *, sends: int, level: str, seed: int) -> dict[str, int]:
    """Cut the power at many moments; return how many images lack something or cannot be read."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    disk, steps = recorded(clinic, sends, level)
    assert sum(step[0] == "sync" for step in steps) > (sends if level == "full" else 0)
    if level == "full":
        # The newest pages were also brought into the file itself.
        assert any(step[:2] == ("write", DATABASE) for step in steps)
    cuts = sorted(chance.randrange(len(steps)) for _ in range(images))
    told: set[str] = set()
    found = {"images": 0, "lost": 0, "corrupt": 0}
    for number, step in enumerate(steps):
        while cuts and cuts[0] == number:
            cuts.pop(0)
            found["images"] += 1
            manner = chance.choice(("none", "all", "some", "torn"))
            _look(disk.after_a_cut(chance, manner), clinic.folder / "image", told, found)
        if step[0] == "note":
            told.add(step[1])
        disk.do(step)
    return found


def _look(files: dict[str, bytearray], folder: Path, told: set[str], found: dict[str, int]) -> None:
    folder.mkdir(exist_ok=True)
    for left_over in folder.iterdir():
        left_over.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    try:
        with closing(sqlite3.connect(folder / DATABASE)) as opened:
            whole = opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            kept = opened.execute("SELECT 'kept ' || code FROM intake_visit WHERE saved_at NOTNULL")
            there = {row[0] for row in kept}
            sent = opened.execute(
                "SELECT 'sent ' || code FROM intake_visit JOIN intake_response"
                " ON visit_id = intake_visit.id WHERE intake_visit.submitted_at NOTNULL"
            )
            there |= {row[0] for row in sent}
    except sqlite3.DatabaseError:
        found["corrupt"] += 1
        return
    found["corrupt"] += not whole
    found["lost"] += not told <= there


@pytest.fixture
def on_sqlite(new_clinic) -> Clinic:
    clinic: Clinic = new_clinic("sqlite")
    return clinic


@pytest.mark.sqlite
@pytest.mark.hazard("H09", "H24")
@pytest.mark.parametrize(
    ("images", "sends"), [(150, 40), pytest.param(1000, 200, marks=pytest.mark.long)]
)
def test_no_power_cut_loses_what_was_acknowledged(on_sqlite, images, sends):
    found = losses(on_sqlite, images, sends=sends, level="full", seed=1)

    assert found == {"images": images, "lost": 0, "corrupt": 0}


@pytest.mark.sqlite
def test_the_same_cuts_find_what_a_weaker_setting_loses(on_sqlite):
    found = losses(on_sqlite, 60, sends=15, level="normal", seed=2)

    assert found["lost"] > 10
    assert found["corrupt"] == 0
