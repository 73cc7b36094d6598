"""Gates say what their inputs say, whatever these are."""

from collections.abc import Callable
from itertools import product

import pytest
from pysat.solvers import Solver

from triage.engine.circuit import FALSE, TRUE, Circuit, Wire

Gate = Callable[[Circuit, list[Wire]], Wire]


def truths(gate: Gate, inputs: int) -> list[bool]:
    """What a gate says for every setting of its inputs."""
    circuit = Circuit()
    wires = [circuit.wire() for _ in range(inputs)]
    wire = gate(circuit, wires)
    told = []
    with Solver(name="minisat22", bootstrap_with=circuit.clauses) as solver:
        for values in product((False, True), repeat=inputs):
            given = [w if value else -w for w, value in zip(wires, values, strict=True)]
            told.append(solver.solve(assumptions=[*given, wire]))
            assert told[-1] is not solver.solve(assumptions=[*given, -wire])
    return told


@pytest.mark.parametrize("inputs", range(5))
def test_every_and_some(inputs: int) -> None:
    settings = list(product((False, True), repeat=inputs))

    assert truths(Circuit.every, inputs) == [all(values) for values in settings]
    assert truths(Circuit.some, inputs) == [any(values) for values in settings]


@pytest.mark.parametrize("count", range(7))
@pytest.mark.parametrize("inputs", range(6))
def test_at_least(count: int, inputs: int) -> None:
    settings = list(product((False, True), repeat=inputs))

    counted = truths(lambda circuit, wires: circuit.at_least(count, wires), inputs)

    assert counted == [sum(values) >= count for values in settings]


def test_same() -> None:
    assert truths(lambda circuit, wires: circuit.same(*wires), 2) == [True, False, False, True]


def test_what_is_known_makes_no_gate() -> None:
    circuit = Circuit()
    one, other = circuit.wire(), circuit.wire()

    assert circuit.every((one, TRUE, one)) == one
    assert circuit.every((one, FALSE)) == circuit.every((one, other, -one)) == FALSE
    assert circuit.some((one, TRUE)) == circuit.some((one, -one)) == TRUE
    assert circuit.every(()) == TRUE
    assert circuit.some(()) == FALSE
    assert circuit.clauses == [[TRUE]]


def test_a_gate_asked_for_twice_is_made_once() -> None:
    circuit = Circuit()
    one, other = circuit.wire(), circuit.wire()

    assert (
        circuit.every((one, other)) == circuit.every((other, one)) == -circuit.some((-one, -other))
    )


def test_what_is_required_is_all_there_is() -> None:
    circuit = Circuit()
    one, other = circuit.wire(), circuit.wire()
    circuit.require(one, other)
    circuit.require(-one)

    with Solver(name="minisat22", bootstrap_with=circuit.clauses) as solver:
        assert solver.solve()
        assert other in solver.get_model()
        assert not solver.solve(assumptions=[-other])
