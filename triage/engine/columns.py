"""Responses packed into a few bytes each, and read again by the column: one bit for each patient.

A release never changes, so it is its own code book: where an answer lies, and which bit stands for
an option, follows from its definition alone. A choice takes one bit to say that it was asked and one
for each option; every other question takes one byte: not asked, left empty, or what was answered.
Behind the answers lies a bit for each rule that fired.
"""

from functools import cache

from triage.engine.symbols import HIGHEST, OLDEST
from triage.engine.terms import (
    AGE_UNKNOWN,
    Answer,
    Answers,
    Assessment,
    Definition,
    Question,
    QuestionKind,
    Tier,
)

Bits = int
"""One truth value for each of many patients: bit n belongs to patient n."""

CHOICES = (QuestionKind.SINGLE, QuestionKind.MULTI)
TIER, AGE, INCOMPLETE, HEAD = range(4)
ASKED, GIVEN = 1, 2


class Layout:
    """Where everything lies in a packed response of one release."""

    def __init__(self, definition: Definition) -> None:
        self.questions = {question.link_id: question for question in definition.questions()}
        self.rules = {rule.id: number for number, rule in enumerate(definition.rules)}
        self.starts: dict[str, int] = {}
        end = HEAD
        for question in self.questions.values():
            self.starts[question.link_id] = end
            end += _width(question)
        self.first_rule = end
        self.size = end + _bytes_for(len(self.rules))

    def pack(
        self, answers: Answers, assessment: Assessment, *, age: int, incomplete: bool
    ) -> bytes:
        """Return a response in `size` bytes. What a text says, or a date, is left out."""
        packed = bytearray(self.size)
        packed[TIER] = assessment.tier
        packed[AGE] = max(AGE_UNKNOWN, min(age, OLDEST)) + 1
        packed[INCOMPLETE] = incomplete
        for link_id in assessment.asked:
            question, start = self.questions[link_id], self.starts[link_id]
            width = _width(question)
            said = _coded(question, answers.get(link_id))
            packed[start : start + width] = said.to_bytes(width, "little")
        fired = sum(1 << self.rules[finding.rule] for finding in assessment.findings)
        packed[self.first_rule :] = fired.to_bytes(self.size - self.first_rule, "little")
        return bytes(packed)


class Columns:
    """Many packed responses of one release, one behind the other.

    A question is asked for as another edition knows it. Where this release had no such question, or
    one whose answers have nothing in common with it, nobody was asked.
    """

    def __init__(self, layout: Layout, packed: bytes) -> None:
        self._layout = layout
        self._packed = packed
        self._found: dict[tuple[int, bytes], Bits] = {}
        self.count = len(packed) // layout.size
        self.everyone: Bits = (1 << self.count) - 1

    def tier(self, tier: Tier) -> Bits:
        """Who was assessed as this tier."""
        return self._where(TIER, _at_least(tier)) & ~self._where(TIER, _at_least(tier + 1))

    def age(self, at_least: int) -> Bits:
        """Whose age is known and at least this."""
        return self._where(AGE, _at_least(at_least + 1))

    def incomplete(self) -> Bits:
        """Who handed in an unfinished form."""
        return self._where(INCOMPLETE, _at_least(1))

    def fired(self, rule: str) -> Bits:
        """For whom a rule fired."""
        number = self._layout.rules.get(rule)
        return 0 if number is None else self._bit(self._layout.first_rule, number)

    def knows(self, question: Question) -> bool:
        """Return whether this release asked the question in a way that can be compared."""
        here = self._layout.questions.get(question.link_id)
        if here is None:
            return False
        return here.kind is question.kind or (here.kind in CHOICES and question.kind in CHOICES)

    def asked(self, question: Question) -> Bits:
        """Who was asked."""
        if not self.knows(question):
            return 0
        table = _bit(0) if question.kind in CHOICES else _at_least(ASKED)
        return self._where(self._start(question), table)

    def given(self, question: Question) -> Bits:
        """Who gave an answer to what is no choice."""
        return self.number(question, 0)

    def number(self, question: Question, at_least: int) -> Bits:
        """Who answered with a number that is at least this."""
        if not self.knows(question):
            return 0
        return self._where(self._start(question), _at_least(GIVEN + at_least))

    def chosen(self, question: Question, code: str) -> Bits:
        """Who chose an option."""
        if not self.knows(question):
            return 0
        here = self._layout.questions[question.link_id].options
        number = next((n for n, option in enumerate(here, start=1) if option.code == code), None)
        return 0 if number is None else self._bit(self._start(question), number)

    def gone(self, question: Question) -> Bits:
        """Who chose an option that the question does not have any more."""
        bits = 0
        if self.knows(question):
            for option in self._layout.questions[question.link_id].options:
                if question.option(option.code) is None:
                    bits |= self.chosen(question, option.code)
        return bits

    def _start(self, question: Question) -> int:
        return self._layout.starts[question.link_id]

    def _bit(self, start: int, number: int) -> Bits:
        return self._where(start + number // 8, _bit(number % 8))

    def _where(self, place: int, table: bytes) -> Bits:
        """Return whose byte at a place the table turns into a 1."""
        if (found := self._found.get((place, table))) is not None:
            return found
        size = self._layout.size
        last_to_first = self._packed[place + size * (self.count - 1) :: -size]
        bits = int(last_to_first.translate(table), 2) if self.count else 0
        return self._found.setdefault((place, table), bits)


def _width(question: Question) -> int:
    return _bytes_for(1 + len(question.options)) if question.kind in CHOICES else 1


def _bytes_for(bits: int) -> int:
    return -(-bits // 8)


def _coded(question: Question, answer: Answer | None) -> int:
    if question.kind in CHOICES:
        chosen = answer if isinstance(answer, tuple) else (answer,)
        options = enumerate(question.options, start=1)
        return ASKED | sum(1 << number for number, option in options if option.code in chosen)
    if answer is None:
        return ASKED
    return GIVEN + max(0, min(answer, HIGHEST)) if isinstance(answer, int) else GIVEN


@cache
def _bit(number: int) -> bytes:
    """The table that turns a byte into the digit 1 if it has this bit."""
    return bytes(ord("0") + (byte >> number & 1) for byte in range(256))


@cache
def _at_least(least: int) -> bytes:
    """The table that turns a byte into the digit 1 if it is at least this."""
    return bytes(ord("0") + (byte >= least) for byte in range(256))
