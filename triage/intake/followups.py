"""Follow-up questions inside a page: what opens them, told so that a script can follow it.

Only the server decides what is asked. What is written here lets the patient's screen show the same
at once; without scripts the page asks a second time.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from triage.engine.conditions import (
    Age,
    AllOf,
    AnyOf,
    AtLeast,
    Compare,
    Condition,
    CountOf,
    Has,
    Named,
    Not,
    Number,
    Unsure,
    questions_in,
    walk,
)
from triage.engine.evaluation import Reported, holds
from triage.engine.terms import Answer, OptionKind, Page, Question
from triage.intake.forms import PageForm
from triage.intake.models import Visit

SHOWN = "shown"
"""The name under which a screen says which follow-ups it has opened."""

Told = bool | list[Any]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question that answers of its own page can open or close; `when` is JSON for the script."""

    when: str
    open: bool


class FollowUpForm(PageForm):
    """One page as the patient meets it: what is asked, and closed beside it what may be asked next."""

    def __init__(self, visit: Visit, page: Page, data: Any = None) -> None:
        reported = visit.reported()
        told = {
            question.link_id: _when(visit, page, question, reported) for question in page.questions
        }
        asked = {link_id for link_id in told if link_id in reported.asked}
        super().__init__(
            visit,
            [one for one in page.questions if told[one.link_id] or one.link_id in asked],
            data,
        )
        opened = set(data.getlist(SHOWN)) if data is not None else set()
        self.shown = asked | opened & set(self.fields)
        self.asked |= self.shown
        self.later = {
            link_id: FollowUp(json.dumps(when), link_id in self.shown)
            for link_id, when in told.items()
            if isinstance(when, list)
        }

    def answers(self) -> dict[str, Answer | None]:
        """Return what was said to the questions the patient could see."""
        return {name: said for name, said in super().answers().items() if name in self.shown}

    def _post_clean(self) -> None:
        """Ask nothing of a question that was not on the screen yet."""
        super()._post_clean()
        for name in set(self.errors) & set(self.fields) - self.shown:
            del self.errors[name]


def _when(visit: Visit, page: Page, question: Question, reported: Reported) -> Told:
    """Return when a question is asked, as far as its own page decides it."""
    condition = visit.ruleset.shown_when.get(question.link_id)
    if condition is None:
        return True
    here = {one.link_id: one for one in page.questions}
    return _Script(visit, here, reported).told(condition)


@dataclass(frozen=True, slots=True)
class _Script:
    """Writes a condition as data, with all that this page cannot change already worked out."""

    visit: Visit
    here: Mapping[str, Question]
    reported: Reported

    def told(self, condition: Condition) -> Told:  # noqa: C901, PLR0911 one arm for each noun
        """Return true, false, or what has to be looked up on the page."""
        if self._is_settled(condition):
            return holds(condition, self.reported)
        match condition:
            case Has(question, options):
                return ["has", question, sorted(options)]
            case Unsure(question):
                return ["has", question, self._unsure(question)]
            case Compare():
                return self._compared(condition)
            case Named(_, inner):
                return self.told(inner)
            case Not(inner):
                return ["not", self.told(inner)]
            case AllOf(parts):
                return ["least", len(parts), [self.told(part) for part in parts]]
            case AnyOf(parts):
                return ["least", 1, [self.told(part) for part in parts]]
            case AtLeast(count, parts):
                return ["least", count, [self.told(part) for part in parts]]
            case _:
                raise TypeError(f"No answer opens a question by {condition!r}.")

    def _compared(self, condition: Compare) -> Told:
        limit = [str(condition.comparison), condition.value]
        match condition.measure:
            case Number(question):
                return ["number", question, *limit]
            case CountOf(question, options):
                return ["count", question, sorted(options), *limit]
            case Age():
                day = timezone.localdate(self.visit.started_at).isoformat()
                return ["age", self._age_question, day, self.reported.age, *limit]
            case _:
                raise TypeError(f"No answer opens a question by {condition!r}.")

    def _is_settled(self, condition: Condition) -> bool:
        reads_age = any(
            isinstance(part, Compare) and isinstance(part.measure, Age) for part in walk(condition)
        )
        reads = questions_in(condition) | ({self._age_question} if reads_age else frozenset())
        return reads.isdisjoint(self.here)

    def _unsure(self, question: str) -> list[str]:
        options = self.here[question].options
        return [option.code for option in options if option.kind is OptionKind.UNSURE]

    @property
    def _age_question(self) -> str:
        return self.visit.ruleset.definition.age_question
