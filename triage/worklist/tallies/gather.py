"""What is read of the visits of a period: the little that is counted, and no answers."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from triage.content.models import Release
from triage.engine.terms import Definition, Tier
from triage.intake.models import Response, Visit
from triage.worklist.models import Act, Kind

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Case:
    """One visit, as far as it is counted."""

    started_at: datetime
    urgency: int
    submitted_at: datetime | None
    emergency_at: datetime | None
    help_asked_at: datetime | None
    reached: tuple[str, ...]
    acknowledged_at: datetime | None
    signed_at: datetime | None
    is_incomplete: bool = False
    fired: Mapping[str, Tier] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    overrides: list[tuple[Tier, Tier]] = field(default_factory=list)
    final: str = ""

    @property
    def is_finished(self) -> bool:
        """Whether the patient answered to the end."""
        return self.submitted_at is not None and not self.is_incomplete


@dataclass(frozen=True, slots=True)
class Cases:
    """All visits of a period, what the newest of their releases calls things, and how many are broken."""

    all: tuple[Case, ...]
    definition: Definition | None
    broken: int
    is_sample: bool

    def question(self, link_id: str) -> str:
        """Return the short name of a question."""
        asked = self.definition.questions() if self.definition else ()
        return next((one.name for one in asked if one.link_id == link_id), link_id)

    def rule(self, rule_id: str) -> str:
        """Return the title of a rule."""
        rules = self.definition.rules if self.definition else ()
        return next((one.title for one in rules if one.id == rule_id), "")


def gather(since: datetime) -> Cases:
    """Return the visits that began since a moment, in five queries."""
    visits = Visit.objects.filter(started_at__gte=since)
    cases: dict[int, Case] = {}
    broken = _read(visits, VISIT, lambda pk, row: cases.__setitem__(pk, _case(row)))
    newest: dict[int, int] = {}

    def keep(_pk: int, row: tuple[Any, ...]) -> None:
        visit, number, *told = row
        if visit in cases and number >= newest.get(visit, 0):
            newest[visit] = number
            _add_response(cases[visit], *told)

    broken += _read(Response.objects.filter(visit__in=visits), RESPONSE, keep)
    acts = Act.objects.filter(visit__in=visits, kind__in=(Kind.OVERRIDE, Kind.FINAL))
    broken += _read(acts.order_by("visit", "number"), ACT, lambda _pk, row: _add_act(cases, row))
    release = Release.objects.filter(visits__in=visits).order_by("-number").first()
    return Cases(
        tuple(cases.values()),
        release.ruleset().definition if release else None,
        broken,
        is_sample=release is None or release.is_sample,
    )


VISIT = (
    "started_at",
    "urgency",
    "submitted_at",
    "emergency_at",
    "help_asked_at",
    "reached",
    "acknowledgement__acknowledged_at",
    "sign_off__signed_at",
)
RESPONSE = ("visit", "number", "incomplete", "assessment")
ACT = ("visit", "kind", "details")


def _read(rows: QuerySet[Any], names: tuple[str, ...], keep: Any) -> int:
    """Keep every row; return how many cannot be read. They are read one by one only if one cannot."""
    try:
        for pk, *row in list(rows.values_list("pk", *names)):
            keep(pk, row)
    except Exception as error:  # noqa: BLE001 (a column may hold what nobody expects)
        logger.warning("The numbers are read one by one: %s", type(error).__name__)
    else:
        return 0
    broken = 0
    for key in list(rows.values_list("pk", flat=True)):
        try:
            keep(key, rows.filter(pk=key).values_list(*names).get())
        except Exception:  # noqa: BLE001 (the same)
            broken += 1
    return broken


def _case(row: Any) -> Case:
    started, urgency, submitted, emergency, helped, reached, acknowledged, signed = row
    return Case(
        started,
        int(urgency),
        submitted,
        emergency,
        helped,
        tuple(reached),
        acknowledged,
        signed,
    )


def _add_response(case: Case, incomplete: bool, assessment: Mapping[str, Any]) -> None:  # noqa: FBT001 (a column)
    case.fired = {one["rule"]: Tier.from_code(one["tier"]) for one in assessment["findings"]}
    case.is_incomplete = incomplete
    case.asked, case.unsure = tuple(assessment["asked"]), tuple(assessment["unsure"])


def _add_act(cases: Mapping[int, Case], row: Any) -> None:
    visit, kind, details = row
    if visit not in cases:
        return
    if kind == Kind.FINAL:
        cases[visit].final = details["final"]
    elif details["from"]:  # before a first result no rule has set a tier
        moved = Tier.from_code(details["from"]), Tier.from_code(details["to"])
        if moved not in cases[visit].overrides:
            cases[visit].overrides.append(moved)
