"""Past responses tried on the rules of another edition: who would have moved.

The rules become gates, as for the proof, and each gate is worked out for thousands of patients in
one operation on two long numbers. The engine that assesses one patient stays the reference: tests
hold the two to each other.

Only what was asked then counts. A question that a patient was not asked, because it is new or was
hidden, stays not asked; an answer that the edition does not have any more counts as left open.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial, reduce
from itertools import chain
from operator import and_, or_

from triage.engine.circuit import FALSE, TRUE, Circuit, Wire
from triage.engine.columns import Bits, Columns
from triage.engine.ruleset import Ruleset
from triage.engine.symbols import Form, Reading, any_form
from triage.engine.terms import Definition, Question, Tier

EXAMPLES = 20

Moved = tuple[Tier, Tier | None]
"""The tier a response was given, and the one it would be given now: None when no rule gives any."""


@dataclass(slots=True)
class Impact:
    """What an edition makes of past responses, beside what was made of them then.

    `examples` names the first responses of each move, at most EXAMPLES; `gone` counts responses
    with an answer that the edition does not have, and `new` holds its questions that somebody was
    not asked because their release did not have them.
    """

    responses: int = 0
    moves: Counter[Moved] = field(default_factory=Counter)
    before: Counter[str] = field(default_factory=Counter)
    gained: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    examples: dict[Moved, list[int]] = field(default_factory=dict)
    gone: int = 0
    new: dict[str, None] = field(default_factory=dict)


class Replay:
    """An edition made ready to be tried on past responses."""

    def __init__(self, ruleset: Ruleset) -> None:
        circuit = Circuit()
        self._definition = ruleset.definition
        form = _past_form(circuit, ruleset.definition)
        reading = Reading(circuit, ruleset, form)
        self._rules, self._reaches = reading.fires, reading.reaches
        wanted = [*self._rules.values(), *self._reaches.values()]
        self._gates = circuit.behind(wanted)
        used = {abs(wire) for wire in chain(wanted, *(inputs for _, inputs in self._gates))}
        answers = _answers(ruleset.definition, form)
        self._read = {wire: reader for wire, reader in answers if wire in used}

    def add(
        self, impact: Impact, columns: Columns, ids: Sequence[int], rules: Iterable[str]
    ) -> None:
        """Add to an impact what the edition makes of some responses, named by `ids`.

        `rules` are those of the release they were assessed by.
        """
        impact.responses += columns.count
        true = self._worked_out(columns)
        for moved, bits in self._moves(columns, true):
            impact.moves[moved] += bits.bit_count()
            if moved[0] is not moved[1]:
                kept = impact.examples.setdefault(moved, [])
                kept += (ids[n] for n in _first(bits, EXAMPLES - len(kept)))
        for rule in self._rules.keys() | set(rules):
            before, after = columns.fired(rule), true[self._rules.get(rule, FALSE)]
            both = (before & after).bit_count()
            impact.before[rule] += before.bit_count()
            impact.gained[rule] += after.bit_count() - both
            impact.lost[rule] += before.bit_count() - both
        questions = list(self._definition.questions())
        impact.gone += reduce(or_, map(columns.gone, questions), 0).bit_count()
        impact.new |= {q.link_id: None for q in questions if not columns.knows(q)}

    def _moves(self, columns: Columns, true: Mapping[Wire, Bits]) -> Iterator[tuple[Moved, Bits]]:
        """Yield every move with whom it concerns, those who stay among them."""
        exactly: dict[Tier | None, Bits] = {}
        above = 0
        for tier in sorted(Tier, reverse=True):
            reached = true[self._reaches[tier]]
            exactly[tier], above = reached ^ above, reached
        exactly[None] = columns.everyone ^ above
        for before in sorted(Tier, reverse=True):
            was = columns.tier(before)
            for after, bits in exactly.items():
                if both := was & bits:
                    yield (before, after), both

    def _worked_out(self, columns: Columns) -> Mapping[Wire, Bits]:
        """Return for whom each wire is true, those for the answers first: gates stand behind their inputs."""
        everyone = columns.everyone
        true: dict[Wire, Bits] = {TRUE: everyone, FALSE: 0}
        for wire, read in self._read.items():
            bits = read(columns)
            true[wire], true[-wire] = bits, everyone ^ bits
        for gate, inputs in self._gates:
            bits = reduce(and_, map(true.__getitem__, inputs))
            true[gate], true[-gate] = bits, everyone ^ bits
        return true


def _past_form(circuit: Circuit, definition: Definition) -> Form:
    """Return any form, at which a question may not have been asked."""
    form = any_form(circuit, definition)
    return replace(form, asked={link_id: circuit.wire() for link_id in form.asked})


Reader = Callable[[Columns], Bits]


def _answers(definition: Definition, form: Form) -> Iterator[tuple[Wire, Reader]]:
    """Yield where each wire of a form is found among packed responses."""
    yield form.incomplete, Columns.incomplete
    for years, wire in enumerate(form.age):
        yield wire, partial(Columns.age, at_least=years)
    for question in definition.questions():
        yield form.asked[question.link_id], partial(Columns.asked, question=question)
        yield from _of(question, form)


def _of(question: Question, form: Form) -> Iterator[tuple[Wire, Reader]]:
    link_id = question.link_id
    for code, wire in form.chosen.get(link_id, {}).items():
        yield wire, partial(Columns.chosen, question=question, code=code)
    for least, wire in enumerate(form.numbers.get(link_id, ())):
        yield wire, partial(Columns.number, question=question, at_least=least)
    # A choice is given when an option is, and a birth date when the age is.
    if link_id not in form.chosen and form.given[link_id] != form.age[0]:
        yield form.given[link_id], partial(Columns.given, question=question)


def _first(bits: Bits, most: int) -> Iterator[int]:
    """Yield the numbers of the highest bits that are set: the latest patients first."""
    for _ in range(most):
        if not bits:
            return
        number = bits.bit_length() - 1
        bits ^= 1 << number
        yield number
