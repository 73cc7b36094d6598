"""Two editions compared over every way to answer: who becomes more urgent, and who less."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pysat.solvers import Solver

from triage.engine.assess import assess
from triage.engine.circuit import FALSE, Circuit, Wire
from triage.engine.paging import report
from triage.engine.ruleset import Ruleset
from triage.engine.stories import told_by
from triage.engine.symbols import Form, Patient, Reading, any_form, patient_in, plainly
from triage.engine.terms import Assessment, Definition, Option, Page, Question, QuestionKind, Tier

SOLVER = "glucose4"
CHOICES = (QuestionKind.SINGLE, QuestionKind.MULTI)


@dataclass(frozen=True, slots=True)
class Move:
    """A patient whose tier is another one now, told."""

    before: Tier
    after: Tier
    told: str


@dataclass(frozen=True, slots=True)
class Moves:
    """What a new edition does to anybody: at most one patient for each tier that is lost or won.

    `rarer` and `oftener` are rules of both editions that now leave out, or take in, some patient.
    """

    down: tuple[Move, ...] = ()
    up: tuple[Move, ...] = ()
    rarer: tuple[str, ...] = ()
    oftener: tuple[str, ...] = ()


class IncomparableError(ValueError):
    """Two editions that ask one question in ways that have nothing in common."""


def moves(old: Ruleset, new: Ruleset) -> Moves:
    """Return whom a new edition moves; an answer that one of them does not know counts nothing."""
    comparison = _Comparison(old, new)
    try:
        return Moves(
            tuple(comparison.moved(comparison.old, comparison.new)),
            tuple(comparison.moved(comparison.new, comparison.old)),
            tuple(comparison.fires_less(comparison.old, comparison.new)),
            tuple(comparison.fires_less(comparison.new, comparison.old)),
        )
    finally:
        comparison.close()


class _Comparison:
    """A solver at work on all patients of two editions."""

    def __init__(self, old: Ruleset, new: Ruleset) -> None:
        self._rulesets = (old, new)
        self._definition = _both(old.definition, new.definition)
        self._circuit = Circuit()
        self._form: Form = any_form(self._circuit, self._definition)
        self.old = Reading(self._circuit, old, self._form)
        self.new = Reading(self._circuit, new, self._form)
        self._plain = plainly(self._circuit, self._definition, self._form)
        self._solver = Solver(name=SOLVER)
        self._told = 0

    def close(self) -> None:
        """Give back the memory of the solver."""
        self._solver.delete()

    def moved(self, one: Reading, other: Reading) -> Iterator[Move]:
        """Yield a patient of each tier in the first reading who is less urgent in the second."""
        above: Wire = FALSE
        for tier in sorted(Tier, reverse=True):
            wanted = self._circuit.every((one.reaches[tier], -above, -other.reaches[tier]))
            above = one.reaches[tier]
            if self._can(wanted):
                yield self._move(self._plainest(wanted))

    def fires_less(self, one: Reading, other: Reading) -> Iterator[str]:
        """Yield the rules that fire in the first reading for somebody for whom they do not in the other."""
        for rule, fires in one.fires.items():
            fires_there = other.fires.get(rule, fires)
            if fires != fires_there and self._can(fires, -fires_there):
                yield rule

    def _can(self, *wanted: Wire) -> bool:
        self._solver.append_formula(self._circuit.clauses[self._told :])
        self._told = len(self._circuit.clauses)
        return bool(self._solver.solve(assumptions=wanted))

    def _plainest(self, wanted: Wire) -> Patient:
        """The patient who says nothing that could be left out."""
        kept = [wanted]
        for wire in self._plain:
            if self._can(*kept, wire):
                kept.append(wire)
        self._can(*kept)
        return patient_in(self._definition, self._form, frozenset(self._solver.get_model()))

    def _move(self, patient: Patient) -> Move:
        said = [_asked(ruleset, patient) for ruleset in self._rulesets]
        found = [_assessed(*one) for one in zip(self._rulesets, said, strict=True)]
        before, after = (assessment.tier for assessment in found)
        graver = 0 if before > after else 1
        deciding = found[graver].findings[0].because
        return Move(before, after, told_by(self._rulesets[graver], said[graver], deciding))


def _asked(ruleset: Ruleset, patient: Patient) -> Patient:
    """The patient with what this edition can ask alone."""
    answers = {name: said for name, said in patient.answers.items() if name in ruleset.questions}
    return replace(patient, answers=answers)


def _assessed(ruleset: Ruleset, patient: Patient) -> Assessment:
    reported = report(ruleset, patient.answers, age=patient.age, incomplete=patient.incomplete)
    return assess(ruleset, reported)


def _both(old: Definition, new: Definition) -> Definition:
    """A definition that asks what either asks, with the options of both."""
    before = {question.link_id: question for question in old.questions()}
    asked = [_either(question, before.get(question.link_id)) for question in new.questions()]
    known = {question.link_id for question in asked}
    gone = [question for question in before.values() if question.link_id not in known]
    return replace(new, pages=(Page("all", "All", (*asked, *gone)),))


def _either(question: Question, before: Question | None) -> Question:
    if before is None or before.kind is question.kind:
        kind = question.kind
    elif before.kind in CHOICES and question.kind in CHOICES:
        kind = QuestionKind.MULTI
    else:
        raise IncomparableError(
            f"Question `{question.link_id}` was a {before.kind} question and is a {question.kind}"
            " question now: its answers cannot be compared."
        )
    return replace(question, kind=kind, options=_options(question, before))


def _options(question: Question, before: Question | None) -> tuple[Option, ...]:
    more = [o for o in (before.options if before else ()) if question.option(o.code) is None]
    return (*question.options, *more)
