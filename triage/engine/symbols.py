"""All patients at once: every answer a wire, every condition a gate.

`Reading` says over wires what `paging.report` and `evaluation.holds` say of one patient, for forms
that were handed in. Tests hold the two to each other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import assert_never

from triage.engine.circuit import FALSE, TRUE, Circuit, Wire
from triage.engine.conditions import (
    Age,
    AllOf,
    Always,
    AnyOf,
    AtLeast,
    Compare,
    Comparison,
    Condition,
    CountOf,
    Fired,
    Has,
    Incomplete,
    Measure,
    Named,
    NoOtherRule,
    Not,
    Number,
    TierIs,
    Unsure,
    UnsureCount,
)
from triage.engine.ruleset import Ruleset
from triage.engine.terms import (
    AGE_UNKNOWN,
    Answer,
    Answers,
    Definition,
    OptionKind,
    Question,
    QuestionKind,
    Tier,
)

OLDEST = 120
HIGHEST = 10
PLAIN_AGE = 40


@dataclass(frozen=True, slots=True)
class Patient:
    """One patient who handed in the form. Answers to questions that are hidden may be among them."""

    answers: Answers
    age: int = AGE_UNKNOWN
    incomplete: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """Everything a patient can put down, as wires.

    `asked` says whether a question may be asked at all, `given` whether it has an answer, `chosen`
    whether an option is; `numbers` and `age` say for each number from 0 up whether the answer is at
    least that.
    """

    asked: Mapping[str, Wire]
    given: Mapping[str, Wire]
    chosen: Mapping[str, Mapping[str, Wire]]
    numbers: Mapping[str, tuple[Wire, ...]]
    age: tuple[Wire, ...]
    incomplete: Wire


def any_form(circuit: Circuit, definition: Definition) -> Form:
    """Return the form of which every way to fill it in is a way to set its wires."""
    given: dict[str, Wire] = {}
    chosen: dict[str, Mapping[str, Wire]] = {}
    numbers: dict[str, tuple[Wire, ...]] = {}
    age = _number(circuit, OLDEST)
    for question in definition.questions():
        link_id = question.link_id
        match question.kind:
            case QuestionKind.SINGLE | QuestionKind.MULTI:
                chosen[link_id] = _choice(circuit, question)
                given[link_id] = circuit.some(chosen[link_id].values())
            case QuestionKind.SCALE:
                numbers[link_id] = _number(circuit, HIGHEST)
                given[link_id] = numbers[link_id][0]
            case QuestionKind.DATE | QuestionKind.TEXT:
                # What a text says never matters; a birth date says the age, and the age it.
                is_age = link_id == definition.age_question
                given[link_id] = age[0] if is_age else circuit.wire()
            case _ as never:
                assert_never(never)
    asked = dict.fromkeys(given, TRUE)
    return Form(asked, given, chosen, numbers, age, circuit.wire())


def otherwise(circuit: Circuit, form: Form, question: Question) -> Form:
    """Return the same form with one choice free to be made otherwise."""
    choice = _choice(circuit, question)
    return replace(
        form,
        chosen={**form.chosen, question.link_id: choice},
        given={**form.given, question.link_id: circuit.some(choice.values())},
    )


def plainly(circuit: Circuit, definition: Definition, form: Form) -> list[Wire]:
    """Return what is true of a grown-up who answers everything and reports nothing.

    No patient has all of it. Who looks for a patient of some kind gives up the last first.
    """
    grown_up = circuit.every((form.age[PLAIN_AGE], -form.age[PLAIN_AGE + 1]))
    plain, quiet = [-form.incomplete, grown_up], []
    for question in definition.questions():
        given = form.given[question.link_id]
        plain.append(given if question.required else -given)
        quiet += [-wire for wire in form.numbers.get(question.link_id, ())[:0:-1]]
        for option in question.options:
            not_chosen = -form.chosen[question.link_id][option.code]
            if option.kind is OptionKind.UNSURE:
                plain.append(not_chosen)
            elif option.kind is OptionKind.REPORTED:
                quiet.append(not_chosen)
    return plain + quiet[::-1]


def _choice(circuit: Circuit, question: Question) -> Mapping[str, Wire]:
    """The options of a question, together only where they can be chosen together."""
    wires = {option.code: circuit.wire() for option in question.options}
    single = question.kind is QuestionKind.SINGLE
    for one, other in combinations(question.options, 2):
        if single or one.exclusive or other.exclusive:
            circuit.require(-wires[one.code], -wires[other.code])
    return wires


def _number(circuit: Circuit, highest: int) -> tuple[Wire, ...]:
    """A number from 0 up, or none: what is at least n + 1 is at least n."""
    wires = tuple(circuit.wire() for _ in range(highest + 1))
    for less, more in pairwise(wires):
        circuit.require(less, -more)
    return wires


def patient_in(definition: Definition, form: Form, true: frozenset[Wire]) -> Patient:
    """Return the patient whose form has exactly these wires true."""
    answers: dict[str, Answer] = {}
    for question in definition.questions():
        link_id = question.link_id
        if form.given[link_id] not in true or link_id == definition.age_question:
            continue
        match question.kind:
            case QuestionKind.SINGLE | QuestionKind.MULTI:
                wires = form.chosen[link_id]
                codes = tuple(o.code for o in question.options if wires[o.code] in true)
                answers[link_id] = codes if question.kind is QuestionKind.MULTI else codes[0]
            case QuestionKind.SCALE:
                answers[link_id] = _amount(form.numbers[link_id], true)
            case QuestionKind.DATE:
                answers[link_id] = "2000-01-01"
            case QuestionKind.TEXT:
                answers[link_id] = "Something"
            case _ as never:
                assert_never(never)
    return Patient(answers, _amount(form.age, true), form.incomplete in true)


def _amount(number: tuple[Wire, ...], true: frozenset[Wire]) -> int:
    return sum(wire in true for wire in number) - 1


class Reading:
    """What the engine makes of a form: questions shown and left open, rules that fire, tiers."""

    def __init__(self, circuit: Circuit, ruleset: Ruleset, form: Form) -> None:
        self._circuit = circuit
        self._form = form
        self._facts: dict[str, Wire] = {}
        self.shown: dict[str, Wire] = {}
        self.unsure: dict[str, Wire] = {}
        self._counted: list[Wire] = []
        for question in ruleset.definition.questions():
            condition = ruleset.shown_when.get(question.link_id)
            opened = TRUE if condition is None else self.holds(condition)
            self._ask(question, circuit.every((form.asked[question.link_id], opened)))

        fires = {
            rule.id: self.holds(condition)
            for rule, condition in ruleset.rules.values()
            if not isinstance(condition, NoOtherRule)
        }
        nothing = -circuit.some(fires.values())
        self.fires = {rule: fires.get(rule, nothing) for rule in ruleset.rules}
        self.reaches = {tier: self._any(ruleset, tier) for tier in Tier}

    def _ask(self, question: Question, shown: Wire) -> None:
        link_id = question.link_id
        not_sure = [
            wire
            for code, wire in self._form.chosen.get(link_id, {}).items()
            if (option := question.option(code)) and option.kind is OptionKind.UNSURE
        ]
        missing = -self._form.given[link_id] if question.required else FALSE
        self.shown[link_id] = shown
        is_unsure = self._circuit.every((shown, self._circuit.some((*not_sure, missing))))
        self.unsure[link_id] = is_unsure
        if question.red_flag and not question.follow_up:
            self._counted.append(is_unsure)

    def _any(self, ruleset: Ruleset, tier: Tier) -> Wire:
        """Whether a rule of this tier or a more urgent one fires."""
        urgent = (rule.id for rule, _ in ruleset.rules.values() if rule.tier >= tier)
        return self._circuit.some(self.fires[rule] for rule in urgent)

    def holds(self, condition: Condition) -> Wire:  # noqa: C901, PLR0911 one arm for each noun
        """Return whether a condition holds."""
        match condition:
            case Has(question, options):
                return self._circuit.some(self._chosen(question, options))
            case Unsure(question):
                return self.unsure[question]
            case Compare(measure, comparison, value):
                compared = self._compared(measure, comparison, value)
                return self._circuit.every((self._known(measure), compared))
            case Not(inner):
                return -self.holds(inner)
            case AllOf(parts):
                return self._circuit.every([self.holds(part) for part in parts])
            case AnyOf(parts):
                return self._circuit.some([self.holds(part) for part in parts])
            case AtLeast(count, parts):
                return self._circuit.at_least(count, [self.holds(part) for part in parts])
            case Named(name, inner):
                if name not in self._facts:
                    self._facts[name] = self.holds(inner)
                return self._facts[name]
            case Incomplete():
                return self._form.incomplete
            case NoOtherRule() | Always() | TierIs() | Fired():
                raise ValueError(f"{condition} depends on the rules, so it is not for a rule.")
            case _ as never:
                assert_never(never)

    def _chosen(self, question: str, options: frozenset[str]) -> list[Wire]:
        choice = self._form.chosen[question]
        return [
            self._circuit.every((self.shown[question], choice[code])) for code in sorted(options)
        ]

    def _known(self, measure: Measure) -> Wire:
        """Whether there is a number to compare. An unknown age is compared, as -1."""
        match measure:
            case Number(question) | CountOf(question, _):
                return self._circuit.every((self.shown[question], self._form.given[question]))
            case Age() | UnsureCount():
                return TRUE
            case _ as never:
                assert_never(never)

    def _compared(self, measure: Measure, comparison: Comparison, value: int) -> Wire:
        match comparison:
            case Comparison.AT_LEAST:
                return self._reaches(measure, value)
            case Comparison.MORE:
                return self._reaches(measure, value + 1)
            case Comparison.AT_MOST:
                return -self._reaches(measure, value + 1)
            case Comparison.LESS:
                return -self._reaches(measure, value)
            case Comparison.EQUAL:
                at_least, more = self._reaches(measure, value), self._reaches(measure, value + 1)
                return self._circuit.every((at_least, -more))
            case _ as never:
                assert_never(never)

    def _reaches(self, measure: Measure, value: int) -> Wire:
        """Whether a number is at least so much."""
        match measure:
            case Age():
                return self._form.age[value] if value <= OLDEST else FALSE
            case Number(question):
                return self._form.numbers[question][value] if value <= HIGHEST else FALSE
            case CountOf(question, options):
                return self._circuit.at_least(value, self._chosen(question, options))
            case UnsureCount():
                return self._circuit.at_least(value, self._counted)
            case _ as never:
                assert_never(never)
