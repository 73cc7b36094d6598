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
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from pysat.solvers import Solver

from triage.engine.assess import assess, findings
from triage.engine.changes import EMPTY, Worsening, codes, worsenings
from triage.engine.circuit import Circuit, Wire
from triage.engine.conditions import NoOtherRule
from triage.engine.evaluation import Reported
from triage.engine.paging import report
from triage.engine.ruleset import Ruleset
from triage.engine.symbols import Form, Patient, Reading, any_form, otherwise, patient_in, plainly
from triage.engine.terms import OptionKind, Question, Tier

SOLVER = "glucose4"
MOST_CONFLICTS = 1_000_000


class ProofError(RuntimeError):
    """A proof that came to no result, or to one that the engine does not confirm."""


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
    with _Search(ruleset) as search:
        if without := tuple(search.without_tier()):
            return without
        return (*search.left_open(), *search.worse(), *search.dead())


def dead_rules(ruleset: Ruleset) -> tuple[str, ...]:
    """Return the rules that no patient can make fire."""
    with _Search(ruleset) as search:
        return tuple(violation.rule for violation in search.dead())


def unreachable_questions(ruleset: Ruleset) -> tuple[str, ...]:
    """Return the questions that no patient is ever asked, so that no option of them is chosen."""
    with _Search(ruleset) as search:
        shown = search.reading.shown
        return tuple(link_id for link_id, wire in shown.items() if search.model(wire) is None)


def covered_rules(ruleset: Ruleset) -> tuple[str, ...]:
    """Return the rules that never decide: another as urgent or more fires whenever they do."""
    tiers = {rule.id: rule.tier for rule, _ in ruleset.rules.values()}
    covered = []
    with _Search(ruleset) as search:
        fires = search.reading.fires
        for rule, wire in fires.items():
            rivals = [-fires[o] for o in fires if o != rule and tiers[o] >= tiers[rule]]
            if search.model(wire) is not None and search.model(wire, *rivals) is None:
                covered.append(rule)
    return tuple(covered)


class _Search:
    """A solver at work on all patients of one definition."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._ruleset = ruleset
        self._circuit = Circuit()
        self._form = any_form(self._circuit, ruleset.definition)
        self.reading = Reading(self._circuit, ruleset, self._form)
        self._plain = plainly(self._circuit, ruleset.definition, self._form)
        self._solver = Solver(name=SOLVER)
        self._told = 0

    def __enter__(self) -> "_Search":
        return self

    def __exit__(self, *_: object) -> None:
        self._solver.delete()

    def model(self, *wanted: Wire) -> frozenset[Wire] | None:
        """Return all that is true when what is wanted is; None when it cannot be."""
        self._solver.append_formula(self._circuit.clauses[self._told :])
        self._told = len(self._circuit.clauses)
        self._solver.conf_budget(MOST_CONFLICTS)
        possible = self._solver.solve_limited(assumptions=wanted)
        if possible is None:
            raise ProofError("The rules are too intricate to be proved.")
        return frozenset(self._solver.get_model()) if possible else None

    def plainest(self, *wanted: Wire) -> frozenset[Wire] | None:
        """Return what is wanted with nothing else reported that can be left out."""
        model = self.model(*wanted)
        if model is None:
            return None
        plain = list(self._plain)
        while (found := self.model(*wanted, *plain)) is None:
            clash = set(self._solver.get_core())
            plain.remove(next(wire for wire in reversed(plain) if wire in clash))
        for wire in [wire for wire in self._plain if wire not in plain]:  # some need not have gone
            if plainer := self.model(*wanted, *plain, wire):
                plain.append(wire)
                found = plainer
        return found

    def without_tier(self) -> Iterator[Violation]:
        """Find forms to which no rule gives a tier."""
        if model := self.plainest(-self.reading.reaches[min(Tier)]):
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
                if model := self.plainest(lowest, self.reading.shown[question.link_id], *said):
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
        if self.model(self._circuit.some(falls.values()), *change) is None:
            return None
        lost, model = next(
            (tier, model) for tier in falls if (model := self.plainest(falls[tier], *change))
        )
        patients = (self._patient(self._form, model), self._patient(after, model))
        _confirm(self._tier(patients[0]) is lost and self._tier(patients[1]) < lost)
        return Violation(
            Promise.WORSE, worse.question.link_id, worse.answer, lost, patients=patients
        )

    def _change(self, worse: Worsening, after: Form) -> tuple[Wire, ...]:
        """What is true of a question that is asked, before and after its no gets worse."""
        link_id = worse.question.link_id
        shown = self.reading.shown[link_id]
        was, now = self._form.chosen[link_id], after.chosen[link_id]
        denied = codes(worse.question, OptionKind.DENIED)
        if worse.beside is None:
            no = self._circuit.some(was[code] for code in denied)
            return (shown, no, *_exactly(after, worse.question, worse.answer))
        gone = was.keys() - {worse.answer, *worse.beside}
        return (
            shown,
            self._form.given[link_id],
            -was[worse.answer],
            now[worse.answer],
            *(-was[code] for code in sorted(gone - set(denied))),
            *(-now[code] for code in sorted(gone)),
            *(self._circuit.same(was[code], now[code]) for code in worse.beside),
        )

    def dead(self) -> Iterator[Violation]:
        """Find rules that cannot fire."""
        for rule, wire in self.reading.fires.items():
            if self.model(wire) is None:
                yield Violation(Promise.FIRES, rule=rule)

    def _patient(self, form: Form, model: frozenset[Wire]) -> Patient:
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
