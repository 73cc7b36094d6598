"""One patient among all: what the wires of everybody say of them."""

from collections.abc import Iterator, Mapping

from pysat.solvers import Solver

from triage.engine.circuit import Circuit, Wire
from triage.engine.ruleset import Ruleset
from triage.engine.symbols import Form, Patient, Reading, any_form, patient_in
from triage.engine.terms import Tier


class Everybody:
    """All forms that can be handed in, and a solver to pick one patient's."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.definition = ruleset.definition
        circuit = Circuit()
        self.form = any_form(circuit, ruleset.definition)
        self.reading = Reading(circuit, ruleset, self.form)
        self._solver = Solver(name="minisat22", bootstrap_with=circuit.clauses)

    def _model(self, patient: Patient) -> frozenset[Wire] | None:
        assumed = list(wires_of(self.form, patient))
        return frozenset(self._solver.get_model()) if self._solver.solve(assumed) else None

    def allows(self, patient: Patient) -> bool:
        """Whether anybody can hand in this form."""
        return self._model(patient) is not None

    def read(self, patient: Patient) -> dict[str, set[str] | Tier]:
        """What the wires say of a patient."""
        model = self._model(patient)
        assert model is not None
        assert patient_in(self.definition, self.form, model) == patient

        def true(wires: Mapping[str, Wire]) -> set[str]:
            # Nothing asks for a wire that no clause names: it is false.
            return {name for name, wire in wires.items() if wire in model}

        reading = self.reading
        tiers = [tier for tier, wire in reading.reaches.items() if wire in model]
        return {
            "asked": true(reading.shown),
            "unsure": true(reading.unsure),
            "fired": true(reading.fires),
            "tier": max(tiers),
        }


def wires_of(form: Form, patient: Patient) -> Iterator[Wire]:
    """Everything a patient put down, as wires."""
    yield form.incomplete if patient.incomplete else -form.incomplete
    yield from (w if patient.age >= n else -w for n, w in enumerate(form.age))
    for link_id, choice in form.chosen.items():
        answer = patient.answers.get(link_id, ())
        codes = answer if isinstance(answer, tuple) else (answer,)
        yield from (wire if code in codes else -wire for code, wire in choice.items())
    for link_id, number in form.numbers.items():
        amount = patient.answers.get(link_id, -1)
        assert isinstance(amount, int)
        yield from (wire if amount >= n else -wire for n, wire in enumerate(number))
    for link_id, wire in form.given.items():
        if link_id not in form.chosen and link_id not in form.numbers and wire not in form.age:
            yield wire if link_id in patient.answers else -wire
