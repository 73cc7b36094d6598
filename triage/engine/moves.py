"""Two editions compared over every way to answer: who becomes more urgent, and who less."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from triage.engine.assess import assess
from triage.engine.circuit import FALSE, Circuit, Wire
from triage.engine.paging import report
from triage.engine.ruleset import Ruleset
from triage.engine.solver import Models, models_of
from triage.engine.stories import told_by
from triage.engine.symbols import Patient, Reading, any_form, patient_in, plainly
from triage.engine.terms import Assessment, Definition, Option, Page, Question, QuestionKind, Tier

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
    circuit = Circuit()
    with models_of(circuit) as models:
        comparison = _Comparison(old, new, circuit, models)
        return Moves(
            tuple(comparison.moved(comparison.old, comparison.new)),
            tuple(comparison.moved(comparison.new, comparison.old)),
            tuple(comparison.fires_less(comparison.old, comparison.new)),
            tuple(comparison.fires_less(comparison.new, comparison.old)),
        )


class _Comparison:
    """A search through all patients of two editions."""

    def __init__(self, old: Ruleset, new: Ruleset, circuit: Circuit, models: Models) -> None:
        self._rulesets = (old, new)
        self._definition = _both(old.definition, new.definition)
        self._circuit = circuit
        self._models = models
        self._form = any_form(circuit, self._definition)
        self._plain = plainly(circuit, self._definition, self._form)
        self.old = Reading(circuit, old, self._form)
        self.new = Reading(circuit, new, self._form)

    def moved(self, one: Reading, other: Reading) -> Iterator[Move]:
        """Yield a patient of each tier in the first reading who is less urgent in the second."""
        above: Wire = FALSE
        for tier in sorted(Tier, reverse=True):
            wanted = self._circuit.every((one.reaches[tier], -above, -other.reaches[tier]))
            above = one.reaches[tier]
            if model := self._models.plainest(self._plain, wanted):
                yield self._move(patient_in(self._definition, self._form, model))

    def fires_less(self, one: Reading, other: Reading) -> Iterator[str]:
        """Yield the rules that fire in the first reading for somebody for whom they do not in the other."""
        for rule, fires in one.fires.items():
            fires_there = other.fires.get(rule, fires)
            if fires != fires_there and self._models.any(fires, -fires_there):
                yield rule

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
