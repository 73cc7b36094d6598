"""Two editions compared object by object, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import Enum, StrEnum
from typing import Any

from triage.engine.conditions import Condition
from triage.engine.ruleset import Ruleset
from triage.engine.telling import Teller
from triage.engine.terms import Definition, Option, Tier


class How(StrEnum):
    """What became of an object."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Detail:
    """One field of an object, before and after; empty where it was not, or is no more."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one object. `before` and `after` are the tiers of a rule."""

    how: How
    kind: str
    name: str
    title: str = ""
    details: tuple[Detail, ...] = ()
    before: Tier | None = None
    after: Tier | None = None

    @property
    def is_down(self) -> bool:
        """Whether a rule went, or has a less urgent tier."""
        return self.before is not None and (self.after is None or self.after < self.before)

    @property
    def is_up(self) -> bool:
        """Whether a rule is new, or has a more urgent tier."""
        return self.after is not None and (self.before is None or self.after > self.before)


PARTS: Mapping[str, tuple[str, str, str]] = {
    "rule": ("rules", "id", "title"),
    "fact": ("facts", "name", "meaning"),
    "tier": ("tiers", "tier", "name"),
    "sentence": ("sentences", "id", "text"),
    "article": ("guidance", "code", "title"),
    "source": ("sources", "id", "short"),
    "vignette": ("vignettes", "id", "title"),
    "exception": ("accepted", "violation", "reason"),
}
CONDITIONS = {"when", "show", "show_if"}


def changes(old: Ruleset, new: Ruleset) -> tuple[Change, ...]:
    """Return everything that differs between two editions; empty when nothing does."""
    return tuple(_Differ(old, new).changes())


class _Differ:
    """Two editions side by side."""

    def __init__(self, old: Ruleset, new: Ruleset) -> None:
        self._rulesets = (old, new)
        self._tellers = (Teller(old.definition), Teller(new.definition))

    def changes(self) -> Iterator[Change]:
        old, new = (ruleset.definition for ruleset in self._rulesets)
        yield from self._named("rule", *PARTS["rule"])
        yield from self._pairs("question", _questions(old), _questions(new), "name")
        yield from self._pairs("page", _pages(old), _pages(new), "title")
        for kind, (part, name, title) in PARTS.items():
            if kind != "rule":
                yield from self._named(kind, part, name, title)
        yield from self._pairs("questionnaire", {old.key: old}, {new.key: new}, "title")

    def _named(self, kind: str, part: str, name: str, title: str) -> Iterator[Change]:
        before, after = (
            {_text(getattr(one, name)): one for one in getattr(ruleset.definition, part)}
            for ruleset in self._rulesets
        )
        yield from self._pairs(kind, before, after, title)

    def _pairs(
        self, kind: str, before: Mapping[str, Any], after: Mapping[str, Any], title: str
    ) -> Iterator[Change]:
        for name in (*before, *(name for name in after if name not in before)):
            old, new = before.get(name), after.get(name)
            details = tuple(self._details(kind, name, old, new))
            how = How.ADDED if old is None else How.REMOVED if new is None else How.CHANGED
            tiers = [getattr(one, "tier", None) if kind == "rule" else None for one in (old, new)]
            if details:
                yield Change(how, kind, name, _text(getattr(new or old, title)), details, *tiers)
        kept = [name for name in before if name in after]
        if kept != [name for name in after if name in before]:
            yield Change(How.CHANGED, kind, "", "The order changed.")

    def _details(self, kind: str, name: str, old: Any, new: Any) -> Iterator[Detail]:
        for field in fields(new or old):
            was, now = (getattr(one, field.name, None) for one in (old, new))
            if was == now or (kind == "questionnaire" and isinstance(now, tuple)):
                continue
            if field.name == "options":
                yield from _options(was or (), now or ())
            elif field.name == "questions":
                yield from _line(
                    "questions",
                    _text(was and [q.link_id for q in was]),
                    _text(now and [q.link_id for q in now]),
                )
            elif field.name in CONDITIONS:
                yield from _line(field.name, was or "", now or "")
                told = (self._told(side, kind, name) for side in (0, 1))
                yield from _line("in words", *told)
            else:
                yield from _line(field.name.replace("_", " "), _text(was), _text(now))

    def _told(self, side: int, kind: str, name: str) -> str:
        condition = _condition(self._rulesets[side], kind, name)
        return self._tellers[side].tell(condition) if condition else ""


def _line(field: str, before: str, after: str) -> Iterator[Detail]:
    if before != after:
        yield Detail(field, before, after)


def _condition(ruleset: Ruleset, kind: str, name: str) -> Condition | None:
    match kind:
        case "rule" if name in ruleset.rules:
            return ruleset.rules[name][1]
        case "fact":
            return ruleset.facts.get(name)
        case "question":
            return ruleset.shown_when.get(name)
        case "article":
            return next((c for article, c in ruleset.guidance if article.code == name), None)
        case _:
            return None


def _questions(definition: Definition) -> dict[str, Any]:
    return {question.link_id: question for question in definition.questions()}


def _pages(definition: Definition) -> dict[str, Any]:
    return {page.key: page for page in definition.pages}


def _options(old: tuple[Option, ...], new: tuple[Option, ...]) -> Iterator[Detail]:
    before, after = ({option.code: option for option in side} for side in (old, new))
    for code in (*before, *(code for code in after if code not in before)):
        was, now = (side.get(code) for side in (before, after))
        yield from _line(f"option {code}", _option(was), _option(now))
    kept = [code for code in before if code in after]
    yield from _line(
        "order of options", ", ".join(kept), ", ".join(code for code in after if code in before)
    )


def _option(option: Option | None) -> str:
    if option is None:
        return ""
    alone = ", alone" if option.exclusive else ""
    codings = f", {', '.join(option.codings)}" if option.codings else ""
    return f"“{option.label}” ({option.kind.value}{alone}{codings})"


def _text(value: object) -> str:  # noqa: PLR0911 one arm for each kind of value
    """Return a value of any field as it is read."""
    match value:  # a truth value is told like a number, so that no is not an empty place
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Tier():
            return value.code
        case Enum():
            return str(value.value)
        case Mapping():
            return "; ".join(f"{name}: {_text(one)}" for name, one in value.items())
        case tuple() | list():
            return ", ".join(_text(one) for one in value)
        case _:
            return str(value)
