"""A SAT solver, asked what of a circuit can be true together."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from pysat.solvers import Solver

from triage.engine.circuit import Circuit, Wire

SOLVER = "glucose4"
MOST_CONFLICTS = 200_000
"""What all questions to one solver may cost together; those of the content that ships cost 3,000."""

Model = frozenset[Wire]
"""All that is true at once, the negative wires included."""


class ProofError(RuntimeError):
    """A proof that came to no result, or to one that the engine does not confirm."""


@contextmanager
def models_of(circuit: Circuit) -> Iterator["Models"]:
    """Start a solver on a circuit, which may grow while it is asked; end it afterwards."""
    with Solver(name=SOLVER) as solver:
        yield Models(circuit, solver)


class Models:
    """Everything that a circuit allows."""

    def __init__(self, circuit: Circuit, solver: Solver) -> None:
        self._circuit = circuit
        self._solver = solver
        self._told = 0

    def any(self, *wanted: Wire) -> Model | None:
        """Return a model in which all of this is true; None when there is none."""
        self._solver.append_formula(self._circuit.clauses[self._told :])
        self._told = len(self._circuit.clauses)
        left = MOST_CONFLICTS - self._solver.accum_stats()["conflicts"]
        self._solver.conf_budget(max(left, 1))  # no limit at all would be written 0
        possible = self._solver.solve_limited(assumptions=wanted) if left > 0 else None
        if possible is None:
            raise ProofError("The rules are too intricate to be proved.")
        return frozenset(self._solver.get_model()) if possible else None

    def plainest(self, plain: Sequence[Wire], *wanted: Wire) -> Model | None:
        """Return a model of what is wanted in which all is plain that can be.

        Of plain wires that do not go together, the last is given up first.
        """
        if self.any(*wanted) is None:
            return None
        kept = list(plain)
        while (model := self.any(*wanted, *kept)) is None:
            clash = set(self._solver.get_core())
            kept.remove(next(wire for wire in reversed(kept) if wire in clash))
        for wire in [wire for wire in plain if wire not in kept]:  # some need not have gone
            if plainer := self.any(*wanted, *kept, wire):
                kept.append(wire)
                model = plainer
        return model
