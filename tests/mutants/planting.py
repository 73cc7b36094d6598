"""Run the tests that run a line, with a mistake planted on it, in a process of its own."""

import functools
import gc
import os
import pickle
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import CodeType, FunctionType

import pytest
from _pytest.runner import runtestprotocol
from coverage import Coverage

from tests.mutants.mutations import Mutant

PATIENCE = 20  # seconds for the tests of one mistake, beside five times what they take without it

Lines = dict[str, dict[int, list[int]]]
"""The numbers of the tests that run a line, by file and line."""


class Planter:
    """A plugin that plants mistakes instead of running the tests once."""

    def __init__(self, root: Path, mutants: list[Mutant]) -> None:
        self._root = root
        self._mutants = mutants
        self._items: list[pytest.Item] = []
        self.survivors: list[Mutant] = []

    def pytest_configure(self) -> None:
        """Let laws try the same patients every time, and stop at the first that breaks one."""
        from hypothesis import Phase, settings  # noqa: PLC0415 pytest wants to import it first

        phases = [Phase.explicit, Phase.generate]
        settings.register_profile("mutants", derandomize=True, phases=phases)
        settings.load_profile("mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Learn which tests run which lines, then plant one mistake after the other."""
        self._items = session.items
        self._make_database()
        lines, seconds = self._learn()
        for number, mutant in enumerate(self._mutants, start=1):
            there = lines.get(str(self._root / mutant.module), {}).get(mutant.line, [])
            chosen = sorted(there, key=lambda item: seconds[item])
            patience = PATIENCE + 5 * sum(seconds[item] for item in chosen)
            if _in_a_child(partial(self._try, mutant, chosen), int(patience)):
                self.survivors.append(mutant)
                print(mutant, file=sys.stderr, flush=True)  # noqa: T201 as soon as it is known
            if number % 100 == 0:
                told = f"{number} of {len(self._mutants)}, {len(self.survivors)} not noticed"
                print(told, file=sys.stderr, flush=True)  # noqa: T201 to see that it goes on
        return True

    def _make_database(self) -> None:
        """Run one test that needs a database, so that every child inherits one."""
        first = next((i for i in self._items if "db" in getattr(i, "fixturenames", ())), None)
        if first is not None:
            _passes(first)

    def _learn(self) -> tuple[Lines, list[float]]:
        """Return which tests run which lines, and how long each takes; all of them must pass."""
        with tempfile.TemporaryDirectory() as folder:
            kept = Path(folder) / "learnt"
            if not _in_a_child(partial(self._measure, kept), 900):
                raise pytest.UsageError("Some test fails before any mistake is planted.")
            learnt: tuple[Lines, list[float]] = pickle.loads(kept.read_bytes())  # noqa: S301 ours
            return learnt

    def _measure(self, kept: Path) -> bool:
        watch = Coverage(None, config_file=False, include=[str(self._root / "triage/*")])
        seconds = []
        watch.start()
        for number, item in enumerate(self._items):
            watch.switch_context(str(number))
            begun = time.perf_counter()
            if not _passes(item):
                print(item.nodeid, file=sys.stderr)  # noqa: T201 the one that fails
                return False
            seconds.append(time.perf_counter() - begun)
        watch.stop()
        data = watch.get_data()
        lines = {
            path: {
                line: [int(context) for context in contexts if context]
                for line, contexts in data.contexts_by_lineno(path).items()
            }
            for path in data.measured_files()
        }
        kept.write_bytes(pickle.dumps((lines, seconds)))
        return True

    def _try(self, mutant: Mutant, chosen: list[int]) -> bool:
        """Return whether every test passes with the mistake planted."""
        plant(mutant, str(self._root / mutant.module))
        return all(_passes(self._items[number]) for number in chosen)


def plant(mutant: Mutant, path: str) -> None:
    """Put a mistake into the code that is loaded, and forget what was worked out without it."""
    whole = compile(mutant.tree, path, "exec")
    code = next(one for one in _codes(whole) if one.co_qualname == mutant.function)
    for thing in gc.get_objects():
        # By its type: to ask some things what they are is to wake them.
        if type(thing) is FunctionType:
            if thing.__code__.co_filename == path and thing.__code__.co_qualname == mutant.function:
                thing.__code__ = code
        elif type(thing) is functools._lru_cache_wrapper and _is_ours(thing):
            thing.cache_clear()


def _is_ours(cached: Callable[..., object]) -> bool:
    return cached.__module__.startswith(("triage", "tests"))


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _passes(item: pytest.Item) -> bool:
    """Run one test, and take down all it used but what lives for the whole session."""
    reports = runtestprotocol(item, nextitem=item.session, log=False)  # type: ignore[arg-type]
    return not any(report.failed for report in reports)


def _in_a_child(act: Callable[[], bool], seconds: int) -> bool:
    """Return what an act says in a process of its own; false when it takes too long."""
    child = os.fork()
    if not child:
        signal.alarm(seconds)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        try:
            os._exit(0 if act() else 1)
        except BaseException:  # noqa: BLE001 a child must never go on as its parent
            traceback.print_exc()
            os._exit(2)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status == 2:
        raise pytest.UsageError("A mistake could not be planted.")
    return status == 0
