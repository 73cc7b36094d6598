"""The promises of a definition, proved over every way to answer it.

Three promises are checked for every form that can be handed in: every age, every choice of options
that can stand together, every question left empty, hidden questions ignored as the engine does.

1. A red-flag question left open (not sure, withheld or empty) never gives the lowest tier.
2. A no that gets worse never gives a less urgent tier; `changes` says what that is.
3. Every form gets a tier, and every rule can fire.

In the second, all else stays as it was put down. So a follow-up that the change opens may hold any
answer, or none, and the promise must hold with each of them; what the change hides counts no more.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from triage.engine.assess import assess, findings
from triage.engine.changes import EMPTY, Worsening, codes, worsenings
from triage.engine.circuit import Circuit, Wire
from triage.engine.conditions import NoOtherRule
from triage.engine.evaluation import Reported
from triage.engine.paging import report
from triage.engine.ruleset import Ruleset
from triage.engine.solver import Model, Models, ProofError, models_of
from triage.engine.symbols import Form, Patient, Reading, any_form, otherwise, patient_in, plainly
from triage.engine.terms import OptionKind, Question, Tier


class Promise(StrEnum):
    """What is promised of every definition."""

    LEFT_OPEN = "left_open"
    WORSE = "worse"
    TIER = "tier"
    FIRES = "fires"


@dataclass(frozen=True, slots=True)
class Violation:
    """A promise that is broken, with the patients who show it.

    `answer` is the option that was chosen at `question`, empty when it was left empty. For a worse
    answer there are two patients, before and after, and `lost` is the most urgent tier that the
    change can take away; for a red flag left open there is one; for a dead rule there is none.
    """

    promise: Promise
    question: str = ""
    answer: str = EMPTY
    lost: Tier | None = None
    rule: str = ""
    patients: tuple[Patient, ...] = ()

    @property
    def key(self) -> str:
        """The name of the violation, the same whichever patients show it."""
        parts: list[str] = [self.promise]
        if self.question:
            parts += [self.question, self.answer or "(empty)"]
        if self.lost:
            parts.append(self.lost.code)
        if self.rule:
            parts.append(self.rule)
        return ":".join(parts)


def prove(ruleset: Ruleset) -> tuple[Violation, ...]:
    """Return every way a sound definition breaks a promise; empty when all are kept."""
    with _searching(ruleset) as search:
        if without := tuple(search.without_tier()):
            return without
        return (*search.left_open(), *search.worse(), *search.dead())


def dead_rules(ruleset: Ruleset) -> tuple[str, ...]:
    """Return the rules that no patient can make fire."""
    with _searching(ruleset) as search:
        return tuple(violation.rule for violation in search.dead())


def unreachable_questions(ruleset: Ruleset) -> tuple[str, ...]:
    """Return the questions that no patient is ever asked, so that no option of them is chosen."""
    with _searching(ruleset) as search:
        shown = search.reading.shown
        return tuple(link_id for link_id, wire in shown.items() if not search.can(wire))


def covered_rules(ruleset: Ruleset) -> tuple[str, ...]:
    """Return the rules that never decide: another as urgent or more fires whenever they do."""
    tiers = {rule.id: rule.tier for rule, _ in ruleset.rules.values()}
    covered = []
    with _searching(ruleset) as search:
        fires = search.reading.fires
        for rule, wire in fires.items():
            rivals = [-fires[o] for o in fires if o != rule and tiers[o] >= tiers[rule]]
            if search.can(wire) and not search.can(wire, *rivals):
                covered.append(rule)
    return tuple(covered)


@contextmanager
def _searching(ruleset: Ruleset) -> Iterator["_Search"]:
    circuit = Circuit()
    with models_of(circuit) as models:
        yield _Search(ruleset, circuit, models)


class _Search:
    """A search through all patients of one definition."""

    def __init__(self, ruleset: Ruleset, circuit: Circuit, models: Models) -> None:
        self._ruleset = ruleset
        self._circuit = circuit
        self._models = models
        self._form = any_form(circuit, ruleset.definition)
        self._plain = plainly(circuit, ruleset.definition, self._form)
        self.reading = Reading(circuit, ruleset, self._form)

    def can(self, *wanted: Wire) -> bool:
        """Return whether there is a patient of whom all of this is true."""
        return self._models.any(*wanted) is not None

    def without_tier(self) -> Iterator[Violation]:
        """Find forms to which no rule gives a tier."""
        if model := self._plainest(-self.reading.reaches[min(Tier)]):
            patient = self._patient(self._form, model)
            rules = self._ruleset.rules.values()
            _confirm(
                not any(isinstance(condition, NoOtherRule) for _, condition in rules)
                and not findings(self._ruleset, self._reported(patient))
            )
            yield Violation(Promise.TIER, patients=(patient,))

    def left_open(self) -> Iterator[Violation]:
        """Find red flags that are left open in the lowest tier."""
        lowest = -self.reading.reaches[Tier.ROUTINE]
        for question in self._ruleset.definition.questions():
            open_answers = (*codes(question, OptionKind.UNSURE), EMPTY)
            for answer in open_answers if question.red_flag else ():
                said = _exactly(self._form, question, answer)
                if model := self._plainest(lowest, self.reading.shown[question.link_id], *said):
                    patient = self._patient(self._form, model)
                    _confirm(self._tier(patient) is min(Tier))
                    yield Violation(
                        Promise.LEFT_OPEN, question.link_id, answer, patients=(patient,)
                    )

    def worse(self) -> Iterator[Violation]:
        """Find answers that get worse and lower the tier."""
        for link_id, changes in groupby(worsenings(self._ruleset), lambda w: w.question.link_id):
            after = otherwise(self._circuit, self._form, self._ruleset.question(link_id))
            reading = Reading(self._circuit, self._ruleset, after)
            falls = {
                tier: self._circuit.every((self.reading.reaches[tier], -reading.reaches[tier]))
                for tier in sorted(Tier, reverse=True)
            }
            for worse in changes:
                if violation := self._lowered(worse, after, falls):
                    yield violation

    def _lowered(self, worse: Worsening, after: Form, falls: dict[Tier, Wire]) -> Violation | None:
        """The most urgent tier a change can take away, with the patient before and after."""
        change = self._change(worse, after)
        if not self.can(self._circuit.some(falls.values()), *change):
            return None
        lost, model = next(
            (tier, model) for tier in falls if (model := self._plainest(falls[tier], *change))
        )
        patients = (self._patient(self._form, model), self._patient(after, model))
        _confirm(self._tier(patients[0]) is lost and self._tier(patients[1]) < lost)
        return Violation(
            Promise.WORSE, worse.question.link_id, worse.answer, lost, patients=patients
        )

    def _change(self, worse: Worsening, after: Form) -> tuple[Wire, ...]:
        """What is true of a question before and after its no gets worse."""
        was, now = (form.chosen[worse.question.link_id] for form in (self._form, after))
        denied = codes(worse.question, OptionKind.DENIED)
        if worse.beside is None:
            no = self._circuit.some(was[code] for code in denied)
            return (no, *_exactly(after, worse.question, worse.answer))
        gone = was.keys() - {worse.answer, *worse.beside, *denied}
        return (
            self._form.given[worse.question.link_id],
            now[worse.answer],
            *(-was[code] for code in sorted(gone)),
            *(self._circuit.same(was[code], now[code]) for code in worse.beside),
        )

    def dead(self) -> Iterator[Violation]:
        """Find rules that cannot fire."""
        for rule, wire in self.reading.fires.items():
            if not self.can(wire):
                yield Violation(Promise.FIRES, rule=rule)

    def _plainest(self, *wanted: Wire) -> Model | None:
        return self._models.plainest(self._plain, *wanted)

    def _patient(self, form: Form, model: Model) -> Patient:
        """The patient of a form, with the answers to what is asked of them and no others."""
        patient = patient_in(self._ruleset.definition, form, model)
        return Patient(self._reported(patient).answers, patient.age, patient.incomplete)

    def _reported(self, patient: Patient) -> Reported:
        return report(
            self._ruleset, patient.answers, age=patient.age, incomplete=patient.incomplete
        )

    def _tier(self, patient: Patient) -> Tier:
        return assess(self._ruleset, self._reported(patient)).tier


def _exactly(form: Form, question: Question, answer: str) -> Iterator[Wire]:
    """This answer and no other, at a question of any kind."""
    if answer == EMPTY:
        yield -form.given[question.link_id]
    for code, wire in form.chosen.get(question.link_id, {}).items():
        yield wire if code == answer else -wire


def _confirm(confirmed: bool) -> None:  # noqa: FBT001 there is nothing else to say
    """Refuse what the engine does not find too: then the encoding is wrong."""
    if not confirmed:
        raise ProofError("The engine does not confirm what the solver found.")
